/* Does the wall clock go, or does it jump? It is compared with the clock that nobody sets
 * (BOOTTIME). Gaining more than CLOCK_JUMP_SEC at once is a jump: logical time waits until
 * somebody accepts it, or until the clock is set back. Going back needs no rule: logical time
 * stands still by itself. Pure; the instants come in. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"

enum clock_move { CLOCK_GOES, CLOCK_JUMPED, CLOCK_RETURNED, CLOCK_WENT_BACK };

struct clock_watch {
	usec_t trusted; /* the largest wall - boot that was followed */
	usec_t seen;	/* the last one */
	bool waiting;
};

void clock_watch_start(struct clock_watch *w, usec_t wall, usec_t boot);
/* Once a turn: what is new. While w->waiting logical time must not follow. */
enum clock_move clock_watch_look(struct clock_watch *w, usec_t wall, usec_t boot);
/* False: nothing waits. */
bool clock_watch_accept(struct clock_watch *w, usec_t wall, usec_t boot);

/* A descriptor that wakes the loop when somebody sets the clock; arm it again each time. */
int clock_watch_fd(void);
int clock_watch_arm(int fd);
