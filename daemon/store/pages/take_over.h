/* Reads tables from a data.mdb with another schema number, or from a damaged one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "store/db/tables.h"

struct txn;

struct take_over {
	const char *file; /* which no process may have open */
	bool damaged;	  /* rows that cannot be read are passed over */
	bool found;	  /* out: the table is there, as far as can be seen */
	uint64_t had;	  /* out: the rows that the file says it has */
	uint64_t got;	  /* out: those that were copied */
};

/* Copies a table. Only for tables whose form never changed (ASIDE, mark), since keys and values are
 * copied as they are. A missing table counts as empty. */
int db_take_over(struct txn *t, enum table table, struct take_over *k);
