/* The state tables as a whole: their hash, and the comparison of two stores. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db/db.h"

struct bytes;
struct txn;

/* SM3 over (table name, key, value) of all STATE tables in order. */
int db_state_hash(struct txn *t, uint8_t ret[32]);
/* Finds the first table whose rows do not add up to the sum that was committed with them;
 * *ret_table = TABLE_MAX_ if there is none. */
int db_check_sums(struct txn *t, enum table *ret_table);
/* Finds the first STATE or INDEX table and key that differ; *ret_table = TABLE_MAX_ if none does.
 * *ret_key points into one of the transactions. */
int db_compare(struct txn *a, struct txn *b, enum table *ret_table, struct bytes *ret_key);
