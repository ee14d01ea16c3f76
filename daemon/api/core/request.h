/* One request while it is handled: what a handler is given, and helpers to read its fields, find
 * what it names and refuse it with a problem. */
#pragma once

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/event.pb-c.h"
#include "proto/model.pb-c.h"
#include "proto/status.h"
#include "text/date.h"

struct api;
struct api_host;
struct calendar;
struct caller;
struct engine;
struct evidence_uploads;
struct txn;

struct request {
	struct api *api;
	struct engine *engine;
	struct txn *txn;
	struct arena *arena;
	const struct calendar *calendar;
	const struct api_host *host;
	usec_t now;
	date_t today;
	int zone_minutes;
	const struct caller *caller;
	const Duban__Request *request;
	struct evidence_uploads **evidence; /* files on their way in, of all requests */
	bool last;			    /* a parked request's last call */
	uint32_t wait_ms;		    /* out, with STATUS_PARKED */
	bool again;	     /* out, with STATUS_PARKED: it works, slice by slice; even if `last` */
	bool after_sync;     /* out, with STATUS_PARKED: by request_durable; even if `last` */
	Duban__Reply *reply; /* out: problems, body */
	bool hidden;	     /* out: NOT_FOUND, but only for this caller */
	/* out of decide; for answer: the command's events, of the first run or a repeat */
	Duban__Event **event;
	size_t n_event;
	void *local; /* decide's own note to `aside`; NULL on a repeat */
};

/* A new event of the draft, in the arena; NULL: memory. The engine stamps seq, at, author;
 * the handler sets on_date (0 = today), project, project_unit and the body. */
Duban__Event *request_event(struct request *rq);

/* Adds a problem (arguments: const char *, ended by NULL) and returns `status`. */
int request_refuse(struct request *rq, int status, const char *code, ...) __attribute__((sentinel));
Duban__Problem *request_problem(struct request *rq, const char *code, ...)
    __attribute__((sentinel));

/* A message in the request's arena; NULL: memory. */
#define REQUEST_NEW(a, type, init)                                                                 \
	({                                                                                         \
		type *new_ = arena_alloc((a)->arena, sizeof *new_);                                \
		if (new_)                                                                          \
			init(new_);                                                                \
		new_;                                                                              \
	})

/* Appends `item` to a reply's repeated field. -ENOMEM. */
#define REQUEST_PUSH(a, array, n, item)                                                            \
	({                                                                                         \
		void *grown_ = arena_grow((a)->arena, (array), (n), sizeof *(array));              \
		if (grown_) {                                                                      \
			(array) = grown_;                                                          \
			(array)[(n)++] = (item);                                                   \
		}                                                                                  \
		grown_ ? 0 : -ENOMEM;                                                              \
	})

/* Units and projects by their names, "" for 0. */
char *request_unit_id(struct request *rq, uint32_t num);
char *request_unit_name(struct request *rq, uint32_t num);
/* A unit named in a request by its id or exact name: STATUS_NOT_FOUND with a problem. */
int request_unit(struct request *rq, const char *id, uint32_t *ret);
/* For what reads the journal, before it does: PARKED while events of this round wait to be
 * synced; the host asks again right after that sync. */
int request_durable(struct request *rq);
/* Bytes as hex digits; NULL: memory. */
char *request_hex(struct request *rq, struct bytes b);
/* A day on which something happened: 0 = today, not in the future; with a problem. */
int request_day(struct request *rq, uint32_t ymd, date_t *ret);
/* A text field: length and emptiness, with a problem. `what` names it. */
int request_text(struct request *rq, const char *what, const char *s, size_t max, bool required);
