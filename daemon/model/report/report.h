/* Reports (报送): what a project's unit hands in, by form: a month's numbers, a week's or a
 * day's progress, a link's finish, a stage, a correction, an explanation. Each stands in a slot
 * (project, form, period or day or link); the last one handed in holds it.
 * What counts are the figures (figure.c): fold books a monthly report or a correction there
 * once it is confirmed. Weekly and daily reports hold progress and book no money. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

/* NULL: there is none of that number. */
Duban__Report *report_get(struct txn *t, struct arena *a, uint32_t num);
/* The last one handed in for the slot of `like` (project, form and what the form is of); NULL:
 * none. */
Duban__Report *report_in_slot(struct txn *t, struct arena *a, const Duban__Report *like);
/* The report that waits and asks for this link's finish, 0 = none. */
uint32_t report_of_link(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
			uint32_t no);
/* What still asks for this link's finish, or for any move of the project, waiting or returned,
 * 0 = none; and its end when the link is finished or given up, or the project moved, without it. */
uint32_t report_left(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no);
uint32_t report_left_stage(struct txn *t, struct arena *a, uint32_t project);
struct key *report_slot_key(struct key *k, const Duban__Report *r);
/* When it last counted for something; and which of two came to count first: of one command all
 * bear one instant, and then it is as report_draft books them. */
int64_t report_instant(const Duban__Report *r);
int report_order(const Duban__Report *l, const Duban__Report *r);
/* Does it move money once confirmed? */
bool report_books(const Duban__Report *r);

/* Whose turn it is first: the project's department (行业部门), else the parent of its unit.
 * 0: there is none beside its own unit, so it goes to the office at once. */
uint32_t report_reviewer(struct txn *t, struct arena *a, const Duban__Project *p,
			 bool *ret_is_sector);

/* Newest first, at most `max` */
struct report_page {
	Duban__Report **report;
	size_t n;
};
int report_list(struct txn *t, struct arena *a, uint32_t project, size_t max,
		struct report_page *ret);
