/* The mark around calls of LMDB, for guard.c. */
#pragma once

#include <stdbool.h>

#include "store/db/db_private.h"

extern _Thread_local volatile bool guard_inside;

/* The value of `call`, a call of LMDB on the environment of `db`. */
#define GUARDED(db_, call)                                                                         \
	({                                                                                         \
		guard_inside = (db_)->guarded;                                                     \
		__typeof__(call) guarded_ = (call);                                                \
		guard_inside = false;                                                              \
		guarded_;                                                                          \
	})

/* From now on faults in its map are those of the watched store. */
void guard_add(struct db *db, const char *dir);
void guard_drop(struct db *db);
