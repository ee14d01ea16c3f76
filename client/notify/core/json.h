/* Writes JSON objects, a line each. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

void json_begin(FILE *out);
void json_quoted(FILE *out, const char *s); /* only the text in its quotes */
void json_text(FILE *out, const char *name, const char *value);
void json_number(FILE *out, const char *name, uint64_t value);
void json_flag(FILE *out, const char *name, bool value);
void json_end(FILE *out);
