/* The limit of a link (办理时限), parsed from text and written as text. It is written as 5wd, 10cd,
 * 2m, 0, a date or 待定, and read also as people write it: 5个工作日, 30日, 30天, 2周, 4个月, 半年,
 * 1年, with 内 or 以内 behind it, spelled or in full width. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

bool limit_parse(const char *s, int *ret_kind, uint32_t *ret_n, uint32_t *ret_fixed_ymd);
char *limit_text(int kind, uint32_t n, uint32_t fixed_ymd, char *buf);
