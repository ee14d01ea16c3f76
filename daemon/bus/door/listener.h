/* Listening sockets of our own: made from an endpoint or handed over by systemd, then lent to
 * ZeroMQ (ZMQ_USE_FD) as a copy. Because the original stays ours, a door can be closed and
 * opened again without losing its port, and callers queue in the kernel meanwhile. */
#pragma once

#include <stddef.h>

#include "base/err.h"

#define ENDPOINT_MAX 256

/* "tcp://127.0.0.1:7701", "tcp://[::1]:7701", "ipc:///path" (mode
 * 0600); a * as the address is any, port 0 any free one. Bound and listening. On failure *ret_fault
 * says why, for people (static text). */
int listener_open(const char *endpoint, int *ret_fd, const char **ret_fault);

/* What systemd passed: -1 where there is none. By name ("commands", "feed"), else by order:
 * the first is the door of commands, the second the feed. Takes them out of the environment. */
int listener_from_systemd(int *ret_commands, int *ret_feed);

/* Where it listens: "tcp://0.0.0.0:7701". Returns buf. */
char *listener_name(int fd, char buf[ENDPOINT_MAX]);
/* The same for a connection file: with `host` in place of the address, unless that is NULL. */
char *listener_announce(int fd, const char *host, char buf[ENDPOINT_MAX]);
