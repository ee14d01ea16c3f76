/* Bytes as hex digits and back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "proto/bytes.h"

/* What the digit stands for, large or small letter; -1: no hex digit. */
int hex_digit(char c);

/* Small letters; `buf` has room for 2 * size + 1. Returns buf. */
char *hex_text(struct bytes b, char *buf);

void hex_print(struct bytes b, FILE *out);

/* Exactly 2 * size digits and nothing else. False: `ret` holds no value. */
bool hex_parse(const char *s, uint8_t *ret, size_t size);
