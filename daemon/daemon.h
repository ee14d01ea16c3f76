/* The daemon: loop, engine, api, bus, clock, watchdog. No globals: a test may fork and run one
 * in a process of its own. */
#pragma once

#include "base/err.h"
#include "config.h"

struct daemon;

/* Opens everything; when it returns 0 the daemon is ready and has said so ("duband ready: ..."
 * on stderr, READY=1 to systemd). What goes wrong is logged here. `c` outlives the daemon. */
int daemon_new(struct daemon **ret, const struct config *c);
struct daemon *daemon_free(struct daemon *d);
DEFINE_CLEANUP(struct daemon *, daemon_free)

/* Until SIGTERM or SIGINT (0), or something failed (< 0, logged): then restart it. */
int daemon_run(struct daemon *d);
