/* The check of the state's tables while the daemon runs: once a week their rows are added up again,
 * a slice at a time, and compared with the sums that are kept with every change. The start has
 * proved the same of the file as it lay on the disk. */
#pragma once

#include <stdbool.h>

struct engine;

/* Does the next slice if a check is on or its week is over. Call it about once a second, between
 * two rounds. < 0: the state is wrong or cannot be read (engine_distrusts), the process must end.
 * *ret_ended: this slice was the last one of a check. */
int engine_check_state(struct engine *e, bool *ret_ended);
