/* Reads tables from a data.mdb with another schema number. */
#pragma once

#include "store/db/db.h"

struct txn;

/* Copies a table from `file`, which no process may have open. Only for tables whose form never
 * changed (ASIDE, mark), since keys and values are copied as they are. A missing table counts as
 * empty. */
int db_take_over(struct txn *t, const char *file, enum table table);
