/* Listening sockets, bound here or passed by systemd. ZeroMQ gets a duplicate of the descriptor
 * (ZMQ_USE_FD). Because the original stays open, a ZeroMQ socket can be closed and replaced
 * without losing the port; meanwhile new connections queue in the kernel. */
#pragma once

#include <stddef.h>

#include "base/err.h"

#define ENDPOINT_MAX 256

/* Binds to `endpoint` and listens: "tcp://127.0.0.1:7701", "tcp://[::1]:7701" or "ipc:///path"
 * (socket file of mode 0600). The address * means all addresses, port 0 any free port. On failure
 * *ret_fault (static text) says why. */
int listener_open(const char *endpoint, int *ret_fd, const char **ret_fault);

/* The sockets that systemd passed; -1 where there is none. They are told apart by name ("commands",
 * "feed"), else by order: commands first, then the feed. Removes systemd's variables from the
 * environment. */
int listener_from_systemd(int *ret_commands, int *ret_feed);

/* The endpoint that fd is bound to: "tcp://0.0.0.0:7701". Returns buf. */
char *listener_name(int fd, char buf[ENDPOINT_MAX]);
/* The same for a connection file, with `host` in place of the address unless `host` is NULL. */
char *listener_announce(int fd, const char *host, char buf[ENDPOINT_MAX]);
