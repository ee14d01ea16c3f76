/* Reports (报送): what a project's unit submits. The forms are a month's numbers, a week's or a
 * day's progress, a link's finish, a stage change, a correction, an explanation, and the requests
 * to extend, stop or drop a link. Each report has a slot (project, form, and the period, day or
 * link); the last one submitted holds the slot. What counts are the figures (figure.c): fold books
 * a monthly report or a correction there when it is confirmed. Weekly and daily reports carry
 * progress only and book no money. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct key;
struct txn;

/* NULL: no report has that number. */
Duban__Report *report_get(struct txn *t, struct arena *a, uint32_t num);
/* The report that holds the slot of `like` (same project, form, and period, day or link); NULL:
 * none. */
Duban__Report *report_in_slot(struct txn *t, struct arena *a, const Duban__Report *like);
/* The number of the waiting report of this link's finish, 0 = none. */
uint32_t report_of_link(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
			uint32_t no);
/* The number of the waiting report that asks for this stage, 0 = none. */
uint32_t report_of_stage(struct txn *t, struct arena *a, uint32_t project, Duban__Stage stage);
/* The number of the waiting or returned report of this link's finish, or of a stage change of the
 * project; 0 = none. It is replaced if the office finishes or cancels the link, or moves the
 * project, without the report. */
uint32_t report_left(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no);
uint32_t report_left_stage(struct txn *t, struct arena *a, uint32_t project);
/* The same for the link that is this step of the project, in the chain of its year. */
uint32_t report_left_step(struct txn *t, struct arena *a, const Duban__Project *p,
			  Duban__LinkStep step);
struct key *report_slot_key(struct key *k, const Duban__Report *r);
/* The instant at which the report counted (confirmed, else submitted), and the order in which two
 * reports did. All reports of one command have the same instant; then the order is that in which
 * report_draft books them. */
int64_t report_instant(const Duban__Report *r);
int report_order(const Duban__Report *l, const Duban__Report *r);
/* Does it ask for a link's finish or a stage, which a confirmation makes? */
bool report_asks(const Duban__Report *r);
/* Are its amounts booked when it is confirmed? */
bool report_books(const Duban__Report *r);
/* Is it about a link: its finish, or a request about its clock? */
bool report_names_link(const Duban__Report *r);
/* Does it ask to extend, stop or drop a link's clock? Its reviewer decides; the office need not
 * confirm it. */
bool report_eases(const Duban__Report *r);
/* Is it made by a command for a link or a stage, and asks for that? */
bool report_of_move(const Duban__Report *r);

/* The unit that reviews first: the project's department (行业部门), else the parent of its unit. 0:
 * there is none other than its own unit, so the report goes straight to the office. */
uint32_t report_reviewer(struct txn *t, struct arena *a, const Duban__Project *p,
			 bool *ret_is_sector);

/* The newest first, at most `max`. */
struct report_page {
	Duban__Report **report;
	size_t n;
};
int report_list(struct txn *t, struct arena *a, uint32_t project, size_t max,
		struct report_page *ret);
/* The event that brought it: who handed it in stands there. 0: there is no such report. */
uint64_t report_event(struct txn *t, uint32_t num);
