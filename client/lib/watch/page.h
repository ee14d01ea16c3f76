/* One fetched page: its events, checked, unpacked and in order, and the cursor after it. */
#pragma once

#include "client/lib/core/reply.h"
#include "duban/watch.h"

struct watch_page {
	struct duban_reply *reply;
	struct Duban__Event **events;
	size_t count;
	size_t at; /* index of the next event for the caller */
	struct duban_cursor after;
	uint64_t head; /* seq of the newest event */
};

/* Takes over `*reply`, also on failure. < 0: `failure` is filled in: GARBAGE, DIVERGED, MEMORY. */
int watch_page_new(struct watch_page **ret, struct duban_reply **reply,
		   const struct duban_cursor *from, struct duban_failure *failure);
struct watch_page *watch_page_free(struct watch_page *page);

/* Fills in `ret` with the event at page->at. */
void watch_page_view(const struct watch_page *page, struct duban_event *ret);
uint64_t watch_page_last(const struct watch_page *page);

DEFINE_CLEANUP(struct watch_page *, watch_page_free)
