/* Size bands (投资规模档) of projects, by total investment: data/bands.csv. A bound belongs to
 * the band above it: exactly 1亿 is "1亿-5亿". */
#pragma once

#include <stddef.h>

#include "proto/model.pb-c.h"

/* "" when the total is not known. */
const char *size_band(const Duban__Money *total);
/* The bands' names, the smallest first. */
size_t size_bands(const char *const **ret);
