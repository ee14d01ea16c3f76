/* Numbers of nouns: given in decide (last + 1), raised in fold, never given twice. */
#pragma once

#include <stdint.h>

struct txn;

void counter_raise(struct txn *t, const char *noun, uint32_t num);

/* The last number given to a noun ("unit", "person", "project", "report",
 * "principal", "calendar"); fold raises it. */
uint32_t counter_last(struct txn *t, const char *noun);
