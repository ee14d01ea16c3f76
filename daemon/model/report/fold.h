/* Folding what happens to a report: submitted, reviewed, returned, confirmed, or put as an
 * opening balance. */
#pragma once

#include <stdint.h>

struct arena;
struct txn;

void report_replace(struct txn *t, struct arena *a, uint32_t num);
