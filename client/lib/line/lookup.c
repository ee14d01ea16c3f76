#include "client/lib/line/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Shared by the caller and the thread that looks up the name; whichever ends last frees it. */
struct errand {
	pthread_mutex_t lock;
	pthread_cond_t done_cond;
	bool done, left; /* left: the caller no longer waits */
	int result;
	char host[LOOKUP_HOST_MAX];
	char number[LOOKUP_NUMBER_MAX];
};

static int look(const char *host, int flags, char ret[LOOKUP_NUMBER_MAX])
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = flags};
	struct addrinfo *list = NULL;
	int r = getaddrinfo(host, NULL, &hints, &list);
	if (r != 0)
		return r;
	r = getnameinfo(list->ai_addr, list->ai_addrlen, ret, LOOKUP_NUMBER_MAX, NULL, 0,
			NI_NUMERICHOST);
	freeaddrinfo(list);
	return r;
}

static void errand_free(struct errand *e)
{
	(void)pthread_cond_destroy(&e->done_cond);
	(void)pthread_mutex_destroy(&e->lock);
	free(e);
}

static void *run(void *errand)
{
	struct errand *e = errand;
	int r = look(e->host, AI_ADDRCONFIG, e->number);
	(void)pthread_mutex_lock(&e->lock);
	e->result = r;
	e->done = true;
	bool left = e->left;
	(void)pthread_cond_signal(&e->done_cond);
	(void)pthread_mutex_unlock(&e->lock);
	if (left)
		errand_free(e);
	return NULL;
}

static struct errand *errand_new(const char *host)
{
	pthread_condattr_t monotonic;
	struct errand *e = calloc(1, sizeof *e);
	if (!e)
		return NULL;
	(void)snprintf(e->host, sizeof e->host, "%s", host);
	(void)pthread_mutex_init(&e->lock, NULL);
	(void)pthread_condattr_init(&monotonic);
	(void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&e->done_cond, &monotonic);
	(void)pthread_condattr_destroy(&monotonic);
	return e;
}

/* Starts the thread detached and with all signals blocked: they go to the caller's threads. */
static int start(struct errand *e)
{
	pthread_t thread;
	pthread_attr_t detached;
	sigset_t all, before;
	(void)pthread_attr_init(&detached);
	(void)pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = pthread_create(&thread, &detached, run, e);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)pthread_attr_destroy(&detached);
	return r;
}

static struct timespec in_ms(int ms)
{
	struct timespec ts;
	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += ms / 1000;
	ts.tv_nsec += (long)(ms % 1000) * 1000000;
	if (ts.tv_nsec >= 1000000000) {
		ts.tv_sec++;
		ts.tv_nsec -= 1000000000;
	}
	return ts;
}

int lookup(const char *host, int timeout_ms, char ret[LOOKUP_NUMBER_MAX])
{
	if (look(host, AI_NUMERICHOST, ret) == 0)
		return 0;
	struct errand *e = errand_new(host);
	if (!e)
		return EAI_MEMORY;
	if (start(e) != 0) {
		errand_free(e);
		return EAI_MEMORY;
	}
	struct timespec until = in_ms(timeout_ms);
	int r = 0;
	(void)pthread_mutex_lock(&e->lock);
	while (!e->done && r != ETIMEDOUT)
		r = pthread_cond_timedwait(&e->done_cond, &e->lock, &until);
	bool done = e->done;
	e->left = !done;
	(void)pthread_mutex_unlock(&e->lock);
	if (!done)
		return LOOKUP_SLOW;
	r = e->result;
	if (r == 0)
		memcpy(ret, e->number, sizeof e->number);
	errand_free(e);
	return r;
}

const char *lookup_error(int r)
{
	return r == LOOKUP_SLOW ? "no name server answers" : gai_strerror(r);
}
