/* Project codes (项目代码). GB/T 40058-2021, since 2020-11: YYMM-RRRRRR-DD-TT-NNNNNC; the last
 * digit is a check digit by ISO/IEC 7064 MOD 11,10 over the nineteen before it. The old style
 * begins with the year 2015-2020 and has no check digit: YYYY-RRRRRR-II-TT-NNNNNN, in 2017 also one
 * digit less. The two cannot be confused: digits 3-4 are a month in the new style, 15-20 in the
 * old. A code of any other shape is the office's own key, used until 立项. */
#pragma once

#include <stdbool.h>

/* "gb40058"; "old"; "own"; "bad": the shape is right, but the check digit, the month or the length
 * is wrong. */
const char *project_code_kind(const char *code);
enum code_fault { CODE_FINE, CODE_CHECK_DIGIT, CODE_REGION, CODE_TIME };
/* What cannot be in a code of the official shape: its check digit (new style; *ret_digit is the
 * right one), its region (the first two digits are no province of GB/T 2260: 00 stands for central
 * bodies, 66 for 新疆生产建设兵团), or its time. A key of the office's own is fine. */
enum code_fault project_code_fault(const char *code, char *ret_digit);
/* True for gb40058 and old, which are valid wherever an official code is required. */
bool project_code_valid(const char *code);
