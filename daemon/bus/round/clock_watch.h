/* Decides whether logical time may follow the wall clock. Within one boot the wall clock is
 * compared with CLOCK_BOOTTIME, which cannot be set: when it has gained more than CLOCK_JUMP_SEC,
 * also while the daemon was down, time stands still until somebody accepts it or the clock is set
 * back. After another boot it is compared with the last record: if it is further ahead than that,
 * NTP's word or an operator's is needed. A clock outside the bounds of the options clock-floor and
 * clock-ceiling is believed on nobody's word. A clock that is set back needs no treatment: logical
 * time never decreases, so it stands still until the clock has caught up. Reads no clock; the
 * caller passes both. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"

enum clock_move { CLOCK_GOES, CLOCK_HELD, CLOCK_RETURNED, CLOCK_CONFIRMED, CLOCK_WENT_BACK };

struct clock_watch {
	usec_t floor_at,
	    ceiling_at;	      /* the first believable instant, the first that is not; 0: no bound */
	bool (*synced)(void); /* asked after another boot: does NTP vouch for the clock? */
	usec_t trusted;	      /* the largest (wall - boot) that logical time has followed */
	usec_t seen;	      /* the last (wall - boot) */
	bool other_boot;      /* `trusted` is that of the last record, not measured in this boot */
	Duban__ClockHold hold; /* set: logical time must not follow the wall clock */
};

/* The bounds, `synced` and `other_boot` are set by the caller; time has followed the wall clock up
 * to this (wall - boot). */
void clock_watch_start(struct clock_watch *w, usec_t trusted);
/* Call once per iteration of the loop; returns what happened since the last call. */
enum clock_move clock_watch_look(struct clock_watch *w, usec_t wall, usec_t boot);
/* Accepts a jump as the right time. False: there was none that can be accepted. */
bool clock_watch_accept(struct clock_watch *w, usec_t wall, usec_t boot);

/* A descriptor that becomes readable when the clock is set; then call clock_watch_arm() again. */
int clock_watch_fd(void);
int clock_watch_arm(int fd);
