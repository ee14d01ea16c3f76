/* What a project's share means for one list: its measures count only at the ends of the months of
 * its stay there. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

/* The measure changes by `amount` at the end of the month. Others than 0 stop the expansion. */
typedef int (*tally_each)(void *user, uint32_t yyyymm, uint32_t measure, int64_t amount);
int tally_expand(const Duban__TallyShare *s, const Duban__TallyStay *stay, tally_each each,
		 void *user);
