/* Folds of reports: submitted, reviewed, returned, confirmed, or imported as an opening balance. */
#pragma once

#include <stdint.h>

struct arena;
struct txn;

void report_replace(struct txn *t, struct arena *a, uint32_t num);
