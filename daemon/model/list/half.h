/* A half-year as text (半年): "2020-H1". Lists are adjusted by half-years. */
#pragma once

#include <stdbool.h>

#include "text/date.h"

struct half {
	date_t first, last; /* days */
};
/* False: the text is none. */
bool half_parse(const char *text, struct half *ret);
/* "2020-H1" of a day. Returns buf. */
#define HALF_TEXT_MAX 16
char *half_text(date_t day, char buf[HALF_TEXT_MAX]);
