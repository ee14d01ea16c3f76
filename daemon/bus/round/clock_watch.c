#include "bus/round/clock_watch.h"

#include <errno.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "proto/limits.h"

/* Smaller steps back are not reported. */
#define STEP_BACK_USEC (10 * USEC_PER_SEC)

#define HOLD(reason) DUBAN__CLOCK_HOLD__CLOCK_HOLD_##reason

void clock_watch_start(struct clock_watch *w, usec_t trusted)
{
	w->trusted = w->seen = trusted;
	w->hold = HOLD(INVALID);
}

static Duban__ClockHold reason_of(const struct clock_watch *w, usec_t wall, usec_t boot)
{
	if (wall < w->floor_at)
		return HOLD(FLOOR);
	if (w->ceiling_at && wall >= w->ceiling_at)
		return HOLD(CEILING);
	if (wall - boot - w->trusted <= CLOCK_JUMP_SEC * USEC_PER_SEC)
		return HOLD(INVALID);
	return w->other_boot ? HOLD(START) : HOLD(JUMP);
}

static void follow(struct clock_watch *w, usec_t offset)
{
	w->trusted = offset;
	w->other_boot = false;
	w->hold = HOLD(INVALID);
}

enum clock_move clock_watch_look(struct clock_watch *w, usec_t wall, usec_t boot)
{
	usec_t offset = wall - boot, before = w->seen;
	Duban__ClockHold hold = reason_of(w, wall, boot), was = w->hold;

	w->seen = offset;
	if (hold == HOLD(START) && w->synced && w->synced()) {
		follow(w, offset);
		return CLOCK_CONFIRMED;
	}
	w->hold = hold;
	if (hold)
		return hold == was ? CLOCK_GOES : CLOCK_HELD;
	if (offset >= w->trusted)
		follow(w, offset);
	if (was)
		return CLOCK_RETURNED;
	return before - offset > STEP_BACK_USEC ? CLOCK_WENT_BACK : CLOCK_GOES;
}

bool clock_watch_accept(struct clock_watch *w, usec_t wall, usec_t boot)
{
	Duban__ClockHold hold = reason_of(w, wall, boot);

	if (!w->hold || (hold != HOLD(JUMP) && hold != HOLD(START)))
		return false;
	w->seen = wall - boot;
	follow(w, wall - boot);
	return true;
}

int clock_watch_fd(void)
{
	int fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC), r;

	if (fd < 0)
		return -errno;
	r = clock_watch_arm(fd);
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	return fd;
}

int clock_watch_arm(int fd)
{
	/* far in the future: the timer serves only to be cancelled when the clock is set */
	const struct itimerspec far = {.it_value.tv_sec = INT32_MAX * 2LL};
	uint64_t unused;
	int r = -ECANCELED;

	/* if the clock is set between the two calls, timerfd_settime() fails with ECANCELED */
	for (int i = 0; r == -ECANCELED && i < 10; i++) {
		(void)!read(fd, &unused, sizeof unused);
		r = timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far, NULL) < 0
			? -errno
			: 0;
	}
	return r;
}
