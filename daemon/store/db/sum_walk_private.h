/* How writes tell the walk. */
#pragma once

#include "proto/bytes.h"
#include "store/db/db.h"

struct table_sum;
struct sum_walk;

/* The sum of what was walked, if the row is in that part; NULL: it is not, or there is no walk. */
struct table_sum *sum_walk_passed(struct sum_walk *w, enum table table, struct bytes key);
/* A write transaction was given up: what was walked in it is not there. */
void sum_walk_again(struct sum_walk *w);
