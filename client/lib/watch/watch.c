#include "duban/watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "client/lib/watch/cursor.h"
#include "client/lib/watch/fetch.h"
#include "proto/limits.h"

#define PROCESS_EVENTS 64
#define MARKS 64
#define IDLE_SAVE_EVENTS                                                                           \
	5000 /* events to examine beyond the saved cursor before it is saved again */

/* A page that was delivered: when `last` is acknowledged, the whole page is. */
struct watch_mark {
	uint64_t last;
	struct duban_cursor after;
};

struct duban_watch {
	struct watch_queue queue;
	struct watch_fetch fetch;
	pthread_t thread;
	bool running;
	struct watch_page *page; /* being delivered */
	struct duban_event event;
	uint64_t delivered; /* the last seq the caller saw */
	struct watch_mark marks[MARKS];
	unsigned n_marks;
	struct cursor_place place, saved;
	char *cursor_file;
	int lock_fd;
	struct duban_failure failure;
	int owed; /* a failure to return at the next call, after the events that came before it */
};

DEFINE_CLEANUP(struct duban_watch *, duban_watch_close)

/* ---- the cursor */

static int cursor_unwritable(struct duban_failure *failure, const char *path, int r)
{
	return failure_as(
	    failure, "cursor.unwritable",
	    failure_set(failure, DUBAN_E_SYSTEM, path, "cursor file %s: %s", path, strerror(-r)));
}

static int cursor_failed(struct duban_failure *failure, const char *path, int r)
{
	if (r == -EBADMSG)
		return failure_set(
		    failure, DUBAN_E_CURSOR, path,
		    "%s is not a cursor file: move it away and decide where to begin", path);
	if (r == -EWOULDBLOCK)
		return failure_as(
		    failure, "cursor.in_use",
		    failure_set(failure, DUBAN_E_CURSOR, path,
				"another watch uses the cursor file %s: one watch per file", path));
	if (r == -ENOENT)
		return failure_as(
		    failure, "cursor.missing",
		    failure_set(failure, DUBAN_E_CURSOR, path, "there is no cursor file %s", path));
	return cursor_unwritable(failure, path, r);
}

static int save(struct duban_watch *w)
{
	if (!w->cursor_file || memcmp(&w->place, &w->saved, sizeof w->place) == 0)
		return 0;
	int r = cursor_save(w->cursor_file, &w->place);
	if (r < 0)
		return cursor_failed(&w->failure, w->cursor_file, r);
	w->saved = w->place;
	return 0;
}

/* Moves the position behind the pages that are acknowledged completely. If none is left, moves it
 * to where the daemon has looked, even if no event there matched the filter. */
static void advance(struct duban_watch *w)
{
	unsigned done = 0;
	while (done < w->n_marks && w->marks[done].last <= w->place.acked)
		w->place.at = w->marks[done++].after;
	w->n_marks -= done;
	memmove(w->marks, w->marks + done, w->n_marks * sizeof *w->marks);
	if (w->n_marks == 0 && watch_queue_tail(&w->queue, &w->place.at) &&
	    w->place.acked < w->place.at.seq)
		w->place.acked = w->place.at.seq;
}

/* If all marks are in use, the newest is dropped. The position then moves in coarser steps, and
 * only a few more events are skipped after a restart. */
static void add_mark(struct duban_watch *w, const struct watch_page *page)
{
	if (w->n_marks == MARKS)
		w->n_marks--;
	w->marks[w->n_marks++] = (struct watch_mark){watch_page_last(page), page->after};
}

/* ---- opening */

static int choose_start(struct duban_watch *w, const struct duban_watch_options *options,
			struct duban_failure *failure)
{
	int r = -ENOENT;
	if (options->cursor_file) {
		w->cursor_file = strdup(options->cursor_file);
		if (!w->cursor_file)
			return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory");
		r = cursor_lock(w->cursor_file, &w->lock_fd);
		if (r == -ENOENT) /* of its folder: nothing could be kept there */
			return cursor_unwritable(failure, w->cursor_file, r);
		if (r == 0)
			r = cursor_load(w->cursor_file, &w->place);
		if (r < 0 &&
		    (r != -ENOENT || (options->start == DUBAN_FROM_CURSOR && !options->cursor)))
			return cursor_failed(failure, w->cursor_file, r);
	}
	if (r == 0) {
		w->saved = w->place;
	} else if (options->start == DUBAN_FROM_CURSOR) {
		if (!options->cursor)
			return failure_set(failure, DUBAN_E_ARGUMENT, NULL,
					   "DUBAN_FROM_CURSOR needs a cursor");
		w->place.at = *options->cursor;
		w->place.acked = options->cursor->seq;
	} else if (options->start == DUBAN_FROM_SEQ && options->seq > 1) {
		w->place.at.seq = w->place.acked = options->seq - 1;
	} else if (options->start == DUBAN_FROM_NOW) {
		w->place.at.seq = UINT64_MAX;
	}
	w->fetch.cursor = w->place.at;
	return 0;
}

