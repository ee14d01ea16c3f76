/* A zone's fixed offset, from the machine's tzdata. The office's deadlines are civil dates at
 * one offset for life: zones that shift are refused. */
#pragma once

#include <stdbool.h>

#include "base/err.h"

/* INVALID: unknown, or it shifts between 2007 and 2037; *ret_fault says which (static). Sets
 * TZ for a moment: call before there are threads. */
int zone_minutes(const char *name, int *ret, const char **ret_fault);
