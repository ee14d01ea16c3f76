#include "client/cli/watch/hand.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/run.h"
#include "client/cli/watch/exec.h"
#include "client/cli/watch/line.h"
#include "client/cli/watch/wait.h"
#include "client/lib/core/file.h"
#include "client/lib/core/limits.h"
#include "duban.h"
#include "proto/cleanup.h"

/* ---- the line */

static int render(struct hand *h, const struct duban_event *e, char **ret, size_t *ret_size)
{
	FILE *out = open_memstream(ret, ret_size);
	if (!out)
		return -ENOMEM;
	int r = h->c->json || h->program ? watch_line_json(h->c, e, out)
					 : watch_line_text(h->c, e, out);
	return fclose(out) != 0 && r == 0 ? -ENOMEM : r;
}

/* A name that was asked for while the daemon was away is missing in the line: it is made again. */
static int line_of(struct hand *h, const struct duban_event *e, char **ret, size_t *ret_size)
{
	int r, ready;
	for (;;) {
		h->c->units.away = false;
		r = render(h, e, ret, ret_size);
		if (r != 0 || !h->c->units.away || watch_stopped())
			return r;
		free(*ret);
		*ret = NULL;
		r = watch_wait(&h->open, NULL, 0, WATCH_AWAY_PAUSE_MS, &ready);
		if (r < 0 || watch_stopped())
			return r;
	}
}

static int print(struct hand *h, const char *text, size_t size)
{
	if (fwrite(text, 1, size, stdout) != size || fflush(stdout) != 0)
		return cli_fail(h->c, CLI_LOCAL, "cli.system", message_errno(errno), NULL);
	return 0;
}

/* ---- parking */

/* The event's line goes to CURSOR.parked, so that a person can look at it and run it again. */
static int park(struct hand *h, uint64_t seq, const char *text, size_t size)
{
	_cleanup_free_ char *path = NULL;
	char number[24], tries[16];
	if (asprintf(&path, "%s.parked", h->cursor) < 0)
		return -ENOMEM;
	int r = file_append(path, BYTES(text, size));
	if (r < 0)
		return cli_fail(h->c, CLI_LOCAL, "watch.cannot_park", path, message_errno(-r),
				NULL);
	(void)snprintf(number, sizeof number, "%llu", (unsigned long long)seq);
	(void)snprintf(tries, sizeof tries, "%u", h->tries);
	cli_warn("watch.parked", number, tries, h->program, path, NULL);
	return 0;
}

/* ---- the program */

/* Said at the first failure of an event only: the tries are at most WATCH_EXEC_PAUSE_MAX_SEC
 * apart. */
static void tell_failure(const struct hand *h, uint64_t seq, enum exec_end end, int value)
{
	static const char *const codes[] = {
	    [EXEC_LATER] = "watch.exec_later",
	    [EXEC_FAILED] = "watch.exec_failed",
	    [EXEC_SIGNAL] = "watch.exec_signal",
	    [EXEC_TIMEOUT] = "watch.exec_timeout",
	};
	char number[24], said[16];
	(void)snprintf(number, sizeof number, "%llu", (unsigned long long)seq);
	(void)snprintf(said, sizeof said, "%d", end == EXEC_TIMEOUT ? (int)h->seconds : value);
	cli_warn(codes[end], number, h->program, said, NULL);
}

static int pause_for(const struct hand *h, unsigned seconds)
{
	int ready;
	return watch_wait(&h->open, NULL, 0, (int)seconds * 1000, &ready);
}

/* Runs the program until it takes the event, or has failed with it `tries` times. *ret_taken false:
 * we are to stop, and the event comes again. */
static int run(struct hand *h, uint64_t seq, const char *text, size_t size, bool *ret_taken)
{
	struct exec_job job = {.program = h->program,
			       .text = text,
			       .size = size,
			       .seconds = h->seconds,
			       .open = &h->open};
	unsigned pause = h->pause, failed = 0;
	bool told = false;
	*ret_taken = false;
	while (failed < h->tries) {
		enum exec_end end;
		int value = 0, r = exec_event(&job, &end, &value);
		if (r < 0)
			return cli_fail(h->c, CLI_LOCAL, "watch.no_program", h->program,
					message_errno(-r), NULL);
		*ret_taken = end == EXEC_TOOK;
		if (*ret_taken || end == EXEC_STOPPED)
			return 0;
		if (!told)
			tell_failure(h, seq, end, value);
		told = true;
		failed += end != EXEC_LATER;
		r = failed < h->tries ? pause_for(h, pause) : 0;
		if (r < 0 || watch_stopped())
			return r;
		pause = 2 * pause < WATCH_EXEC_PAUSE_MAX_SEC ? 2 * pause : WATCH_EXEC_PAUSE_MAX_SEC;
	}
	*ret_taken = true;
	return park(h, seq, text, size);
}

int hand_event(struct hand *h, const struct duban_event *e)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	bool taken = !h->ack;
	int r = line_of(h, e, &text, &size);
	if (r != 0 || h->c->units.away)
		return r;
	r = h->program ? run(h, e->seq, text, size, &taken) : print(h, text, size);
	if (r != 0)
		return r;
	h->handed = e->seq;
	if (taken)
		h->taken = e->seq;
	return 0;
}
