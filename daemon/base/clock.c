#include "base/clock.h"

#include <sys/timex.h>
#include <time.h>

static usec_t ask(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (usec_t)ts.tv_sec * USEC_PER_SEC + ts.tv_nsec / 1000;
}

usec_t clock_now(void)
{
	return ask(CLOCK_REALTIME);
}

usec_t clock_monotonic(void)
{
	return ask(CLOCK_MONOTONIC);
}

usec_t clock_boottime(void)
{
	return ask(CLOCK_BOOTTIME);
}

bool clock_synced(void)
{
	struct timex t = {.modes = 0};
	int state = adjtimex(&t);

	/* setting the clock by hand clears it; refused by a sandbox: not known */
	return state >= 0 && state != TIME_ERROR && !(t.status & STA_UNSYNC);
}
