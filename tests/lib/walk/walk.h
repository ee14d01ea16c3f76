/* A year in the life of a small city, moved by a seed: what people do, what the gateway does, and
 * what must hold whatever they do. The parts:
 *   walk_city     who and what there is
 *   walk_acts     what people do about links, lamps, duties, meetings, exemptions, and each other
 *   walk_matters  what they do about orders, problems and proposals
 *   walk_gateway  the gateway, and what each recipient has heard
 *   walk_steps    each step of a ladder, as it is recorded
 *   walk_live     what is open has a next look in time, or a reason for having none
 * The seed is printed at the start; the same seed makes the same year. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "text/date.h"

struct arena;
struct world;

enum { WALK_EXEMPTIONS_MAX = 60 };

struct year_walk {
	struct world *w;
	uint64_t seed, dice;
	const char *cadence, *ladder; /* profiles in force at first */
	struct arena *arena;	      /* of an invariant's readings; emptied by each */
	struct walk_gateway *gateway;
	struct walk_steps *steps;
	uint64_t cursor;     /* events up to this seq were seen */
	uint32_t serial;     /* numbers of documents */
	uint32_t exemptions; /* so many were granted */
	date_t days_moved;   /* the last day on which working days or parameters changed */
	bool ended;	     /* nobody does anything any more */
	/* what happened, so that a test can say that it did */
	struct walk_counts {
		uint32_t done, refused, restarts, crashes, replaced, holidays, exempted, meetings;
		uint32_t raised, cleared, by_hand, reopened, steps, proposals;
		uint32_t orders_closed, problems_closed, duties_done, duties_missed;
		uint32_t made, delivered, failed, expired, unsaid, ends;
	} n;
};

struct year_walk *walk_new(uint64_t seed);
struct year_walk *walk_free(struct year_walk *x);

uint32_t walk_pick(struct year_walk *x, uint32_t n); /* 0 to n - 1 */
bool walk_chance(struct year_walk *x, uint32_t percent);
date_t walk_today(const struct year_walk *x);
date_t walk_wd(const struct year_walk *x, date_t from, int n); /* calendar_add */
usec_t walk_start(date_t day);				       /* 00:00 */

/* From now on requests are those of a role, of a unit ("" = of the city); each unit has a hand of
 * its own. */
void walk_as(struct year_walk *x, Duban__Role role, const char *unit);
void walk_as_local(struct year_walk *x);
/* A request as text (lib/rights/body.h). Whether it was accepted; what is refused changes nothing.
 * The word @file is the stored file's digest, @doc a new 文号. */
bool walk_try(struct year_walk *x, const char *request, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* The same; a refusal fails the test. */
void walk_do(struct year_walk *x, const char *request, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool walk_import(struct year_walk *x, Duban__ImportKind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Time passes up to that minute of that day, with all that comes due. */
void walk_until(struct year_walk *x, date_t day, int minute);
/* Calls `see` for each event that was not seen yet. */
void walk_events(struct year_walk *x, void (*see)(struct year_walk *x, const Duban__Event *ev));

void walk_city(struct year_walk *x);
const char *walk_unit(struct year_walk *x);    /* any of the city's */
const char *walk_person(struct year_walk *x);  /* likewise */
const char *walk_project(struct year_walk *x); /* likewise */
Duban__Role walk_role_of(const char *unit);

/* A working day: everybody does something. */
void walk_people_act(struct year_walk *x);
void walk_matters_act(struct year_walk *x);
/* The daemon stops and starts, cleanly or killed. */
void walk_restart(struct year_walk *x);

/* Everything is watched that the events since the last time tell. */
void walk_watch(struct year_walk *x);
/* What must hold at the end of any day. */
void walk_check(struct year_walk *x);
/* Nobody acts any more, all lamps go out and the gateway works: at last all is told. */
void walk_settle(struct year_walk *x);
