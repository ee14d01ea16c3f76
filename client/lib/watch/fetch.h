/* Fetches pages of events: builds the request from a filter and a cursor, decides which verdicts
 * end the watch, and runs the thread that fetches page after page. */
#pragma once

#include "client/lib/line/line.h"
#include "client/lib/watch/queue.h"
#include "proto/api.pb-c.h"

struct watch_fetch {
	Duban__Filter *filter; /* owned by this struct */
	struct duban_cursor cursor;
	struct line *line; /* used by the thread only */
	struct watch_queue *queue;
};

/* Makes a deep copy; DUBAN_E_INVALID if a level does not exist. */
int watch_filter_copy(const struct duban_filter *filter, Duban__Filter **ret,
		      struct duban_failure *failure);

/* Packs the request for the next page; the caller frees it. */
int watch_fetch_pack(const struct watch_fetch *f, uint32_t wait_ms, const uint8_t *id,
		     struct bytes *ret);

/* Turns the reply into a page and moves the cursor behind it. Takes over `*reply`. < 0: `failure`
 * is filled in; DUBAN_E_TIMEOUT: the daemon cannot answer now, ask again. */
int watch_fetch_page(struct watch_fetch *f, struct duban_reply **reply, struct watch_page **ret,
		     struct duban_failure *failure);
bool watch_error_is_end(int error);

/* The thread's function: runs until the queue is stopped or an error ends the watch. */
void *watch_fetch_run(void *fetch);
