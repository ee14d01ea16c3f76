#include "client/notify/line/line.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "client/notify/limits.h"
#include "proto/cleanup.h"

struct line_item {
	void *job;
	line_work_fn *work;
	line_done_fn *done;
	int r;
	struct duban_failure failure;
	struct line_item *next;
};

struct line_queue {
	struct line_item *first, **last;
};

struct daemon_line {
	struct line_options options;
	pthread_t thread;
	bool running;
	pthread_mutex_t lock;
	pthread_cond_t more;
	bool stop;
	unsigned queued;
	struct line_queue todo, over; /* the rest of the struct: under the lock */
	int fd;			      /* eventfd: something is over */
	sd_event_source *source;
};

static void queue_put(struct line_queue *q, struct line_item *item)
{
	item->next = NULL;
	*q->last = item;
	q->last = &item->next;
}

static struct line_item *queue_take(struct line_queue *q)
{
	struct line_item *item = q->first;

	if (item) {
		q->first = item->next;
		if (!q->first)
			q->last = &q->first;
	}
	return item;
}

/* ---- the thread */

static void item_over(struct daemon_line *l, struct line_item *item)
{
	(void)pthread_mutex_lock(&l->lock);
	queue_put(&l->over, item);
	(void)pthread_mutex_unlock(&l->lock);
	(void)eventfd_write(l->fd, 1);
}

static struct line_item *item_wait(struct daemon_line *l)
{
	struct line_item *item = NULL;

	(void)pthread_mutex_lock(&l->lock);
	while (!l->stop && !(item = queue_take(&l->todo)))
		(void)pthread_cond_wait(&l->more, &l->lock);
	(void)pthread_mutex_unlock(&l->lock);
	return item;
}

/* All that wait fail with it: each would only try the same connection again. */
static void fail_all(struct daemon_line *l, const struct duban_failure *failure, int r)
{
	struct line_item *item;

	(void)pthread_mutex_lock(&l->lock);
	while ((item = queue_take(&l->todo))) {
		item->r = r;
		item->failure = *failure;
		queue_put(&l->over, item);
	}
	(void)pthread_mutex_unlock(&l->lock);
}

static int connect_line(struct daemon_line *l, struct duban **ret, struct duban_failure *failure)
{
	struct duban_options o = {.connection_file = l->options.connection,
				  .data_dir = l->options.data,
				  .call_timeout_ms = LINE_CALL_MS,
				  .failure = failure};

	return duban_open(&o, ret);
}

static void *line_main(void *userdata)
{
	struct daemon_line *l = userdata;
	struct line_item *item;
	struct duban *d = NULL;

	while ((item = item_wait(l))) {
		item->r = d ? 0 : connect_line(l, &d, &item->failure);
		if (item->r == 0) {
			item->r = item->work(d, item->job);
			if (item->r < 0)
				item->failure = *duban_failure(d);
		} else {
			fail_all(l, &item->failure, item->r);
		}
		item_over(l, item);
	}
	duban_close(d);
	return NULL;
}

/* ---- the loop */

static int on_over(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	struct daemon_line *l = userdata;
	struct line_queue over = {.first = NULL};
	struct line_item *item;
	eventfd_t n;

	(void)source;
	(void)events;
	(void)eventfd_read(fd, &n);
	over.last = &over.first;
	(void)pthread_mutex_lock(&l->lock);
	while ((item = queue_take(&l->over))) {
		l->queued--;
		queue_put(&over, item);
	}
	(void)pthread_mutex_unlock(&l->lock);
	while ((item = queue_take(&over))) {
		item->done(l->options.userdata, item->job, item->r,
			   item->r < 0 ? &item->failure : NULL);
		free(item);
	}
	return 0;
}

bool line_add(struct daemon_line *l, void *job, line_work_fn *work, line_done_fn *done)
{
	struct line_item *item = calloc(1, sizeof *item);
	bool room;

	if (!item)
		return false;
	*item = (struct line_item){.job = job, .work = work, .done = done};
	(void)pthread_mutex_lock(&l->lock);
	room = l->queued < LINE_JOBS_MAX;
	if (room) {
		l->queued++;
		queue_put(&l->todo, item);
		(void)pthread_cond_signal(&l->more);
	}
	(void)pthread_mutex_unlock(&l->lock);
	if (!room)
		free(item);
	return room;
}

static void drop_all(struct line_queue *q, void (*drop)(void *job))
{
	struct line_item *item;

	while ((item = queue_take(q))) {
		if (drop)
			drop(item->job);
		free(item);
	}
}

struct daemon_line *line_close(struct daemon_line *l, void (*drop)(void *job))
{
	if (!l)
		return NULL;
	(void)pthread_mutex_lock(&l->lock);
	l->stop = true;
	(void)pthread_cond_signal(&l->more);
	(void)pthread_mutex_unlock(&l->lock);
	if (l->running)
		(void)pthread_join(l->thread, NULL);
	drop_all(&l->todo, drop);
	drop_all(&l->over, drop);
	sd_event_source_disable_unref(l->source);
	if (l->fd >= 0)
		(void)close(l->fd);
	(void)pthread_cond_destroy(&l->more);
	(void)pthread_mutex_destroy(&l->lock);
	free(l);
	return NULL;
}

int line_open(const struct line_options *options, struct daemon_line **ret)
{
	struct daemon_line *l = calloc(1, sizeof *l);
	int r;

	if (!l)
		return -ENOMEM;
	l->options = *options;
	l->todo.last = &l->todo.first;
	l->over.last = &l->over.first;
	(void)pthread_mutex_init(&l->lock, NULL);
	(void)pthread_cond_init(&l->more, NULL);
	l->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = l->fd < 0 ? -errno : 0;
	r = r ? r : sd_event_add_io(options->event, &l->source, l->fd, POLLIN, on_over, l);
	r = r < 0 ? r : sd_event_source_set_exit_on_failure(l->source, true);
	r = r < 0 ? r : -pthread_create(&l->thread, NULL, line_main, l);
	l->running = r == 0;
	if (r < 0) {
		(void)line_close(l, NULL);
		return r;
	}
	*ret = l;
	return 0;
}
