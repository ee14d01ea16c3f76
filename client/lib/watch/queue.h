/* The queue between the thread that fetches and the caller: some pages, a failure, and the
 * descriptor that tells the caller about them.
 *
 * The descriptor is an eventfd whose counter is non-zero exactly while something waits for the
 * caller. The counter and the queue change under the same lock, so no wakeup is lost. */
#pragma once

#include <pthread.h>

#include "client/lib/watch/page.h"

#define WATCH_PAGES 4

struct watch_queue {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* signalled when a page was taken, or to stop */
	struct watch_page *pages[WATCH_PAGES];
	unsigned count;
	bool waiting;		  /* the page that the caller holds has undelivered events */
	struct duban_cursor tail; /* every matching event up to here has been queued */
	struct duban_failure failure;
	bool over, stop;
	int event_fd; /* polled by the caller */
	int stop_fd;  /* polled by the thread; stays readable once it is set */
};

int watch_queue_init(struct watch_queue *q);
void watch_queue_done(struct watch_queue *q);

/* For the thread. put() takes over the page and waits while the queue is full; false: stop. */
bool watch_queue_put(struct watch_queue *q, struct watch_page *page);
void watch_queue_fail(struct watch_queue *q, const struct duban_failure *failure, bool over);

/* For the caller. `ret` gets a page that the caller owns, or NULL if there is none. < 0: a failure,
 * returned once, or every time if the watch is over. */
int watch_queue_take(struct watch_queue *q, struct watch_page **ret, struct duban_failure *failure);
/* `waiting` true: the caller's page has more events, so the descriptor stays readable. */
void watch_queue_waiting(struct watch_queue *q, bool waiting);
/* Copies the tail and returns true if no page is queued or being delivered. */
bool watch_queue_tail(struct watch_queue *q, struct duban_cursor *ret);
void watch_queue_stop(struct watch_queue *q);
