/* What the handlers share beside api.h. */
#pragma once

#include "api/core/handler.h"
#include "model/calendar/calendar.h"
#include "model/core/nouns.h"
#include "rules/rule.h"
#include "store/db/key.h"

/* A message in the request's arena; NULL: memory. */
#define ASK_NEW(a, type, init)                                                                     \
	({                                                                                         \
		type *new_ = arena_alloc((a)->arena, sizeof *new_);                                \
		if (new_)                                                                          \
			init(new_);                                                                \
		new_;                                                                              \
	})

/* Appends `item` to a reply's repeated field. -ENOMEM. */
#define ASK_PUSH(a, array, n, item)                                                                \
	({                                                                                         \
		void *grown_ = arena_grow((a)->arena, (array), (n), sizeof *(array));              \
		if (grown_) {                                                                      \
			(array) = grown_;                                                          \
			(array)[(n)++] = (item);                                                   \
		}                                                                                  \
		grown_ ? 0 : -ENOMEM;                                                              \
	})

/* Units and projects by their names, "" for 0. */
char *ask_unit_id(struct ask *a, uint32_t num);
char *ask_unit_name(struct ask *a, uint32_t num);
/* A unit named in a request by its id or exact name: STATUS_NOT_FOUND with a problem. */
int ask_unit(struct ask *a, const char *id, uint32_t *ret);
/* For a query that reads the journal: PARKED while events of this round wait to be synced. */
int ask_durable(struct ask *a);
/* Bytes as hex digits; NULL: memory. */
char *ask_hex(struct ask *a, struct bytes b);
/* A day on which something happened: 0 = today, not in the future; with a problem. */
int ask_day(struct ask *a, uint32_t ymd, date_t *ret);
/* A text field: length and emptiness, with a problem. `what` names it. */
int ask_text(struct ask *a, const char *what, const char *s, size_t max, bool required);

/* rows.c: what lists show */
int row_project(struct ask *a, const Duban__Project *p, Duban__ProjectRow **ret);
int row_warning(struct ask *a, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret);
/* Open warnings of a project, worst lamp first. */
int row_warnings_of(struct ask *a, const Duban__Project *p, Duban__WarningRow ***ret,
		    size_t *ret_n);

/* chain.c: a chain with its dates as of now. Verdicts with problems. */
int ask_chain(struct ask *a, const Duban__Project *p, uint32_t year, struct chain *ret);
/* Fills in the dates of a chain that was loaded. */
int chain_dates(struct ask *a, const Duban__Project *p, struct chain *c);
int row_chain_link(struct ask *a, const struct chain *c, size_t i, Duban__LinkRow **ret);

/* plan.c: a part of a whole in percent, one decimal, half up; NULL: memory. */
char *ask_percent(struct ask *a, int64_t part, int64_t whole);

/* year.c: a year that is closed no longer changes: CONFLICT with a problem. */
int ask_year_open(struct ask *a, uint32_t year);
