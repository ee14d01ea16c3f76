/* Reading the nouns out of a transaction. All return records in the arena, NULL when there
 * is none (or the txn carries an error: check txn_error at the end). */
#pragma once

#include "base/arena.h"
#include "base/date.h"
#include "model/chain/schedule.h"
#include "proto/event.pb-c.h"
#include "store/db/db.h"

struct calendar;

/* store.c: the store's own row; never NULL on a store that was created. */
Duban__Store *store_row(struct txn *t, struct arena *a);

/* counter.c: the last number given to a noun ("unit", "person", "project", "report",
 * "principal", "calendar"); fold raises it. */
uint32_t counter_last(struct txn *t, const char *noun);

/* unit.c */
Duban__Unit *unit_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t unit_by_id(struct txn *t, const char *id); /* 0 = none */
/* By id, else by exact name (0 = none, UINT32_MAX = several bear the name). */
uint32_t unit_find(struct txn *t, struct arena *a, const char *id_or_name);
bool unit_within(struct txn *t, struct arena *a, uint32_t num, uint32_t top); /* top 0: yes */

/* person.c: likewise */
Duban__Person *person_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t person_by_id(struct txn *t, const char *id);
uint32_t person_find(struct txn *t, struct arena *a, const char *id_or_name);

/* project.c */
Duban__Project *project_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t project_by_code(struct txn *t, const char *code);
bool project_active(const Duban__Project *p);			 /* its lamps may light */
bool project_on_list(const Duban__Project *p, const char *list); /* now */

/* link.c: a chain with its links, ready for schedule_compute */
struct chain {
	uint32_t project, year;
	Duban__Chain *record; /* NULL: no chain of that year */
	size_t n;
	Duban__Link **link; /* by no */
	Duban__LinkProgress **progress;
	struct schedule schedule; /* plan.link[i] is link[i]'s */
};
int chain_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year, struct chain *ret);
/* What a link must name and does not (R1 W22). */
struct link_lack {
	bool unit, leader, person, limit, any;
};
struct link_lack link_lacks(const Duban__Link *l);
/* The plan side of one link; `l` and `p` must outlive it. */
void chain_schedule_link(const Duban__Link *l, const Duban__LinkProgress *p,
			 struct schedule_link *ret);
Duban__Link *link_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no);
Duban__LinkProgress *progress_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
				  uint32_t no);

/* warning.c */
Duban__Warning *warning_get(struct txn *t, struct arena *a, const Duban__Subject *s, uint32_t rule,
			    uint32_t occurrence);
uint32_t warning_last_occurrence(struct txn *t, const Duban__Subject *s, uint32_t rule);
/* Whose warning a key of tables `warning` and `warning_open` is. */
void warning_key_read(struct bytes key, Duban__Subject *s, uint32_t *ret_rule);
/* The warning behind a key of `warning_open`. */
Duban__Warning *warning_of_open(struct txn *t, struct arena *a, struct bytes key);
bool warning_id_parse(const char *id, Duban__Subject *s, uint32_t *rule, uint32_t *occurrence);
char *warning_id_text(struct arena *a, const Duban__Subject *s, uint32_t rule, uint32_t occurrence);

/* report.c: newest first, at most `max` */
struct report_page {
	Duban__Report **report;
	size_t n;
};
int report_list(struct txn *t, struct arena *a, uint32_t project, size_t max,
		struct report_page *ret);

/* days.c: the working-day table of a calendar version (0 = the latest), built from the
 * stored notices. */
int days_load(struct txn *t, struct arena *a, uint32_t version, struct calendar **ret);
/* Did a version up to `by` (0 = any) take this one back? */
bool calendar_withdrawn(struct txn *t, struct arena *a, uint32_t version, uint32_t by);

/* principal.c */
Duban__Principal *principal_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t principal_by_key(struct txn *t, const uint8_t key[32]);
uint32_t principal_by_name(struct txn *t, const char *name);
/* Known, not revoked, inside its days at `now`. */
bool principal_valid(const Duban__Principal *p, usec_t now);

/* removed.c: the commands whose events hold no more, by seq: imports taken back, and the taking
 * back. */
struct undone {
	Duban__Undone **span;
	size_t n;
};
int undone_load(struct txn *t, struct arena *a, struct undone *ret);
const Duban__Undone *undone_find(const struct undone *u, uint64_t seq); /* NULL: it holds */

/* request.c */
Duban__RequestMark *request_mark(struct txn *t, struct arena *a, uint32_t principal,
				 struct bytes request_id);
