/* What must hold of all reports and figures. */
#pragma once

#include <stdbool.h>

struct arena;
struct txn;

/* Do the tables of reports and figures fit each other? False: the first thing that does not.
 * Empties the arena. */
#define REPORT_FAULT_MAX 160
bool report_sound(struct txn *t, struct arena *a, char fault[REPORT_FAULT_MAX]);
