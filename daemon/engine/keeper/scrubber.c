#include "engine/keeper/scrubber.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include "base/child.h"
#include "engine/core/engine.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/scrub.h"

enum { LINE_MAX_BYTES = 512, STEPS_A_SECOND_MAX = 4096 };

struct scrubber {
	struct engine *engine;
	char *dir, *program;
	size_t steps; /* SCRUB_STEPs a second */
	usec_t after, every;
	usec_t due; /* monotonic; 0: not known yet */
	int epoll_fd;
	struct child_process child;
	bool done; /* the line `done` came */
	char line[LINE_MAX_BYTES];
	size_t n_line;
	struct scrub_state state;
};

static int watch(struct scrubber *s, int fd)
{
	struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};

	return epoll_ctl(s->epoll_fd, EPOLL_CTL_ADD, fd, &e) < 0 ? -errno : 0;
}

static int start(struct scrubber *s, bool paced)
{
	char *argv[] = {s->program, (char *)(uintptr_t)(paced ? "--scrub-paced" : "--scrub"),
			(char *)(uintptr_t) "--data", s->dir, NULL};
	int r;

	child_done(&s->child); /* its descriptors leave epoll_fd with it */
	s->done = false;
	s->n_line = 0;
	s->state = (struct scrub_state){
	    .began_at = engine_now(s->engine), .running = true, .asked = !paced};
	r = child_start(&s->child, argv, paced);
	if (!r)
		r = watch(s, s->child.out_fd);
	if (!r)
		r = watch(s, s->child.pid_fd);
	if (!r) {
		engine_damage_scrub_began(s->engine);
		return 0;
	}
	child_done(&s->child);
	s->state.running = false;
	s->state.broken_off = true;
	s->state.ended_at = engine_now(s->engine);
	(void)snprintf(s->state.fault, sizeof s->state.fault, "cannot run %s: %s", s->program,
		       strerror(-r));
	return r;
}

int scrubber_now(struct scrubber *s)
{
	return start(s, false);
}

/* What the last second allowed must have been taken before more is given: a disk that is slow now
 * is not to be read all the faster later. */
static void give(struct scrubber *s)
{
	static const char tokens[STEPS_A_SECOND_MAX];
	int left = 0;

	if (s->child.in_fd < 0 || ioctl(s->child.in_fd, FIONREAD, &left) < 0 || left > 0)
		return;
	(void)!write(s->child.in_fd, tokens, s->steps);
}

void scrubber_second(struct scrubber *s, usec_t mono)
{
	if (!s->due)
		s->due = mono + s->after;
	if (!s->state.running && mono >= s->due) {
		s->due = mono + s->every;
		/* status tells it if it does not run */
		(void)start(s, true);
	}
	give(s);
}

/* ---- its lines */

static void take_line(struct scrubber *s)
{
	char file[DAMAGED_FILE_MAX], what[DAMAGED_WHAT_MAX];
	uint64_t offset;

	_Static_assert(DAMAGED_FILE_MAX == 96 && DAMAGED_WHAT_MAX == 64, "the widths below");
	if (sscanf(s->line, "damage\t%95[^\t]\t%" SCNu64 "\t%63[^\t]", file, &offset, what) == 3) {
		engine_note_damage(s->engine, file, offset, what);
		s->state.found++;
	} else if (sscanf(s->line, "done\t%" SCNu64, &s->state.bytes) == 1) {
		s->done = true;
	} else if (sscanf(s->line, "read\t%" SCNu64 "\t%" SCNu64, &s->state.bytes,
			  &s->state.of_bytes) != 2) {
		(void)snprintf(s->state.fault, sizeof s->state.fault, "%.250s", s->line);
	}
}

static void take(struct scrubber *s, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] != '\n' && s->n_line < sizeof s->line - 1) {
			s->line[s->n_line++] = text[i];
		} else if (text[i] == '\n') {
			s->line[s->n_line] = '\0';
			take_line(s);
			s->n_line = 0;
		}
	}
}

static int take_output(struct scrubber *s)
{
	char text[4096];
	size_t n;
	int r;

	do {
		r = child_read(&s->child, text, sizeof text, &n);
		if (!r)
			take(s, text, n);
	} while (!r && n > 0);
	return r;
}

static void end(struct scrubber *s, int status)
{
	child_done(&s->child);
	s->state.running = false;
	s->state.ended_at = engine_now(s->engine);
	s->state.broken_off = !s->done;
	if (s->done) {
		engine_damage_scrub_ended(s->engine);
		s->state.of_bytes = s->state.bytes;
	} else if (WIFSIGNALED(status)) {
		(void)snprintf(s->state.fault, sizeof s->state.fault, "it was ended by signal %d",
			       WTERMSIG(status));
	}
}

int scrubber_fd(const struct scrubber *s)
{
	return s->epoll_fd;
}

int scrubber_dispatch(struct scrubber *s, bool *ret_ended)
{
	int status, r;

	*ret_ended = false;
	r = take_output(s);
	if (r || !child_ended(&s->child, &status))
		return r;
	r = take_output(s); /* what it wrote before it ended */
	end(s, status);
	*ret_ended = true;
	return r;
}

const struct scrub_state *scrubber_state(const struct scrubber *s)
{
	return &s->state;
}

bool scrubber_fine(const struct scrubber *s)
{
	return !s->state.broken_off && engine_damage_count(s->engine) == 0;
}

char *scrubber_text(const struct scrubber *s)
{
	const struct damage *d;
	size_t n = engine_damages(s->engine, &d);
	char *text = NULL;
	int r;

	if (s->state.broken_off)
		r = asprintf(&text, "the scrub was broken off after %" PRIu64 " bytes: %s",
			     s->state.bytes, s->state.fault);
	else if (n == 0)
		r = asprintf(&text, "scrubbed %" PRIu64 " bytes: nothing is damaged",
			     s->state.bytes);
	else
		r = asprintf(&text,
			     "scrubbed %" PRIu64 " bytes: damaged places: %zu; the first is %s at "
			     "offset %" PRIu64 " (%s)",
			     s->state.bytes, engine_damage_count(s->engine), d[0].file, d[0].offset,
			     d[0].what);
	return r < 0 ? NULL : text;
}

int scrubber_new(struct scrubber **ret, const struct scrubber_config *c)
{
	_cleanup_(scrubber_freep) struct scrubber *s = calloc(1, sizeof *s);

	if (!s)
		return -ENOMEM;
	s->engine = c->engine;
	s->child = CHILD_NONE;
	s->after = c->after;
	s->every = c->every;
	s->steps = c->rate < SCRUB_STEP ? 1 : (size_t)(c->rate / SCRUB_STEP);
	if (s->steps > STEPS_A_SECOND_MAX)
		s->steps = STEPS_A_SECOND_MAX;
	s->dir = strdup(c->dir);
	s->program = strdup(c->program);
	s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (!s->dir || !s->program)
		return -ENOMEM;
	if (s->epoll_fd < 0)
		return -errno;
	*ret = TAKE_PTR(s);
	return 0;
}

struct scrubber *scrubber_free(struct scrubber *s)
{
	if (!s)
		return NULL;
	child_done(&s->child);
	closep(&s->epoll_fd);
	free(s->dir);
	free(s->program);
	free(s);
	return NULL;
}
