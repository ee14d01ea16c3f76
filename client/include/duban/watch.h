/* Events as they happen, without a gap. A watch fetches by cursor (epoch, seq, hash) over a
 * connection and a thread of its own, reconnects by itself and survives restarts of both ends.
 *
 * At least once: with a cursor file a new watch begins after the last event acknowledged; what
 * comes twice is only what was not, and is known by its seq. A cursor never resets by itself:
 * DUBAN_E_SNAPSHOT_REQUIRED and DUBAN_E_DIVERGED end the watch, and the caller decides.
 *
 * Own loop: duban_watch_fd() is an ordinary level-triggered descriptor (an eventfd that the
 * watch's thread feeds): readable while an event or an error waits, quiet otherwise. It cannot
 * stall the way ZeroMQ's edge-triggered descriptor does. Poll it for POLLIN, never read it. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Duban__Event; /* event.pb-c.h */

struct duban_cursor {
	uint8_t epoch[16];
	uint64_t seq; /* looked up to and including; 0 = from the start, rest empty */
	uint8_t hash[32];
};

/* All that is given must hold; nothing given lets everything through that we may read. */
struct duban_filter {
	const char *const *kinds; /* names of Event.body: "warning_raised" */
	size_t n_kinds;
	const char *const *levels; /* "note", "yellow", "red" */
	size_t n_levels;
	const char *unit;    /* id: this unit and all below, units made later included */
	const char *project; /* code */
};

enum duban_watch_start {
	DUBAN_FROM_NOW = 0, /* what is recorded after duban_watch_open() returned */
	DUBAN_FROM_START,   /* the first event kept */
	DUBAN_FROM_CURSOR,  /* `cursor` below, or only what `cursor_file` holds */
};

struct duban_watch_options {
	struct duban_filter filter;
	/* Made if absent; if present it decides where to begin and `start` is not looked at. One
	 * watch a file (locked). NULL: the caller keeps cursors, see duban_watch_cursor(). */
	const char *cursor_file;
	enum duban_watch_start start;
	const struct duban_cursor *cursor;
};

/* Views, valid until the next duban_watch_next(), _process() or _close(). */
struct duban_event {
	uint64_t seq;
	int64_t at;	     /* recorded, microseconds since 1970 UTC */
	const char *kind;    /* "warning_raised" */
	const char *level;   /* "yellow", or "" */
	const char *unit;    /* id, or "" */
	const char *project; /* code, or "" */
	const void *data;    /* the packed Event, byte by byte as the journal has it */
	size_t size;
	const struct Duban__Event *event; /* the same unpacked, checked by wire_check() */
};

struct duban_watch; /* opaque */

/* `d` is used for the first question only; it may be closed while the watch goes on. The first
 * page is asked for before it returns, so a wrong filter or cursor is said here. */
DUBAN_API int duban_watch_open(struct duban *d, const struct duban_watch_options *options,
			       struct duban_watch **ret);
/* Waits up to `timeout_ms` (-1 = for ever). 1: an event; 0: none in time, or a signal; < 0: the
 * watch is over, or (OWN_KEY, SERVER_KEY, GARBAGE) goes on trying and the caller should know: once
 * a connection. A daemon that is merely away is no error: it is waited for. */
DUBAN_API int duban_watch_next(struct duban_watch *w, int timeout_ms,
			       const struct duban_event **ret);
DUBAN_API int duban_watch_fd(const struct duban_watch *w);

/* For the caller's loop: `fn` gets what is there, at most 64 events, without waiting. Not 0
 * from `fn` stops after that event. Returns how many it got, or < 0 as duban_watch_next(). */
typedef int duban_event_fn(void *userdata, const struct duban_event *event);
DUBAN_API int duban_watch_process(struct duban_watch *w, duban_event_fn *fn, void *userdata);

/* Everything up to `seq` (of an event delivered) is dealt with. Writes the cursor file: whole,
 * synced, renamed. It costs a sync or two: acknowledge the last of a batch, that is enough. */
DUBAN_API int duban_watch_ack(struct duban_watch *w, uint64_t seq);
/* Where a later watch may begin so that nothing unacknowledged is missed; it may lie a page
 * before the last ack, then events already seen come again (compare their seq). */
DUBAN_API int duban_watch_cursor(const struct duban_watch *w, struct duban_cursor *ret);
DUBAN_API const struct duban_failure *duban_watch_failure(const struct duban_watch *w);
/* NULL-safe; joins the thread, at most about a second. */
DUBAN_API void duban_watch_close(struct duban_watch *w);

#ifdef __cplusplus
}
#endif
