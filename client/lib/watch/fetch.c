#include "client/lib/watch/fetch.h"

#include <poll.h>
#include <string.h>

#include "client/lib/core/failure.h"
#include "client/lib/core/limits.h"
#include "client/lib/text/problem.h"
#include "client/lib/watch/cursor.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

#define PARK_MS 20000 /* the daemon holds a request without events; < FETCH_WAIT_MAX_MS */
#define GRACE_MS 10000
#define PAGE_EVENTS 1000 /* WIRE_ELEMENTS_MAX limits it: an item has six elements */
#define PAUSE_FIRST_MS 1000

/* ---- the request */

static int set_filter(Duban__Filter *out, const struct duban_filter *filter, Duban__Level *levels,
		      struct duban_failure *failure)
{
	out->n_kind = filter->n_kinds;
	out->kind = (char **)filter->kinds;
	out->n_level = filter->n_levels;
	out->level = levels;
	out->unit = (char *)(filter->unit ? filter->unit : "");
	out->project = (char *)(filter->project ? filter->project : "");
	for (size_t i = 0; i < filter->n_levels; i++) {
		int level = wire_enum_value(&duban__level__descriptor, filter->levels[i]);
		if (level == 0)
			return failure_as(failure, "watch.unknown_level",
					  failure_set(failure, DUBAN_E_INVALID, filter->levels[i],
						      "there is no level %s: note, yellow or red",
						      filter->levels[i]));
		levels[i] = (Duban__Level)level;
	}
	return 0;
}

/* Packing and unpacking is the shortest way to a deep copy. */
int watch_filter_copy(const struct duban_filter *filter, Duban__Filter **ret,
		      struct duban_failure *failure)
{
	Duban__Level levels[FILTER_KINDS_MAX];
	Duban__Filter view = DUBAN__FILTER__INIT;
	if (filter->n_levels > FILTER_KINDS_MAX || filter->n_kinds > FILTER_KINDS_MAX)
		return failure_as(failure, "watch.filter",
				  failure_set(failure, DUBAN_E_INVALID, NULL,
					      "a filter has at most %d kinds and levels",
					      FILTER_KINDS_MAX));
	int r = set_filter(&view, filter, levels, failure);
	if (r < 0)
		return r;
	size_t size = duban__filter__get_packed_size(&view);
	_cleanup_free_ uint8_t *bytes = malloc(size + 1);
	if (bytes)
		(void)duban__filter__pack(&view, bytes);
	Duban__Filter *copy = bytes ? duban__filter__unpack(NULL, size, bytes) : NULL;
	if (!copy)
		return failure_set(failure, DUBAN_E_MEMORY, NULL, "no memory for a watch");
	*ret = copy;
	return 0;
}

static ProtobufCBinaryData known(const uint8_t *bytes, size_t size)
{
	return (ProtobufCBinaryData){cursor_knows(bytes, size) ? size : 0, (uint8_t *)bytes};
}

int watch_fetch_pack(const struct watch_fetch *f, uint32_t wait_ms, const uint8_t *id,
		     struct bytes *ret)
{
	Duban__Cursor cursor = DUBAN__CURSOR__INIT;
	Duban__FetchRequest fetch = DUBAN__FETCH_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	cursor.seq = f->cursor.seq;
	if (cursor.seq != UINT64_MAX)
		cursor.epoch = known(f->cursor.epoch, EPOCH_SIZE);
	if (cursor.seq > 0 && cursor.seq != UINT64_MAX)
		cursor.hash = known(f->cursor.hash, HASH_SIZE);
	fetch.cursor = &cursor;
	fetch.filter = f->filter;
	fetch.max = PAGE_EVENTS;
	fetch.wait_ms = wait_ms;
	request.version = WIRE_VERSION;
	request.request_id = (ProtobufCBinaryData){REQUEST_ID_SIZE, (uint8_t *)id};
	request.body_case = DUBAN__REQUEST__BODY_FETCH;
	request.fetch = &fetch;
	size_t size = duban__request__get_packed_size(&request);
	uint8_t *bytes = malloc(size);
	if (!bytes)
		return DUBAN_E_MEMORY;
	(void)duban__request__pack(&request, bytes);
	*ret = BYTES(bytes, size);
	return 0;
}

/* ---- the reply */

