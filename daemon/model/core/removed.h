/* Commands whose events no longer hold, by seq: reverted imports, and the reverts themselves. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Commands that no longer count, by seq: reverted imports and the reverts themselves. */
struct undone {
	Duban__Undone **span;
	size_t n;
};
int undone_load(struct txn *t, struct arena *a, struct undone *ret);
const Duban__Undone *undone_find(const struct undone *u, uint64_t seq); /* NULL: the event counts */
