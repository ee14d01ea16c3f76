/* Detects jumps of the wall clock by comparing it with CLOCK_BOOTTIME, which cannot be set. When
 * the wall clock gains more than CLOCK_JUMP_SEC at once, logical time stops until somebody accepts
 * the jump or the clock is set back. A clock that is set back needs no treatment: logical time
 * never decreases, so it stands still until the clock has caught up. Reads no clock; the caller
 * passes both. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"

enum clock_move { CLOCK_GOES, CLOCK_JUMPED, CLOCK_RETURNED, CLOCK_WENT_BACK };

struct clock_watch {
	usec_t trusted; /* the largest (wall - boot) that logical time has followed */
	usec_t seen;	/* the last (wall - boot) */
	bool waiting;	/* after a jump: logical time must not follow the wall clock */
};

void clock_watch_start(struct clock_watch *w, usec_t wall, usec_t boot);
/* Call once per iteration of the loop; returns what happened since the last call. */
enum clock_move clock_watch_look(struct clock_watch *w, usec_t wall, usec_t boot);
/* Accepts a jump as the right time. False: there was none to accept. */
bool clock_watch_accept(struct clock_watch *w, usec_t wall, usec_t boot);

/* A descriptor that becomes readable when the clock is set; then call clock_watch_arm() again. */
int clock_watch_fd(void);
int clock_watch_arm(int fd);
