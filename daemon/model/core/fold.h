/* fold: applies one event to the state tables; the only code that writes them. Pure: no
 * clock, random, locale or config; what it needs is in the event.
 * A row registers where the noun is: FOLD(LINK_STARTED, fold_link_started, .touches = true). */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "proto/section.h"

struct txn;

#define FOLD_VERSION 1

struct fold_row {
	Duban__Event__BodyCase body;
	/* `body` points at the oneof's message. Failures go to the txn's sticky error. */
	void (*fold)(struct txn *t, struct arena *a, const Duban__Event *e, const void *body);
	bool touches; /* the rules look at the event's project again */
	bool
	    schedule; /* dates may have moved: of its project, else of all (calendar, parameters) */
	/* Whose history the event belongs to, beside its project's: as of a day a history is cut
	 * where a fact is later than the day, never holed. NULL: that of the record it puts, by its
	 * description; FOLD_ALONE: the event stands for itself. */
	const char *family;
	const char *subject; /* fields of the event, or of the noun in it: "year link" */
};

#define FOLD_ALONE ""

SECTION_DECLARE(duban_folds, struct fold_row);

/* Rows are named after the event, so that one fold may serve several. */
#define FOLD(case_, fn, ...)                                                                       \
	static const struct fold_row fold_row_##case_ = {                                          \
	    .body = DUBAN__EVENT__BODY_##case_, .fold = (fn), __VA_ARGS__};                        \
	SECTION_ROW(duban_folds, struct fold_row, fold_row_##case_)

/* How a record is taken out again, where more than its row goes, stands beside its fold:
 * REMOVE(paper, remove_paper). Nothing was built on it: decide has looked. */
struct remove_row {
	const ProtobufCMessageDescriptor *record;
	void (*remove)(struct txn *t, struct arena *a, const Duban__RecordRemoved *b);
};

SECTION_DECLARE(duban_removals, struct remove_row);
#define REMOVE(noun_, fn)                                                                          \
	static const struct remove_row remove_row_##noun_ = {                                      \
	    .record = &duban__##noun_##__descriptor, .remove = (fn)};                              \
	SECTION_ROW(duban_removals, struct remove_row, remove_row_##noun_)

/* What `family` and `subject` of an event come to. False: it stands for itself. */
bool fold_family(Duban__Event__BodyCase body, const char **ret_family, const char **ret_subject);

/* The put of a record whose key is made of its fields needs no row: it has one all the same. */
const struct fold_row *fold_row(Duban__Event__BodyCase body); /* NULL: unknown */
/* Folds the noun, the clock, the request mark and the project index. -EBADMSG for an event
 * without a fold. `a` is scratch. */
int fold_event(struct txn *t, struct arena *a, const Duban__Event *e);
