/* What one project adds to the tallies: the one place where a measure is defined. A share follows
 * from the state alone (also the calendar and exemptions, by which links have their deadlines), so
 * the tallies can be counted anew at any time. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct calendar;
struct tally_cells;
struct txn;

struct tally_of {
	struct txn *txn;
	struct arena *arena;
	const struct calendar *calendar;
	int zone_minutes;
};

/* The project's share; NULL: there is no such project. `was`: the share as it is stored, from which
 * the parts that are not in `parts` (enum tally_part) are taken over; NULL: all are computed. */
int tally_share_of(const struct tally_of *x, uint32_t project, unsigned parts,
		   const Duban__TallyShare *was, Duban__TallyShare **ret);

/* Its parts, a file each: add the project's cells. 0 or -errno. */
int share_base(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c,
	       Duban__TallyShare *io);
int share_links(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c);
int share_lamps(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c);
int share_problems(const struct tally_of *x, const Duban__Project *p, struct tally_cells *c);
