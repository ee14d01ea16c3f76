/* Parses numbers: whole ones in digits or spelled in Chinese, and such with decimals. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False if the text is not a number or is greater than `max`; *ret is then unchanged. */
bool number_parse(const char *s, uint32_t max, uint32_t *ret);

/* The length in bytes of a number with at most two decimals at the start of s, in hundredths: "10",
 * "-3.5", "10.25". 0: there is none, or it is greater than `max`; *ret is then unchanged. */
size_t number_hundredths(const char *s, int64_t max, int64_t *ret);

/* The length in bytes of a number spelled at the start of s, 0 if there is none: 五, 十二, 二十五,
 * 一百二十, and digit by digit as years are, 二〇二五. */
size_t number_spelled(const char *s, uint32_t *ret);
