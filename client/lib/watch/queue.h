/* Between the thread that fetches and the caller: a few pages, a failure, and the descriptor
 * that says so.
 *
 * The descriptor is an eventfd whose counter is not 0 exactly while something waits for the
 * caller: both are changed under the same lock, so there is no edge that could be lost. */
#pragma once

#include <pthread.h>

#include "client/lib/watch/page.h"

#define WATCH_PAGES 4

struct watch_queue {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a page was taken, or stop */
	struct watch_page *pages[WATCH_PAGES];
	unsigned count;
	bool waiting;		  /* something in the caller's hands is not delivered yet */
	struct duban_cursor tail; /* all that the filter lets through up to here was queued */
	struct duban_failure failure;
	bool over, stop;
	int event_fd; /* for the caller */
	int stop_fd;  /* for the thread: readable once and for all */
};

int watch_queue_init(struct watch_queue *q);
void watch_queue_done(struct watch_queue *q);

/* The thread's side. put() takes the page, waits while the queue is full; false: stop. */
bool watch_queue_put(struct watch_queue *q, struct watch_page *page);
void watch_queue_fail(struct watch_queue *q, const struct duban_failure *failure, bool over);

/* The caller's side. `ret` gets a page to own, NULL if there is none; < 0: a failure, told once
 * unless the watch is over. `ret_tail` is written when everything was taken. */
int watch_queue_take(struct watch_queue *q, struct watch_page **ret, struct duban_failure *failure);
/* Is there more in the page that the caller has? Keeps the descriptor readable. */
void watch_queue_waiting(struct watch_queue *q, bool waiting);
/* The tail, if no page is queued. */
bool watch_queue_tail(struct watch_queue *q, struct duban_cursor *ret);
void watch_queue_stop(struct watch_queue *q);
