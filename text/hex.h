/* Converts bytes to hexadecimal digits and back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/bytes.h"

/* The value of a hexadecimal digit of either case; -1 for any other character. */
int hex_digit(char c);

/* Writes lower-case digits to `buf`, which has room for 2 * size + 1 bytes. Returns buf. */
char *hex_text(struct bytes b, char *buf);

void hex_print(struct bytes b, FILE *out);

/* Accepts exactly 2 * size digits and nothing else. On false the contents of `ret` are
 * undefined. */
bool hex_parse(const char *s, uint8_t *ret, size_t size);