/* A seq without a hash cannot belong to another history: it only lies ahead of the newest event. */
static int no_such_event(const struct duban_watch *w, struct duban_failure *failure)
{
	char seq[24];
	(void)snprintf(seq, sizeof seq, "%llu", (unsigned long long)w->place.at.seq + 1);
	return failure_as(failure, "watch.no_such_event",
			  failure_set(failure, DUBAN_E_INVALID, seq,
				      "there is no event %s yet, nor is it the next one", seq));
}

/* The first page is fetched over the caller's connection. */
static int first_page(struct duban_watch *w, struct duban *d)
{
	struct bytes bytes = {.data = NULL};
	struct duban_reply *reply = NULL;
	struct watch_page *page;
	int r = duban_request_id_new(d->request_id);
	if (r == 0)
		r = watch_fetch_pack(&w->fetch, 0, d->request_id, &bytes);
	if (r < 0)
		return failure_set(&d->failure, r, NULL, "no memory for a watch");
	r = client_ask(d, bytes, &reply);
	free((void *)bytes.data);
	if (r < 0)
		return r;
	bool from_now = w->fetch.cursor.seq == UINT64_MAX;
	bool unproved =
	    w->place.at.seq > 0 && !cursor_knows(w->place.at.epoch, sizeof w->place.at.epoch);
	r = watch_fetch_page(&w->fetch, &reply, &page, &d->failure);
	if (r == DUBAN_E_DIVERGED && unproved && !from_now)
		return no_such_event(w, &d->failure);
	if (r < 0)
		return r;
	if (!from_now && w->place.acked > page->head) {
		watch_page_free(page);
		return failure_set(&d->failure, DUBAN_E_DIVERGED, NULL,
				   "the cursor lies beyond the daemon's newest event: it is of "
				   "another history");
	}
	memcpy(w->place.at.epoch, page->after.epoch, sizeof page->after.epoch);
	if (from_now) {
		w->place.at = page->after;
		w->place.acked = page->after.seq;
	}
	(void)watch_queue_put(&w->queue, page);
	return 0;
}

/* The thread blocks all signals: they go to the caller's threads. */
static int start_thread(struct duban_watch *w)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	int r = pthread_create(&w->thread, NULL, watch_fetch_run, &w->fetch);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	w->running = r == 0;
	return r == 0 ? 0 : DUBAN_E_SYSTEM;
}

int duban_watch_open(struct duban *d, const struct duban_watch_options *options,
		     struct duban_watch **ret)
{
	struct duban_failure *failure = &d->failure;
	_cleanup_(duban_watch_closep) struct duban_watch *w = calloc(1, sizeof *w);
	*ret = NULL;
	failure_clear(failure);
	if (!w)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory");
	w->lock_fd = -1;
	int r = watch_queue_init(&w->queue);
	if (r < 0)
		return failure_set(failure, r, NULL, "eventfd: %s", strerror(errno));
	w->fetch.queue = &w->queue;
	r = watch_filter_copy(&options->filter, &w->fetch.filter, failure);
	if (r == 0)
		r = choose_start(w, options, failure);
	if (r == 0)
		r = first_page(w, d);
	if (r < 0)
		return r;
	r = save(w);
	if (r < 0) {
		*failure = w->failure;
		return r;
	}
	if (line_new(&w->fetch.line, line_connection(d->line), line_path(d->line)) < 0 ||
	    start_thread(w) < 0)
		return failure_set(failure, DUBAN_E_SYSTEM, NULL,
				   "no thread or memory for a watch");
	*ret = TAKE_PTR(w);
	return 0;
}

