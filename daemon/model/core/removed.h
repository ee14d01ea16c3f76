/* Commands whose events no longer hold, by seq: reverted imports, and the reverts themselves. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The commands whose events hold no more, by seq: imports taken back, and the taking
 * back. */
struct undone {
	Duban__Undone **span;
	size_t n;
};
int undone_load(struct txn *t, struct arena *a, struct undone *ret);
const Duban__Undone *undone_find(const struct undone *u, uint64_t seq); /* NULL: it holds */
