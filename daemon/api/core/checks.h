/* Several checks of which every one is made, so that a person is told all that is wrong at once.
 * Each is a statement of its own: they are made, and tell, in the order in which they stand. The
 * first that fails decides, and an errno outranks it.
 *
 *	struct checks all = {0};
 *
 *	checks_fine(&all, cell_text(&name, NAME_MAX_BYTES, &now->name));
 *	checks_add(&all, request_refuse(rq, STATUS_INVALID, "report.percent", NULL));
 *	return checks_verdict(&all); */
#pragma once

#include <stdbool.h>

#include "proto/status.h"

struct checks {
	int verdict;
};

/* A verdict with its problem, or < 0, or 0. */
static inline void checks_add(struct checks *c, int r)
{
	if (c->verdict == 0 || (r < 0 && c->verdict > 0))
		c->verdict = r;
}

/* False: what is wrong was told already. */
static inline void checks_fine(struct checks *c, bool fine)
{
	checks_add(c, fine ? 0 : STATUS_INVALID);
}

static inline int checks_verdict(const struct checks *c)
{
	return c->verdict;
}

static inline bool checks_passed(const struct checks *c)
{
	return c->verdict == 0;
}
