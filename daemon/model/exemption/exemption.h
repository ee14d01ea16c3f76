/* Exemptions (豁免): days that do not count for an area, a list, a project or a link, because of
 * what nobody could foresee. Readers return records in the arena, NULL when there is none. In a
 * store without any, asking for those of a project finds nothing by one step in an empty index. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"
#include "text/date.h"

struct arena;
struct day_spans;
struct txn;

Duban__Exemption *exemption_get(struct txn *t, struct arena *a, uint32_t num);
Duban__Exemption *exemption_by_id(struct txn *t, struct arena *a, const char *id);

/* Is there any in the store? */
bool exemptions_any(struct txn *t);

/* The days on which one exemption covers something: a part of its period, for a list's covers a
 * project only while it is on the list. */
struct exempted {
	const Duban__Exemption *by;
	date_t from, until; /* both included */
};
struct exemptions {
	struct exempted *one; /* by first day */
	size_t n;
};
/* All that cover the project or one of its links, past and to come. */
int exemptions_of_project(struct txn *t, struct arena *a, const Duban__Project *p,
			  struct exemptions *ret);
/* *ret may be added to: it has room of its own. */
int exemptions_copy(struct arena *a, const struct exemptions *of, struct exemptions *ret);
/* Adds those of the unit and of the units above it, for a thing of its own. */
int exemptions_add_unit(struct txn *t, struct arena *a, uint32_t unit, struct exemptions *io);
/* Is it about this link (no 0: about a thing that is no link), not only about another one? */
bool exempts_link(const Duban__Exemption *x, uint32_t year, uint32_t no);
/* Does it cover the whole project? */
bool exempts_whole(const Duban__Exemption *x);
/* Those that stop all clocks of the link, as days in order without overlap. */
int exemptions_of_link(struct txn *t, struct arena *a, const struct exemptions *project,
		       const Duban__Link *l, struct day_spans *ret);
