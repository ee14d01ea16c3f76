/* The fixed UTC offset of a time zone, from the machine's tzdata. A store keeps one offset for
 * life, because deadlines are civil dates; zones whose offset changes are refused. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* *ret: minutes east of UTC. INVALID: the zone is unknown or its offset changes between 2007
 * and 2037; *ret_fault (static) says which. Changes the variable TZ for a moment, so call it
 * before threads exist. */
int zone_minutes(const char *name, int *ret, const char **ret_fault);
