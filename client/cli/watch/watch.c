/* Events as they happen (跟看), without a gap, one per line; JSON for programs. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/watch/line.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

#define ACK_EVERY 256 /* events; each acknowledgement costs a disk sync */

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

struct watching {
	struct cli *c;
	struct duban_watch *w;
	sigset_t open; /* signal mask while waiting; otherwise signals are blocked */
	uint64_t last; /* last event printed */
	unsigned unacknowledged;
	uint32_t left; /* of --count; 0 = no limit */
	int wait_ms;   /* -1 = no limit */
};

/* Blocks the signals except while waiting, so that none is missed between the check of `stop` and
 * the wait. */
static void hold_signals(sigset_t *ret_open)
{
	sigset_t held;
	struct sigaction action = {.sa_handler = on_signal};
	(void)sigemptyset(&held);
	(void)sigaddset(&held, SIGINT);
	(void)sigaddset(&held, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &held, ret_open);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
}

static int acknowledge(struct watching *w)
{
	if (w->unacknowledged == 0)
		return 0;
	int r = duban_watch_ack(w->w, w->last);
	w->unacknowledged = 0;
	return r < 0 ? cli_failure(w->c, r, duban_watch_failure(w->w)) : 0;
}

/* Only an event that left our buffer may be acknowledged: otherwise it would be lost if dubanctl is
 * killed. */
static int put_event(struct watching *w, const struct duban_event *e)
{
	int r = w->c->json ? watch_line_json(w->c, e) : watch_line_text(w->c, e);
	if (r != 0)
		return r;
	if (fflush(stdout) != 0)
		return cli_fail(w->c, CLI_LOCAL, "cli.system", message_errno(errno), NULL);
	w->last = e->seq;
	return ++w->unacknowledged >= ACK_EVERY ? acknowledge(w) : 0;
}

/* Waits for events. *ret_over: the time is over or a signal came. */
static int wait_for(struct watching *w, bool *ret_over)
{
	struct pollfd p = {.fd = duban_watch_fd(w->w), .events = POLLIN};
	struct timespec t = {.tv_sec = w->wait_ms / 1000,
			     .tv_nsec = (long)(w->wait_ms % 1000) * 1000000};
	int n = ppoll(&p, 1, w->wait_ms < 0 ? NULL : &t, &w->open);
	if (n < 0 && errno != EINTR)
		return -errno;
	*ret_over = n == 0 || stop;
	return 0;
}

static int loop(struct watching *w)
{
	bool over = false;
	while (!over && !stop) {
		const struct duban_event *e;
		int n = duban_watch_next(w->w, 0, &e);
		if (n < 0)
			return cli_failure(w->c, n, duban_watch_failure(w->w));
		int r = n > 0 ? put_event(w, e) : acknowledge(w);
		if (r != 0)
			return r;
		if (n > 0 && w->left > 0 && --w->left == 0)
			break;
		if (n == 0)
			r = wait_for(w, &over);
		if (r != 0)
			return r;
	}
	return acknowledge(w);
}

/* Splits "yellow,red" or 黄灯,红灯 into canonical words of the table; changes `text`. */
static size_t split(char *text, const char *table, const char **ret, size_t max)
{
	size_t n = 0;
	char *save = NULL;
	for (char *s = strtok_r(text, ",", &save); s && n < max; s = strtok_r(NULL, ",", &save))
		ret[n++] = message_word(table, s);
	return n;
}

static int start_of(struct cli *c, enum duban_watch_start *ret)
{
	const char *from = cli_option(c, "from");
	from = from ? message_word("place", from) : NULL;
	if (!from || strcmp(from, "now") == 0)
		*ret = DUBAN_FROM_NOW;
	else if (strcmp(from, "start") == 0)
		*ret = DUBAN_FROM_START;
	else
		return cli_fail(c, CLI_USAGE, "usage.from", from, NULL);
	return 0;
}

static int limits_of(struct cli *c, struct watching *w)
{
	uint32_t seconds = 0;
	w->wait_ms = -1;
	int r = cli_number(c, "count", 1000000000, &w->left);
	if (r == 0)
		r = cli_number(c, "idle", 1000000, &seconds);
	if (r == 0 && cli_option(c, "idle"))
		w->wait_ms = (int)(seconds * 1000);
	return r;
}

static int watch(struct cli *c, const struct duban_watch_options *o)
{
	const struct json_names *names;
	struct watching w = {.c = c};
	int r = limits_of(c, &w);
	if (r != 0)
		return r;
	hold_signals(&w.open);
	r = cli_names(c, NULL, &names);
	if (r != 0)
		return r;
	r = duban_watch_open(c->d, o, &w.w);
	if (r < 0)
		return cli_failure(c, r, duban_failure(c->d));
	r = loop(&w);
	duban_watch_close(w.w);
	return r;
}

static int run_watch(struct cli *c)
{
	const char *kinds[FILTER_KINDS_MAX], *levels[4];
	_cleanup_free_ char *kind = strdup(cli_loose(cli_option(c, "kind")));
	_cleanup_free_ char *level = strdup(cli_loose(cli_option(c, "level")));
	struct duban_watch_options o = {.cursor_file = cli_option(c, "cursor")};
	if (!kind || !level)
		return -ENOMEM;
	o.filter = (struct duban_filter){.kinds = kinds,
					 .n_kinds = split(kind, "kind", kinds, FILTER_KINDS_MAX),
					 .levels = levels,
					 .n_levels = split(level, "level", levels, 4),
					 .unit = cli_option(c, "unit"),
					 .project = cli_option(c, "project")};
	int r = start_of(c, &o.start);
	if (r == 0)
		r = watch(c, &o);
	c->reply = NULL;
	return r;
}

static const struct verb_option watch_options[] = {
    {"kind", "KIND,KIND", "only these kinds: warning_raised,warning_cleared"},
    {"level", "LEVEL,LEVEL", "only these levels: note, yellow, red"},
    {"unit", "UNIT", "of this unit and all units below it, including those made later"},
    {"project", "CODE", "of this project"},
    {"cursor", "FILE", "begin after the last event recorded in this file; created if missing"},
    {"from", "start|now", "where to begin without a cursor; now if not given"},
    {"count", "N", "end after N events"},
    {"idle", "SECONDS", "end when no event came for this long"},
    {},
};

VERB(watch, .noun = "watch", .args = "", .options = watch_options, .requests = "fetch",
     .help = "print events as they happen (实时事件), without a gap", .run = run_watch);
