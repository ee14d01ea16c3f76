/* fold: applies one event to the state tables. No other code writes them. Pure: no clock, random
 * numbers, locale or configuration; everything it needs is in the event. Each record's file
 * registers its folds: FOLD(LINK_STARTED, fold_link_started, .touches = true). */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "proto/section.h"

struct txn;

#define FOLD_VERSION 1

/* What the tallies' measures are computed from (model/tally/measure.h): after an event only the
 * parts are computed anew that it can change. */
enum tally_part {
	TALLY_BASE = 1, /* project, life, members, plans, figures */
	TALLY_LINKS = 2,
	TALLY_LAMPS = 4,
	TALLY_PROBLEMS = 8,
	TALLY_PROJECT = TALLY_BASE | TALLY_LINKS, /* of its own fields: steps follow its life */
	TALLY_ALL = 15,
	TALLY_NOTHING = 16, /* no tally changes */
};

struct fold_row {
	Duban__Event__BodyCase body;
	/* `body` is the message in the event's oneof. Failures set the txn's sticky error. */
	void (*fold)(struct txn *t, struct arena *a, const Duban__Event *e, const void *body);
	bool touches;	  /* the subjects of the event's project are evaluated again */
	unsigned tallies; /* of enum tally_part; 0: all */
	bool schedule;	  /* schedules may change: of the event's project, or of all projects if it
			  names none (calendar, parameters) */
	/* The history that the event belongs to, besides that of its project. A past day shows a
	 * history up to its first event that is later than the day, and nothing after it. NULL: the
	 * history of the record that the event puts, by its description; FOLD_ALONE: the event is
	 * in no other history. */
	const char *family;
	const char *subject; /* fields of the event, or of its record: "year link" */
};

#define FOLD_ALONE ""

SECTION_DECLARE(duban_folds, struct fold_row);

/* Rows are named after the event, not after the function, so that one fold can serve several
 * events. */
#define FOLD(case_, fn, ...)                                                                       \
	static const struct fold_row fold_row_##case_ = {                                          \
	    .body = DUBAN__EVENT__BODY_##case_, .fold = (fn), __VA_ARGS__};                        \
	SECTION_ROW(duban_folds, struct fold_row, fold_row_##case_)

/* Registers how a record is deleted, if more than its row goes, beside the fold that stores it:
 * REMOVE(paper, remove_paper). It is in e->record_removed. Decide has checked that nothing depends
 * on the record. */
struct remove_row {
	const ProtobufCMessageDescriptor *record;
	void (*remove)(struct txn *t, struct arena *a, const Duban__Event *e);
};

SECTION_DECLARE(duban_removals, struct remove_row);
#define REMOVE(noun_, fn)                                                                          \
	static const struct remove_row remove_row_##noun_ = {                                      \
	    .record = &duban__##noun_##__descriptor, .remove = (fn)};                              \
	SECTION_ROW(duban_removals, struct remove_row, remove_row_##noun_)

/* The family and subject of an event's history, by its row or by its record's description. False:
 * the event is in no other history. */
bool fold_family(Duban__Event__BodyCase body, const char **ret_family, const char **ret_subject);

/* Also returns a default row for the put of a record whose key consists of its fields; that needs
 * no FOLD. */
const struct fold_row *fold_row(Duban__Event__BodyCase body); /* NULL: unknown */
/* Folds the event into the record, the clock, the request mark and the project index. -EBADMSG for
 * an event without a fold. `a` is for temporary data. */
int fold_event(struct txn *t, struct arena *a, const Duban__Event *e);
