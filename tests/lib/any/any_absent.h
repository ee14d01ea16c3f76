/* Which fields a random request lacks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct any;

/* In how many of a hundred requests of this kind the field is not set. */
uint32_t any_absent(const struct any *y, const char *field);
/* Is the field one of these names, ended by NULL? */
bool any_among(const char *field, const char *const *names);
