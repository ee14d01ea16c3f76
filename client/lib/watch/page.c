#include "client/lib/watch/page.h"

#include <string.h>

#include "client/lib/core/failure.h"
#include "client/lib/watch/cursor.h"
#include "proto/api.pb-c.h"
#include "proto/wire.h"
#include "proto/wire_name.h"

static int garbage(struct duban_failure *failure, const char *code)
{
	return failure_set(failure, DUBAN_E_GARBAGE, code,
			   "a page of events is none (%s): is this library older than the daemon?",
			   code);
}

static bool sized(const ProtobufCBinaryData *data, size_t size)
{
	return data->len == size;
}

static int take_next(struct watch_page *page, const Duban__Cursor *next,
		     const struct duban_cursor *from, struct duban_failure *failure)
{
	bool from_now = from->seq == UINT64_MAX;
	if (!next || !sized(&next->epoch, sizeof page->after.epoch) ||
	    (next->seq > 0 && !sized(&next->hash, sizeof page->after.hash)) ||
	    next->seq == UINT64_MAX || (!from_now && next->seq < from->seq))
		return garbage(failure, "watch.cursor");
	page->after.seq = next->seq;
	memcpy(page->after.epoch, next->epoch.data, next->epoch.len);
	if (next->seq > 0)
		memcpy(page->after.hash, next->hash.data, next->hash.len);
	if (!from_now && cursor_knows(from->epoch, sizeof from->epoch) &&
	    memcmp(page->after.epoch, from->epoch, sizeof from->epoch) != 0)
		return failure_set(failure, DUBAN_E_DIVERGED, NULL,
				   "the daemon has another store than the cursor is of");
	return 0;
}

static int take_events(struct watch_page *page, const Duban__FetchReply *fetch,
		       const struct duban_cursor *from, struct duban_failure *failure)
{
	uint64_t last = from->seq;
	if (fetch->n_item == 0)
		return 0;
	page->events = calloc(fetch->n_item, sizeof *page->events);
	if (!page->events)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory for a page");
	for (size_t i = 0; i < fetch->n_item; i++) {
		const ProtobufCBinaryData *bytes = &fetch->item[i]->event;
		enum wire_fault fault =
		    wire_check(&duban__event__descriptor, BYTES(bytes->data, bytes->len));
		if (fault != WIRE_FINE)
			return garbage(failure, wire_fault_code(fault));
		Duban__Event *event = duban__event__unpack(NULL, bytes->len, bytes->data);
		if (!event)
			return garbage(failure, "wire.unpack");
		page->events[page->count++] = event;
		if (event->seq <= last || event->seq > page->after.seq)
			return garbage(failure, "watch.order");
		last = event->seq;
	}
	return 0;
}

int watch_page_new(struct watch_page **ret, struct duban_reply **reply,
		   const struct duban_cursor *from, struct duban_failure *failure)
{
	_cleanup_(duban_reply_freep) struct duban_reply *owned = TAKE_PTR(*reply);
	const Duban__Reply *m = duban_reply_get(owned);
	if (m->body_case != DUBAN__REPLY__BODY_FETCH)
		return garbage(failure, "watch.body");
	_cleanup_(watch_page_freep) struct watch_page *page = calloc(1, sizeof *page);
	if (!page)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory for a page");
	page->reply = TAKE_PTR(owned);
	page->head = m->fetch->head;
	int r = take_next(page, m->fetch->next, from, failure);
	if (r == 0)
		r = take_events(page, m->fetch, from, failure);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(page);
	return 0;
}

struct watch_page *watch_page_free(struct watch_page *page)
{
	if (!page)
		return NULL;
	for (size_t i = 0; i < page->count; i++)
		duban__event__free_unpacked(page->events[i], NULL);
	free(page->events);
	duban_reply_free(page->reply);
	free(page);
	return NULL;
}

void watch_page_view(const struct watch_page *page, struct duban_event *ret)
{
	const Duban__FetchItem *item = duban_reply_get(page->reply)->fetch->item[page->at];
	const Duban__Event *event = page->events[page->at];
	*ret = (struct duban_event){
	    .seq = event->seq,
	    .at = event->at,
	    .kind = item->kind,
	    .level = wire_enum_name(&duban__level__descriptor, (int)item->level),
	    .unit = item->unit,
	    .project = item->project,
	    .data = item->event.data,
	    .size = item->event.len,
	    .event = event,
	    .other = (const Duban__ProjectName *const *)item->other,
	    .n_other = item->n_other,
	};
}

uint64_t watch_page_last(const struct watch_page *page)
{
	return page->events[page->count - 1]->seq;
}
