/* The daemon: creates the event loop, engine, api, bus, timekeeper and watchdog and connects
 * them. It has no globals, so a test can fork and run one in a child process. */
#pragma once

#include "base/err.h"
#include "config.h"

struct daemon;

/* Opens everything. When it returns 0 the daemon is ready and has reported it ("duband ready:
 * ..." on stderr, READY=1 to systemd). Failures are logged here. `c` must outlive the daemon. */
int daemon_new(struct daemon **ret, const struct config *c);
struct daemon *daemon_free(struct daemon *d);
DEFINE_CLEANUP(struct daemon *, daemon_free)

/* Runs until SIGTERM or SIGINT (returns 0) or a fatal error (< 0, logged). After an error the
 * process must exit and be restarted. */
int daemon_run(struct daemon *d);
