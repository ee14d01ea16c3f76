#include "client/lib/watch/queue.h"

#include <string.h>
#include <sys/eventfd.h>

#include "client/lib/core/failure.h"

int watch_queue_init(struct watch_queue *q)
{
	*q = (struct watch_queue){.event_fd = -1, .stop_fd = -1};
	(void)pthread_mutex_init(&q->lock, NULL);
	(void)pthread_cond_init(&q->changed, NULL);
	q->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	q->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return q->event_fd < 0 || q->stop_fd < 0 ? DUBAN_E_SYSTEM : 0;
}

void watch_queue_done(struct watch_queue *q)
{
	for (unsigned i = 0; i < q->count; i++)
		watch_page_free(q->pages[i]);
	closep(&q->event_fd);
	closep(&q->stop_fd);
	(void)pthread_cond_destroy(&q->changed);
	(void)pthread_mutex_destroy(&q->lock);
}

/* Makes the descriptor readable or not. Called with the lock held, after each change. */
static void show(struct watch_queue *q)
{
	eventfd_t value;
	if (q->count > 0 || q->waiting || q->failure.error < 0)
		(void)eventfd_write(q->event_fd, 1);
	else
		(void)eventfd_read(q->event_fd, &value);
}

/* An empty page only moves the tail; it does not wake the caller. */
bool watch_queue_put(struct watch_queue *q, struct watch_page *page)
{
	(void)pthread_mutex_lock(&q->lock);
	while (!q->stop && page->count > 0 && q->count == WATCH_PAGES)
		(void)pthread_cond_wait(&q->changed, &q->lock);
	bool going = !q->stop;
	if (going) {
		q->tail = page->after;
		if (page->count > 0)
			q->pages[q->count++] = TAKE_PTR(page);
		show(q);
	}
	(void)pthread_mutex_unlock(&q->lock);
	watch_page_free(page);
	return going;
}

void watch_queue_fail(struct watch_queue *q, const struct duban_failure *failure, bool over)
{
	(void)pthread_mutex_lock(&q->lock);
	q->failure = *failure;
	q->over = over;
	show(q);
	(void)pthread_mutex_unlock(&q->lock);
}

/* Pages are returned before the failure that came after them. */
int watch_queue_take(struct watch_queue *q, struct watch_page **ret, struct duban_failure *failure)
{
	int r = 0;
	*ret = NULL;
	(void)pthread_mutex_lock(&q->lock);
	if (q->count > 0) {
		*ret = q->pages[0];
		q->count--;
		memmove(q->pages, q->pages + 1, q->count * sizeof *q->pages);
		q->waiting = true;
		(void)pthread_cond_signal(&q->changed);
	} else if (q->failure.error < 0) {
		r = q->failure.error;
		*failure = q->failure;
		if (!q->over)
			failure_clear(&q->failure);
	}
	show(q);
	(void)pthread_mutex_unlock(&q->lock);
	return r;
}

void watch_queue_waiting(struct watch_queue *q, bool waiting)
{
	(void)pthread_mutex_lock(&q->lock);
	q->waiting = waiting;
	show(q);
	(void)pthread_mutex_unlock(&q->lock);
}

bool watch_queue_tail(struct watch_queue *q, struct duban_cursor *ret)
{
	(void)pthread_mutex_lock(&q->lock);
	bool empty = q->count == 0 && !q->waiting;
	if (empty)
		*ret = q->tail;
	(void)pthread_mutex_unlock(&q->lock);
	return empty;
}

void watch_queue_stop(struct watch_queue *q)
{
	(void)pthread_mutex_lock(&q->lock);
	q->stop = true;
	(void)eventfd_write(q->stop_fd, 1);
	(void)pthread_cond_signal(&q->changed);
	(void)pthread_mutex_unlock(&q->lock);
}
