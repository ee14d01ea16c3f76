/* What a batch of shares changes in the tallies, collected in memory and written row by row: many
 * projects of a batch are in the same groups. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct deltas;
struct txn;

/* Which projects a tally adds up; the number is in the keys. */
enum tally_group {
	TALLY_GROUP_UNIT = 1, /* key: number of the unit */
	TALLY_GROUP_SECTOR,   /* of the sector's unit */
	TALLY_GROUP_BAND,     /* of the band, from 1 */
	TALLY_GROUP_CATEGORY, /* name */
	TALLY_GROUP_BATCH,    /* name */
	TALLY_GROUP_MAX_
};

int deltas_new(struct deltas **ret);
struct deltas *deltas_free(struct deltas *d);

/* Adds (sign 1) or takes away (-1) a share. */
int deltas_share(struct deltas *d, const Duban__TallyShare *s, int sign);
/* Writes what does not cancel out, and forgets it. `a` is reset for each row. */
int deltas_write(struct deltas *d, struct txn *t, struct arena *a);