/* Refusals that end the watch. After any other verdict the request is repeated. */
static const struct {
	Duban__Status status;
	int error;
	const char *text;
} ends[] = {
    {DUBAN__STATUS__STATUS_SNAPSHOT_REQUIRED, DUBAN_E_SNAPSHOT_REQUIRED,
     "the cursor lies before the first event the daemon keeps: read a fresh list, then watch from "
     "there"},
    {DUBAN__STATUS__STATUS_DIVERGED, DUBAN_E_DIVERGED,
     "the cursor belongs to another store or another history: read a fresh list and take a new "
     "cursor"},
    {DUBAN__STATUS__STATUS_DAMAGED, DUBAN_E_DAMAGED,
     "the next events lie in a damaged file of the daemon: have it copied back from a backup, then "
     "watch on; the cursor is kept"},
    {DUBAN__STATUS__STATUS_DENIED, DUBAN_E_DENIED, "this principal may not watch this"},
    {DUBAN__STATUS__STATUS_INVALID, DUBAN_E_INVALID, "the filter or cursor is wrong"},
    {DUBAN__STATUS__STATUS_NOT_FOUND, DUBAN_E_INVALID,
     "the filter names a unit or project that does not exist"},
    {DUBAN__STATUS__STATUS_CONFLICT, DUBAN_E_INVALID, "the filter or cursor is wrong"},
};

static int refusal(const Duban__Reply *m, struct duban_failure *failure)
{
	const Duban__Problem *problem = m->n_problem > 0 ? m->problem[0] : NULL;
	const char *value = problem && problem->n_arg > 0 ? problem->arg[0] : "";
	_cleanup_free_ char *why = problem ? problem_text(problem, NULL, false) : NULL;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		if (ends[i].status != m->status)
			continue;
		int r = failure_set(failure, ends[i].error, value, "%s%s%s", ends[i].text,
				    why ? ": " : "", why ? why : "");
		bool filter = problem && ends[i].error == DUBAN_E_INVALID;
		return failure_as(failure, filter ? problem->code : NULL, r);
	}
	return failure_set(failure, DUBAN_E_TIMEOUT, NULL, "the daemon cannot answer now");
}

bool watch_error_is_end(int error)
{
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ends[i].error == error)
			return true;
	return false;
}

int watch_fetch_page(struct watch_fetch *f, struct duban_reply **reply, struct watch_page **ret,
		     struct duban_failure *failure)
{
	_cleanup_(duban_reply_freep) struct duban_reply *owned = TAKE_PTR(*reply);
	if (duban_reply_status(owned) != 0)
		return refusal(duban_reply_get(owned), failure);
	int r = watch_page_new(ret, &owned, &f->cursor, failure);
	if (r == 0)
		f->cursor = (*ret)->after;
	return r;
}

/* ---- the thread */

static int ask(struct watch_fetch *f, struct watch_page **ret, struct duban_failure *failure)
{
	uint8_t id[REQUEST_ID_SIZE];
	struct bytes bytes = {.data = NULL};
	struct duban_reply *reply = NULL;
	int r = duban_request_id_new(id);
	if (r == 0)
		r = watch_fetch_pack(f, PARK_MS, id, &bytes);
	if (r < 0)
		return failure_set(failure, r, NULL, "no memory for a request");
	struct line_question q = {
	    .bytes = bytes,
	    .id = id,
	    .deadline = line_now() + PARK_MS + GRACE_MS,
	    .try_ms = PARK_MS + GRACE_MS,
	    .cancel_fd = f->queue->stop_fd,
	};
	r = line_ask(f->line, &q, &reply);
	free((void *)bytes.data);
	if (r < 0) {
		*failure = *line_failure(f->line);
		return r;
	}
	return watch_fetch_page(f, &reply, ret, failure);
}

/* These errors mean that the daemon cannot be reached now: the watch waits silently. All others are
 * reported to the caller. */
static bool is_away(int error)
{
	return error == DUBAN_E_TIMEOUT || error == DUBAN_E_REFUSED || error == DUBAN_E_NO_ROUTE ||
	       error == DUBAN_E_HANDSHAKE;
}

static void pause_for(struct watch_fetch *f, int ms)
{
	struct pollfd p = {.fd = f->queue->stop_fd, .events = POLLIN};
	(void)poll(&p, 1, ms);
}

void *watch_fetch_run(void *fetch)
{
	struct watch_fetch *f = fetch;
	int told = 0, pause = PAUSE_FIRST_MS;
	for (;;) {
		struct watch_page *page = NULL;
		struct duban_failure failure;
		int r = ask(f, &page, &failure);
		if (r == DUBAN_E_CANCELLED)
			return NULL;
		if (r == 0) {
			told = 0;
			pause = PAUSE_FIRST_MS;
			if (!watch_queue_put(f->queue, page))
				return NULL;
			continue;
		}
		bool end = watch_error_is_end(r);
		if (end || (r != told && !is_away(r)))
			watch_queue_fail(f->queue, &failure, end);
		if (end)
			return NULL;
		told = is_away(r) ? told : r;
		pause_for(f, is_away(r) ? PAUSE_FIRST_MS / 4 : pause);
		pause = pause < REFUSED_PAUSE_MAX_MS / 2 ? 2 * pause : REFUSED_PAUSE_MAX_MS;
	}
}
