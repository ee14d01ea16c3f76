/* Tallies (统计台账): sums of what projects count at the end of each month, by list and group, kept
 * up to date with the state. Rankings, figures of lists and briefs read these rows only, so what
 * they read depends on the number of groups, not on that of projects.
 *
 * The engine notes which projects an event changed (tally_note) and settles them once a group of
 * commands (tally_settle); until then the tallies are those of the group before. `verify` counts
 * them anew from the journal's state and compares row by row. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "model/tally/deltas.h"
#include "model/tally/measure.h"
#include "model/tally/share.h"
#include "proto/bytes.h"

struct arena;
struct tallies;
struct txn;

/* The projects whose tallies wait to be settled. */
int tallies_new(struct tallies **ret);
struct tallies *tallies_free(struct tallies *w);
DEFINE_CLEANUP(struct tallies *, tallies_free)
bool tallies_wait(const struct tallies *w);
/* `parts`: of enum tally_part. */
int tally_note(struct tallies *w, uint32_t project, unsigned parts);
/* Brings the shares and tallies of the noted projects up to date. x->arena is reset. */
int tally_settle(struct tallies *w, const struct tally_of *x);
/* The same for all projects. */
int tally_settle_all(struct tallies *w, const struct tally_of *x);

/* ---- reading */

/* A group's values at the end of each month of a year. */
struct tally_year {
	const char *name; /* of a category, batch */
	uint32_t num;	  /* of a unit, sector, band */
	int64_t at[TALLY_MONTHS][TALLY_MEASURES_];
};

struct tally_years {
	struct tally_year **group; /* in no particular order */
	size_t n;
};
/* All groups of the kind on a list in a year. Groups that never counted anything are not among
 * them. */
struct tally_asked {
	const char *list; /* empty: all projects */
	enum tally_group kind;
	uint32_t year;
};
int tally_read(struct txn *t, struct arena *a, const struct tally_asked *q,
	       struct tally_years *ret);

/* The same for some of the projects: their shares are added one by one. */
struct tally_adding {
	struct arena *arena; /* for the groups */
	uint32_t year;
	struct tally_years years; /* out: complete after tally_add_end */
	size_t place;
};
int tally_add_share(const Duban__TallyShare *s, const char *list, enum tally_group kind,
		    struct tally_adding *io);
void tally_add_end(struct tally_adding *io);
/* In words: which tally differs, the first cell of it, in the arena; NULL: no memory. */
char *tally_explain(struct arena *a, struct txn *stored, struct txn *counted, struct bytes key);
Duban__TallyShare *tally_share_get(struct txn *t, struct arena *a, uint32_t project);
