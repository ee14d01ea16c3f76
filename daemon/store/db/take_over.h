/* Out of a data.mdb of another schema, beside the store that is open. */
#pragma once

#include "store/db/db.h"

struct txn;

/* Copies a table out of `file`, which nobody has open. Only tables whose form never changed (ASIDE,
 * mark): keys and values are taken as they are. One that is not there is empty. */
int db_take_over(struct txn *t, const char *file, enum table table);