void duban_watch_close(struct duban_watch *w)
{
	if (!w)
		return;
	if (w->running) {
		watch_queue_stop(&w->queue);
		(void)pthread_join(w->thread, NULL);
		advance(w);
		(void)save(w);
	}
	line_free(w->fetch.line);
	if (w->fetch.filter)
		duban__filter__free_unpacked(w->fetch.filter, NULL);
	watch_page_free(w->page);
	watch_queue_done(&w->queue);
	closep(&w->lock_fd);
	free(w->cursor_file);
	free(w);
}

/* ---- delivering */

/* Events that were acknowledged before a restart come again with their page and are skipped. */
static void skip_acked(struct duban_watch *w)
{
	while (w->page->at < w->page->count && w->page->events[w->page->at]->seq <= w->place.acked)
		w->page->at++;
}

static int next_page(struct duban_watch *w, bool *ret_found)
{
	for (;;) {
		if (w->page && w->page->at < w->page->count) {
			*ret_found = true;
			return 0;
		}
		watch_queue_waiting(&w->queue, false);
		w->page = watch_page_free(w->page);
		int r = watch_queue_take(&w->queue, &w->page, &w->failure);
		*ret_found = false;
		if (r < 0 || !w->page)
			return r;
		add_mark(w, w->page);
		skip_acked(w);
	}
}

/* With a narrow filter most pages are empty; saving the position after each would only wear the
 * disk. */
static int save_idle(struct duban_watch *w)
{
	if (w->delivered > w->place.acked)
		return 0;
	advance(w);
	return w->place.at.seq > w->saved.at.seq + IDLE_SAVE_EVENTS ? save(w) : 0;
}

/* 1 and the event; 0: none; < 0: an error. */
static int take(struct duban_watch *w, const struct duban_event **ret)
{
	bool found = false;
	int r = w->owed;
	w->owed = 0;
	if (r == 0)
		r = next_page(w, &found);
	if (r < 0)
		return r;
	if (!found)
		return save_idle(w);
	watch_page_view(w->page, &w->event);
	w->page->at++;
	w->delivered = w->event.seq;
	watch_queue_waiting(&w->queue, w->page->at < w->page->count);
	*ret = &w->event;
	return 1;
}

int duban_watch_next(struct duban_watch *w, int timeout_ms, const struct duban_event **ret)
{
	uint64_t deadline = line_now() + (timeout_ms > 0 ? (uint64_t)timeout_ms : 0);
	for (;;) {
		struct pollfd p = {.fd = w->queue.event_fd, .events = POLLIN};
		int r = take(w, ret);
		if (r != 0)
			return r;
		uint64_t now = line_now();
		if (timeout_ms >= 0 && now >= deadline)
			return 0;
		r = poll(&p, 1, timeout_ms < 0 ? -1 : (int)(deadline - now));
		if (r < 0 && errno == EINTR)
			return 0;
	}
}

int duban_watch_fd(const struct duban_watch *w)
{
	return w->queue.event_fd;
}

int duban_watch_process(struct duban_watch *w, duban_event_fn *fn, void *userdata)
{
	for (int n = 0;; n++) {
		const struct duban_event *event;
		if (n == PROCESS_EVENTS)
			return n;
		int r = take(w, &event);
		if (r < 0 && n > 0) {
			w->owed = r;
			watch_queue_waiting(&w->queue, true);
		}
		if (r <= 0)
			return r < 0 && n == 0 ? r : n;
		if (fn(userdata, event) != 0)
			return n + 1;
	}
}

int duban_watch_ack(struct duban_watch *w, uint64_t seq)
{
	if (seq > w->delivered && seq > w->place.acked)
		return failure_as(&w->failure, "watch.ack_ahead",
				  failure_set(&w->failure, DUBAN_E_ARGUMENT, NULL,
					      "event %llu was not delivered yet",
					      (unsigned long long)seq));
	if (seq <= w->place.acked)
		return 0;
	w->place.acked = seq;
	advance(w);
	return save(w);
}

int duban_watch_cursor(const struct duban_watch *w, struct duban_cursor *ret)
{
	*ret = w->place.at;
	return 0;
}

const struct duban_failure *duban_watch_failure(const struct duban_watch *w)
{
	return &w->failure;
}
