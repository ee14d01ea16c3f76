/* Parses non-negative whole numbers that consist only of digits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* False if the text is not a number or is greater than `max`; *ret is then unchanged. */
bool number_parse(const char *s, uint32_t max, uint32_t *ret);
