/* Waiting that a signal ends. SIGINT and SIGTERM are held back except while something here waits,
 * so that none is missed between a look at watch_stopped() and the wait. */
#pragma once

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* Call once, before threads are made. *ret_open: the mask of before, for programs that are run. */
void watch_hold_signals(sigset_t *ret_open);
/* How often a signal asked to stop: a second one means at once. */
int watch_stopped(void);

/* Waits for one of the descriptors or a signal, up to `ms` (-1 = without limit). *ret: how many are
 * ready; 0: the time is over or a signal came. 0 or -errno. */
int watch_wait(const sigset_t *open, struct pollfd *p, size_t n, int ms, int *ret);
