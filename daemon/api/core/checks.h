/* Makes several checks, each of them even if an earlier one failed, so that all errors are reported
 * at once. Write each as a statement of its own: they run, and report, in this order. The first
 * failure decides the verdict; an errno overrides it.
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

/* `r`: a verdict whose problem was reported, or < 0, or 0. */
static inline void checks_add(struct checks *c, int r)
{
	if (c->verdict == 0 || (r < 0 && c->verdict > 0))
		c->verdict = r;
}

/* `fine` false: the problem was reported already. */
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
