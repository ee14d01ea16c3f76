#include "bus/round/clock_watch.h"

#include <errno.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "proto/limits.h"

/* Smaller steps back are not reported. */
#define STEP_BACK_USEC (10 * USEC_PER_SEC)

void clock_watch_start(struct clock_watch *w, usec_t wall, usec_t boot)
{
	*w = (struct clock_watch){.trusted = wall - boot, .seen = wall - boot};
}

enum clock_move clock_watch_look(struct clock_watch *w, usec_t wall, usec_t boot)
{
	usec_t offset = wall - boot, before = w->seen;
	bool far = offset - w->trusted > CLOCK_JUMP_SEC * USEC_PER_SEC;

	w->seen = offset;
	if (far != w->waiting) {
		w->waiting = far;
		return far ? CLOCK_JUMPED : CLOCK_RETURNED;
	}
	if (!far && offset > w->trusted)
		w->trusted = offset;
	return before - offset > STEP_BACK_USEC ? CLOCK_WENT_BACK : CLOCK_GOES;
}

bool clock_watch_accept(struct clock_watch *w, usec_t wall, usec_t boot)
{
	if (!w->waiting)
		return false;
	clock_watch_start(w, wall, boot);
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
