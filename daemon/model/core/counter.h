/* Numbers of nouns: given in decide (last + 1), raised in fold, never given twice. */
#pragma once

#include "store/db/db.h"

void counter_raise(struct txn *t, const char *noun, uint32_t num);
