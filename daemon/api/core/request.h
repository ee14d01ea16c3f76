/* One request while a handler works on it: the handler's input, and helpers to read fields, find
 * what they name, and refuse with a problem. */
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
struct pendings;
struct request_as;
struct txn;
struct upload_rows;

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
	uint32_t for_unit, for_person; /* of a command: on whose behalf (代填), 0 = nobody's */
	struct evidence_uploads **evidence; /* open uploads of files, of all requests */
	struct pendings *pendings;	    /* what is kept for those that wait */
	bool last;	  /* the last call for a parked request: it must give a reply */
	size_t page;	  /* tests: a page is full with so many bytes; 0: as large as allowed */
	uint32_t wait_ms; /* out, with STATUS_PARKED */
	bool again;	  /* out, with STATUS_PARKED: works slice by slice; valid even if `last` */
	bool after_sync; /* out, with STATUS_PARKED: set by request_durable; valid even if `last` */
	Duban__Reply *reply; /* out: problems, body */
	bool hidden;	     /* out: NOT_FOUND only because this caller may not read it */
	size_t numbers_told; /* out: persons whose telephone numbers are in the reply */
	/* output of decide; for answer: the command's events, also those of a repeat */
	Duban__Event **event;
	size_t n_event;
	void *local;			/* decide's own data for `aside`; NULL for a repeat */
	const struct upload_rows *kept; /* the rows of an upload that a second person confirms */
	const struct request_as *as;	/* out: the author, if the command is another's */
};

/* What an open upload holds of the host's memory. All zeros: nothing. */
struct upload_hold {
	const struct api_host *host;
	uint32_t principal;
	size_t bytes;
};

/* It holds `bytes` from now on. False: too many; nothing has changed. */
bool upload_hold_set(struct upload_hold *h, size_t bytes);

/* Adds an event to the draft, in the arena; NULL: no memory. The engine stamps seq, at and author;
 * the handler sets on_date (0 = today), project, project_unit and the body. */
Duban__Event *request_event(struct request *rq);

/* Adds a problem (arguments: const char *, ended by NULL) and returns `status`. */
int request_refuse(struct request *rq, int status, const char *code, ...) __attribute__((sentinel));
Duban__Problem *request_problem(struct request *rq, const char *code, ...)
    __attribute__((sentinel));

/* Allocates a message in the request's arena; NULL: no memory. */
#define REQUEST_NEW(a, type, init)                                                                 \
	({                                                                                         \
		type *new_ = arena_alloc((a)->arena, sizeof *new_);                                \
		if (new_)                                                                          \
			init(new_);                                                                \
		new_;                                                                              \
	})

/* Appends `item` to a repeated field of the reply. -ENOMEM. */
#define REQUEST_PUSH(a, array, n, item)                                                            \
	({                                                                                         \
		void *grown_ = arena_grow((a)->arena, (array), (n), sizeof *(array));              \
		if (grown_) {                                                                      \
			(array) = grown_;                                                          \
			(array)[(n)++] = (item);                                                   \
		}                                                                                  \
		grown_ ? 0 : -ENOMEM;                                                              \
	})

/* The id and name of a unit, the name of a principal; "" for number 0. */
char *request_unit_id(struct request *rq, uint32_t num);
char *request_unit_name(struct request *rq, uint32_t num);
char *request_principal_name(struct request *rq, uint32_t num);
/* Finds a unit by its id or exact name: STATUS_NOT_FOUND with a problem. */
int request_unit(struct request *rq, const char *id, uint32_t *ret);
/* Who confirmed the event's command: "" if it needed nobody, "local" for the admin socket. */
char *request_confirmed_by(struct request *rq, const Duban__Event *ev);
/* Is a page of a list full that holds rows of so many packed bytes? `room` is what the next row
 * may need. */
bool request_page_full(const struct request *rq, size_t bytes, size_t room);
/* Must be called before reading the journal: PARKED while events of this round are not synced yet;
 * the host calls again right after that sync. */
int request_durable(struct request *rq);
/* Bytes as hex digits; NULL: no memory. */
char *request_hex(struct request *rq, struct bytes b);
/* A date in a request: 0 = today; refuses a future one with a problem. */
int request_day(struct request *rq, uint32_t ymd, date_t *ret);
/* Checks a text field's length and, if `required`, that it is not empty; with a problem. `what`
 * names the field. */
int request_text(struct request *rq, const char *what, const char *s, size_t max, bool required);
