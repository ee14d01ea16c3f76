/* A check of the tables' sums while the store is in use: the rows are read in slices, between which
 * others may put and delete. What changes in the part that was walked already is taken into account
 * as it happens. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/cleanup.h"
#include "store/db/db.h"

struct db;
struct sum_walk;
struct txn;

/* Starts at the first table; one at a time for a store. */
int sum_walk_new(struct sum_walk **ret, struct db *db);
struct sum_walk *sum_walk_free(struct sum_walk *w);
DEFINE_CLEANUP(struct sum_walk *, sum_walk_free)

/* Reads up to `rows` rows more, in the write transaction. -EBADMSG, also as its sticky error: the
 * rows of a table do not add up to its sum, or cannot be read; *ret_table is the table. */
int sum_walk_step(struct sum_walk *w, struct txn *t, size_t rows, bool *ret_done,
		  enum table *ret_table);
