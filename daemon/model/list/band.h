/* Size bands (投资规模档) of projects, by total investment: data/bands.csv. A bound belongs to the
 * higher band: exactly 1亿 is in "1亿-5亿". */
#pragma once

#include <stddef.h>

#include "proto/model.pb-c.h"

/* The name of the band; "" if the total is not known. */
const char *size_band(const Duban__Money *total);
/* The names of the size bands of projects (by total investment), the smallest first. */
size_t size_bands(const char *const **ret);
