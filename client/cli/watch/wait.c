#include "client/cli/watch/wait.h"

#include <errno.h>
#include <time.h>

static volatile sig_atomic_t stops;

static void on_signal(int sig)
{
	(void)sig;
	stops++;
}

void watch_hold_signals(sigset_t *ret_open)
{
	sigset_t held;
	struct sigaction action = {.sa_handler = on_signal};
	(void)sigemptyset(&held);
	(void)sigaddset(&held, SIGINT);
	(void)sigaddset(&held, SIGTERM);
	(void)sigprocmask(SIG_BLOCK, &held, ret_open);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
}

int watch_stopped(void)
{
	return stops;
}

int watch_wait(const sigset_t *open, struct pollfd *p, size_t n, int ms, int *ret)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
	int r = ppoll(p, n, ms < 0 ? NULL : &t, open);
	if (r < 0 && errno != EINTR)
		return -errno;
	*ret = r < 0 ? 0 : r;
	return 0;
}
