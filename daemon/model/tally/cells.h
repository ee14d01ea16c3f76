/* Collects the cells of a project's share, in any order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/tally/measure.h"
#include "proto/model.pb-c.h"

struct arena;

struct tally_cell {
	uint32_t year, at;
	int64_t amount;
};

struct tally_cells {
	struct arena *arena;
	struct tally_cell *cell;
	size_t n;
	bool failed; /* out of memory */
};

/* The measure changes by `amount` at the end of month yyyymm, against the month before. */
void cells_add(struct tally_cells *c, uint32_t yyyymm, enum tally_measure m, int64_t amount);
/* The measure's value at the end of each month of the year. */
void cells_levels(struct tally_cells *c, uint32_t year, enum tally_measure m,
		  const int64_t level[TALLY_MONTHS]);
/* The cells of the parts that are not in `parts`. */
void cells_keep(struct tally_cells *c, const Duban__TallyShare *of, unsigned parts);
/* Fills share->year: sorted, each cell once, none of 0. -ENOMEM. */
int cells_end(struct tally_cells *c, Duban__TallyShare *share);
