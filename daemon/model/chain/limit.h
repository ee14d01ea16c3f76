/* The limit of a link (办理时限), parsed from text and written as text. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

bool limit_parse(const char *s, int *ret_kind, uint32_t *ret_n, uint32_t *ret_fixed_ymd);
char *limit_text(int kind, uint32_t n, uint32_t fixed_ymd, char *buf);
