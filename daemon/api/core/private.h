/* What the handlers share beside api.h. */
#pragma once

#include "api/core/handler.h"
#include "model/calendar/calendar.h"
#include "model/core/nouns.h"
#include "rules/rule.h"
#include "store/db/key.h"

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
/* For a query that reads the journal: PARKED while events of this round wait to be synced. */
int request_durable(struct request *rq);
/* Bytes as hex digits; NULL: memory. */
char *request_hex(struct request *rq, struct bytes b);
/* A day on which something happened: 0 = today, not in the future; with a problem. */
int request_day(struct request *rq, uint32_t ymd, date_t *ret);
/* A text field: length and emptiness, with a problem. `what` names it. */
int request_text(struct request *rq, const char *what, const char *s, size_t max, bool required);

/* rows.c: what lists show */
int row_project(struct request *rq, const Duban__Project *p, Duban__ProjectRow **ret);
int row_warning(struct request *rq, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret);
/* Open warnings of a project, worst lamp first. */
int row_warnings_of(struct request *rq, const Duban__Project *p, Duban__WarningRow ***ret,
		    size_t *ret_n);

/* chain.c: a chain with its dates as of now. Verdicts with problems. */
int request_chain(struct request *rq, const Duban__Project *p, uint32_t year, struct chain *ret);
/* Fills in the dates of a chain that was loaded. */
int chain_dates(struct request *rq, const Duban__Project *p, struct chain *c);
int row_chain_link(struct request *rq, const struct chain *c, size_t i, Duban__LinkRow **ret);

/* plan.c: a part of a whole in percent, one decimal, half up; NULL: memory. */
char *request_percent(struct request *rq, int64_t part, int64_t whole);

/* year.c: a year that is closed no longer changes: CONFLICT with a problem. */
int request_year_open(struct request *rq, uint32_t year);
