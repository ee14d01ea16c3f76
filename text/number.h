/* Plain counts as people write them: digits only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* At most `max`. False leaves *ret alone. */
bool number_parse(const char *s, uint32_t max, uint32_t *ret);
