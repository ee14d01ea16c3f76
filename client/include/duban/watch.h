/* Events as they happen, without a gap. A watch reads pages of events by cursor (epoch, seq, hash)
 * over its own connection and in its own thread. It reconnects by itself and survives restarts of
 * both ends.
 *
 * Delivery is at least once: with a cursor file a new watch begins after the last acknowledged
 * event. Only events that were not acknowledged can come twice; their seq tells. A cursor is never
 * reset silently: DUBAN_E_SNAPSHOT_REQUIRED, DUBAN_E_DIVERGED and DUBAN_E_DAMAGED end the watch,
 * and the caller decides what to do.
 *
 * For the caller's own loop, duban_watch_fd() is an ordinary level-triggered descriptor (an eventfd
 * that the watch's thread writes): readable while an event or an error waits. Unlike ZeroMQ's
 * edge-triggered descriptor it cannot miss a wakeup. Poll it for POLLIN, never read it. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Duban__Event; /* duban/event.pb-c.h */

struct duban_cursor {
	uint8_t epoch[16]; /* all zero: not known, the daemon does not compare it; as the hash */
	uint64_t seq; /* events up to and including this one were examined; 0 = from the start, the
			 rest is empty */
	uint8_t hash[32];
};

/* An event must meet every condition given. Without conditions all events pass that this principal
 * may read. */
struct duban_filter {
	const char *const *kinds; /* names of Event.body: "warning_raised" */
	size_t n_kinds;
	const char *const *levels; /* "note", "yellow", "red" */
	size_t n_levels;
	const char *unit;    /* id: this unit and all below it, including units created later */
	const char *project; /* code */
};

enum duban_watch_start {
	DUBAN_FROM_NOW = 0, /* events recorded after duban_watch_open() returned */
	DUBAN_FROM_START,   /* from the first event kept */
	DUBAN_FROM_CURSOR,  /* from `cursor` below, or from `cursor_file`, which must then exist */
	DUBAN_FROM_SEQ,	    /* from the event number `seq` below, that event included */
};

struct duban_watch_options {
	struct duban_filter filter;
	/* Created if absent. If it exists, the watch begins there and `start` is ignored. One watch
	 * per file (locked). NULL: the caller stores cursors itself, see duban_watch_cursor(). */
	const char *cursor_file;
	enum duban_watch_start start;
	const struct duban_cursor *cursor;
	/* With DUBAN_FROM_SEQ; 0 and 1 are the first event. One more than the newest event is the
	 * next one; beyond that the watch is refused (DUBAN_E_INVALID, "watch.no_such_event"). */
	uint64_t seq;
};

/* The pointers are valid until the next duban_watch_next(), _process() or _close(). */
struct duban_event {
	uint64_t seq;
	int64_t at;	     /* when it was recorded, microseconds since 1970 UTC */
	const char *kind;    /* "warning_raised" */
	const char *level;   /* "yellow", or "" */
	const char *unit;    /* id, or "" */
	const char *project; /* code, or "" */
	const void *data;    /* the packed Event, the same bytes as in the journal */
	size_t size;
	const struct Duban__Event *event; /* the same event unpacked, checked by wire_check() */
	/* Codes of further projects whose numbers are in the event, such as a successor. */
	const struct Duban__ProjectName *const *other;
	size_t n_other;
};

struct duban_watch; /* opaque */

/* `d` is used for the first request only and may be closed while the watch goes on. The first page
 * is fetched before it returns, so that a wrong filter or cursor is reported here: duban_failure(d)
 * says why, and `*ret` is NULL. */
DUBAN_API int duban_watch_open(struct duban *d, const struct duban_watch_options *options,
			       struct duban_watch **ret);
/* Waits up to `timeout_ms` (-1 = without limit). 1: an event; 0: none in time, or a signal came;
 * < 0: an error. SNAPSHOT_REQUIRED, DIVERGED, DAMAGED, DENIED and INVALID end the watch. After
 * others, such as OWN_KEY, it keeps trying, and the same error is returned once until pages come
 * again. A daemon that cannot be reached is not an error: the watch waits for it. */
DUBAN_API int duban_watch_next(struct duban_watch *w, int timeout_ms,
			       const struct duban_event **ret);
DUBAN_API int duban_watch_fd(const struct duban_watch *w);

/* For the caller's own loop: passes the events that are there, at most 64, to `fn` without waiting.
 * If `fn` does not return 0, it stops after that event. Returns the number of events passed, or < 0
 * as duban_watch_next(). */
typedef int duban_event_fn(void *userdata, const struct duban_event *event);
DUBAN_API int duban_watch_process(struct duban_watch *w, duban_event_fn *fn, void *userdata);

/* Acknowledges all events up to `seq`, which must have been delivered. Writes the cursor file
 * (synced, then renamed), which costs one or two disk syncs: it is enough to acknowledge the last
 * event of a batch. */
DUBAN_API int duban_watch_ack(struct duban_watch *w, uint64_t seq);
/* A cursor from which a later watch misses no event that was not acknowledged. It may lie up to a
 * page before the last acknowledged event; events already seen then come again (see their seq). */
DUBAN_API int duban_watch_cursor(const struct duban_watch *w, struct duban_cursor *ret);
DUBAN_API const struct duban_failure *duban_watch_failure(const struct duban_watch *w);
/* NULL-safe. Joins the watch's thread, which takes about a second at most. */
DUBAN_API void duban_watch_close(struct duban_watch *w);

#ifdef __cplusplus
}
#endif
