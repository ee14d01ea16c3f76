/* Checks the invariants of all reports and figures. */
#pragma once

#include <stdbool.h>

struct arena;
struct txn;

/* Are the tables of reports and figures consistent? False: `fault` describes the first error.
 * Empties the arena. */
#define REPORT_FAULT_MAX 160
bool report_sound(struct txn *t, struct arena *a, char fault[REPORT_FAULT_MAX]);
