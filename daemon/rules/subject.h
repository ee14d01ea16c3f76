/* Kinds of subjects. A subject is what a warning is about. Each kind is one row, registered beside
 * its noun; the rules that name it (rule.h) judge each subject of it:
 *   SUBJECT_KIND(camera, .page = "camera show", .next = next, .load = load, ...);
 *
 * A subject belongs either to a project or to the city (project 0). All subjects of a project are
 * evaluated together, each subject of the city by itself; the table `due` has a row for each of
 * these units. So a kind within projects has `scan`; a kind of the city has `next` (to find all),
 * `load` (to read one) and `touched` (which one an event is about). A kind whose subjects are of a
 * project or of the city has all of them: `scan` for a project's, the others for the city's.
 *
 * What comes due beside lamps (the duties of a new period) is the kind's `follow`: it finds out
 * what is to be told at `now`, and when to look again. */
#pragma once

#include "base/arena.h"
#include "proto/event.pb-c.h"
#include "proto/section.h"
#include "rules/rule.h"
#include "store/db/db.h"

struct holder_memo;
struct subject_head;
struct subject {
	Duban__Subject id;
	uint32_t unit;		/* the responsible unit at present */
	uint32_t department;	/* that took the matter over and must act now; 0 = the unit must */
	Duban__Turn turn;	/* whose turn it is, if it is neither's; 0: it is one of theirs */
	uint32_t turn_unit;	/* with `turn`; 0 = the office */
	const void *view;	/* what the kind's rules get; must live as long as the scan */
	bool frozen;		/* no rule judges it: its open warnings stay as they are */
	int stage;		/* a link that is a step: the stage reached by it; 0: none */
	bool ended;		/* it is done or gone: what still waits for review holds nothing */
	bool counted;		/* its dates leave out the days of exemptions already */
	uint32_t exempted_days; /* by which exemptions moved them */
	uint32_t extended_date; /* date of an extension, stored with a warning; 0 = none */
	const Duban__Subject *continues; /* of an earlier year (结转); NULL: none */
};

/* What the engine asks a kind for: the subjects of a project, or one subject of the city, at one
 * instant. */
struct subject_scan {
	struct txn *txn;
	struct arena *arena;
	const Duban__Project *project; /* NULL: the city's subject `of` is asked for */
	const Duban__Subject *of;
	const struct matters *matters; /* open matters of the project; of the city: NULL */
	const struct calendar *calendar;
	int zone_minutes;
	usec_t now;
	/* the kind calls it once for each subject that exists */
	int (*see)(struct subject_scan *s, const struct subject *one);
	/* For `follow`: an event to be filled in. NULL: no memory, the transaction has failed. */
	Duban__Event *(*tell)(struct subject_scan *s);
	/* `again`: evaluate again at `at`, which sees what `tell` changed; `rest`: and until then
	 * not for what it gathers; `settle`: the tallies; `head`: the event on which all rests. */
	void (*again)(struct subject_scan *s, usec_t at);
	void (*rest)(struct subject_scan *s, usec_t at);
	int (*settle)(struct subject_scan *s);
	void (*head)(struct subject_scan *s, struct subject_head *ret);
	struct holder_memo *holders; /* that were looked up before; NULL: none is kept */
};

/* What people are told about a subject. */
struct subject_about {
	struct txn *txn;
	struct arena *arena;
	const Duban__Subject *id;
	const Duban__Project *project; /* NULL: a subject of the city */
	/* out; texts are never NULL; `unit`: responsible, and may read the city's warnings */
	uint32_t unit;
	const char *name, *leader, *person;
	uint32_t leader_num, person_num; /* of registered persons; 0: a name alone, or none */
	const char *words;		 /* the arguments of `page`: "7" */
	bool frozen;
};

/* For `wakes`: one event, and what is called for each of the city that it is about. */
struct subject_wakes {
	struct txn *txn;
	struct arena *arena;
	const Duban__Event *ev;
	void (*wake)(struct subject_wakes *w, const Duban__Subject *of);
};

struct subject_kind {
	const char *name; /* in ids and on the wire: a-z and _, at most SUBJECT_KIND_MAX */
	const char *page; /* the command that shows one: "camera show" */
	int (*scan)(struct subject_scan *s); /* calls see for all of s->project */
	int (*load)(struct subject_scan *s); /* calls see for s->of if it exists */
	/* Moves *io on to the city's next subject in order of number; from zeros to the first.
	 * False: no more. */
	bool (*next)(struct txn *t, struct arena *a, Duban__Subject *io);
	/* Can the event change an outcome? If so, *ret is filled in with the subject. */
	bool (*touched)(const Duban__Event *ev, Duban__Subject *ret);
	bool (*gathers)(const Duban__Event *ev, Duban__Subject *ret); /* unless it rests */
	/* The same where one event is about several subjects of the city, or where that has to be
	 * looked up. Called when the event was folded, and possibly before. */
	void (*wakes)(struct subject_wakes *w);
	/* Called after the rules, unless nothing may be written. A frozen subject has it too. */
	int (*follow)(struct subject_scan *s, const struct subject *one);
	/* False: the subject no longer exists. */
	bool (*about)(struct subject_about *io);
	/* Why a warning is cleared; NULL: use the outcome's own cause. */
	Duban__ClearCause (*cause)(const struct subject *s, const struct rule *rule,
				   const struct outcome *o, const Duban__Warning *w);
	/* Why a warning is cleared whose subject is not seen any more, and the day on which what
	 * was asked for happened (yyyymmdd; 0: not). NULL: it was withdrawn. */
	Duban__ClearCause (*ended)(struct txn *t, struct arena *a, const Duban__Subject *s,
				   uint32_t *ret_on_date);
};

SECTION_DECLARE(duban_subject_kinds, struct subject_kind);
#define SUBJECT_KIND(name_, ...)                                                                   \
	static const struct subject_kind subject_kind_##name_ = {.name = #name_, __VA_ARGS__};     \
	SECTION_ROW(duban_subject_kinds, struct subject_kind, subject_kind_##name_)

/* The kind after `k` in order of names; NULL gives the first, and is returned after the last. */
const struct subject_kind *subject_kind_after(const struct subject_kind *k);
const struct subject_kind *subject_kind_find(const char *name); /* NULL: no such kind */
const struct subject_kind *subject_kind_of(const Duban__Subject *s);
