/* A list by name that shows its first few items in an order. */
#pragma once

#include "rules/publication/drafting.h"

enum { NAMED_ITEMS_MAX = 20 };

struct named {
	struct draft_list list;
	struct {
		int64_t order; /* the smaller one first; equal ones as they came */
		struct draft_values values;
	} one[NAMED_ITEMS_MAX];
	size_t n;
	uint32_t all;
};

/* Room for an item at its place; NULL: the template does not want it, or it comes after the last
 * one shown. It is counted in any case. */
struct draft_values *named_add(struct named *l, int64_t order);
/* The list, KEY_all and, if some are not shown, KEY_more. */
int named_end(struct named *l);
