/* Asking for pages: the request of a filter and a cursor, what the daemon's verdicts mean to a
 * watch, and the thread that asks again and again. */
#pragma once

#include "client/lib/line/line.h"
#include "client/lib/watch/queue.h"
#include "proto/api.pb-c.h"

struct watch_fetch {
	Duban__Filter *filter; /* ours */
	struct duban_cursor cursor;
	struct line *line; /* the thread's */
	struct watch_queue *queue;
};

/* A copy that is ours; DUBAN_E_INVALID for a level there is not. */
int watch_filter_copy(const struct duban_filter *filter, Duban__Filter **ret,
		      struct duban_failure *failure);

/* Packs the question for the next page; the caller frees. */
int watch_fetch_pack(const struct watch_fetch *f, uint32_t wait_ms, const uint8_t *id,
		     struct bytes *ret);

/* The answer as a page, and the cursor moved on. < 0: `failure`; *ret_over: it ends the watch.
 * Takes `*reply`. DUBAN_E_TIMEOUT: not now, ask again. */
int watch_fetch_page(struct watch_fetch *f, struct duban_reply **reply, struct watch_page **ret,
		     struct duban_failure *failure);
bool watch_error_is_end(int error);

/* pthread's: until the queue says stop or the watch is over. */
void *watch_fetch_run(void *fetch);
