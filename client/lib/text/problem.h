/* What is wrong, in words: a Problem of api.proto as a line of text. */
#pragma once

#include <stdbool.h>

#include "proto/api.pb-c.h"

/* "line 3, column total: \"abc\": not an amount". `column` is the head to show for the problem's
 * column; NULL: its term, or its name. malloc'ed; NULL: no memory. */
char *problem_text(const Duban__Problem *p, const char *column, bool chinese);
