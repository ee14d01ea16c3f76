/* What others tell a warning's ladder. */
#pragma once

#include <stdint.h>

struct arena;
struct txn;

/* For folds: an order (督办函) for the warning with this id was issued, or its deadline moved; it
 * is due on that day. An id of no warning is ignored: orders have other sources, too. */
void warning_ordered(struct txn *t, struct arena *a, const char *id, uint32_t due_date);
