/* The figures of lists (清单数据) for the queries that print them: from the tallies where the
 * caller reads the whole city, else added up from the shares of the projects that the caller may
 * read. Both give the same, and both count a project where it is now. */
#pragma once

#include <stdint.h>

#include "model/tally/tally.h"
#include "proto/api.pb-c.h"

struct request;

struct figures_asked {
	const char *list;      /* "": all projects */
	enum tally_group kind; /* by what they are grouped */
	uint32_t year;
	uint32_t unit; /* only of this unit and those below it; 0: of all */
};

/* In the request's arena, by number or name. */
int figures_of(struct request *rq, const struct figures_asked *q, struct tally_years *ret);
/* All groups added up. */
struct tally_year *figures_sum(struct request *rq, const struct tally_years *all);

/* What a month of a group says, with its rates; its name stays empty. NULL: no memory. `before`:
 * the same group in the year before; NULL: there is none. */
struct figures_month {
	const struct tally_year *of, *before;
	uint32_t year, month; /* 1-12 */
	/* what the year before comes to by a base (基数), if the tallies have none of it */
	const Duban__YearBase *base;
	int64_t target; /* of completed investment in the year, fen; 0: there is none */
	bool truncate;	/* rates are cut off, not rounded */
};
Duban__ListMonth *figures_row(struct request *rq, const struct figures_month *m);
/* The base of a unit (0: the city) for a month; NULL: there is none. */
Duban__YearBase *figures_base(struct request *rq, const char *list, uint32_t unit, uint32_t yyyymm);
