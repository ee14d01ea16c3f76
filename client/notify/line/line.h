/* The way to the daemon: one connection, used by one thread of its own, because libduban's calls
 * wait. Work is queued from the event loop and its end comes back there. A job that fails was not
 * done, or nobody knows: whoever queued it repeats it, a command under its request id. */
#pragma once

#include <systemd/sd-event.h>

#include "duban.h"

struct daemon_line;

/* On the line's thread: uses the connection; the result is passed on. */
typedef int line_work_fn(struct duban *d, void *job);
/* On the loop: `failure` says why `r` is an error of duban/error.h, else NULL. Owns `job` again. */
typedef void line_done_fn(void *userdata, void *job, int r, const struct duban_failure *failure);

struct line_options {
	sd_event *event;
	const char *connection, *data; /* one of the two */
	void *userdata;		       /* of all line_done_fn */
};

int line_open(const struct line_options *options, struct daemon_line **ret);
/* NULL-safe. Waits for the call that is under way; jobs that are not done are dropped, each by
 * `drop` if that is not NULL. */
struct daemon_line *line_close(struct daemon_line *l, void (*drop)(void *job));
/* False: LINE_JOBS_MAX are queued already, or no memory; the job stays the caller's. */
bool line_add(struct daemon_line *l, void *job, line_work_fn *work, line_done_fn *done);
