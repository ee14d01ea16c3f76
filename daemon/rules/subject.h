/* What warnings are about. A kind of subject is one row, registered beside its noun; the rules
 * that name the kind (rule.h) look at each subject of it:
 *     SUBJECT_KIND(camera, .page = "camera show", .next = next, .load = load, ...);
 *
 * A subject is either a project's or the city's (project 0). The rules look at all that is of one
 * project at once, and at each of the city's subjects by itself: that is what the time heap
 * holds. So a project's kinds have `scan`; the city's kinds have `next` (to find them all),
 * `load` (one) and `touched` (which one an event is about). */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "proto/section.h"
#include "rules/rule.h"
#include "store/db/db.h"

struct subject {
	Duban__Subject id;
	uint32_t unit;		/* whose it is now */
	const void *view;	/* what the kind's rules see; lives as long as the scan */
	bool frozen;		/* no rule is asked, and what is lit stays as it is */
	uint32_t extended_date; /* an extension's date, kept with what lights; 0 = none */
};

/* The engine's question, at one instant. */
struct subject_scan {
	struct txn *txn;
	struct arena *arena;
	const Duban__Project *project; /* NULL: the city's subject `of` */
	const Duban__Subject *of;
	const struct calendar *calendar;
	int zone_minutes;
	usec_t now;
	/* To be called with each subject there is. */
	int (*see)(struct subject_scan *s, const struct subject *one);
};

/* What people are told of a subject. */
struct subject_about {
	struct txn *txn;
	struct arena *arena;
	const Duban__Subject *id;
	const Duban__Project *project; /* NULL: of the city */
	/* out, texts never NULL */
	uint32_t unit; /* whose it is now: also who may read of it when it is the city's */
	const char *name, *leader, *person;
	const char *words; /* what `page` is asked for: "7" */
	bool frozen;
};

struct subject_kind {
	const char *name; /* in ids and on the wire: a-z and _, at most SUBJECT_KIND_MAX */
	const char *page; /* the command that shows one: "camera show" */
	int (*scan)(struct subject_scan *s); /* all of s->project */
	int (*load)(struct subject_scan *s); /* s->of, if there is such a one */
	/* Moves on to the next subject of the city in order of number; from zeros: to the first. */
	bool (*next)(struct txn *t, struct arena *a, Duban__Subject *io);
	/* Does the rules' answer depend on the event? Fills in which subject's. */
	bool (*touched)(const Duban__Event *ev, Duban__Subject *ret);
	/* False: it is there no more. */
	bool (*about)(struct subject_about *io);
	/* Why a lamp goes out; NULL: the outcome's own cause. */
	Duban__ClearCause (*cause)(const struct subject *s, const struct rule *rule,
				   const struct outcome *o, const Duban__Warning *w);
};

SECTION_DECLARE(duban_subject_kinds, struct subject_kind);
#define SUBJECT_KIND(name_, ...)                                                                   \
	static const struct subject_kind subject_kind_##name_ = {.name = #name_, __VA_ARGS__};     \
	SECTION_ROW(duban_subject_kinds, struct subject_kind, subject_kind_##name_)

/* The kinds in order of their names; NULL: the first, and after the last. */
const struct subject_kind *subject_kind_after(const struct subject_kind *k);
const struct subject_kind *subject_kind_find(const char *name); /* NULL: none */
const struct subject_kind *subject_kind_of(const Duban__Subject *s);
