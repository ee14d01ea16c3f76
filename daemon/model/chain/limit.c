#include "model/chain/limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/chain/schedule.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"
#include "text/date.h"

static const struct limit_row {
	const char *suffix;
	int kind;
	uint32_t max;
} limit_rows[] = {
    {"wd", DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS, LIMIT_DAYS_MAX},
    {"cd", DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS, LIMIT_DAYS_MAX},
    {"m", DUBAN__LIMIT_KIND__LIMIT_KIND_MONTHS, LIMIT_MONTHS_MAX},
};

#define LIMIT_ROWS (sizeof limit_rows / sizeof *limit_rows)

static bool parse_duration(const char *s, int *ret_kind, uint32_t *ret_n)
{
	uint32_t n = 0;
	size_t len = 0;

	for (; s[len] >= '0' && s[len] <= '9'; len++) {
		if (len == 4)
			return false;
		n = n * 10 + (uint32_t)(s[len] - '0');
	}
	if (len == 0)
		return false;
	/* "0", "0wd", "0cd" and "0m" are stored as the same limit, so that they compare as
	 * equal. */
	if (n == 0 && !s[len]) {
		*ret_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS;
		*ret_n = 0;
		return true;
	}
	for (size_t i = 0; i < LIMIT_ROWS; i++) {
		if (strcmp(s + len, limit_rows[i].suffix) != 0 || n > limit_rows[i].max)
			continue;
		*ret_kind = n ? limit_rows[i].kind : DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS;
		*ret_n = n;
		return true;
	}
	return false;
}

bool limit_parse(const char *s, int *ret_kind, uint32_t *ret_n, uint32_t *ret_fixed_ymd)
{
	date_t d;

	if (strcmp(s, LIMIT_OPEN_TEXT) == 0 || strcmp(s, "tbd") == 0) {
		*ret_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN;
		*ret_n = *ret_fixed_ymd = 0;
		return true;
	}
	if (date_parse(s, &d)) {
		*ret_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED;
		*ret_n = 0;
		*ret_fixed_ymd = date_ymd(d);
		return true;
	}
	if (!parse_duration(s, ret_kind, ret_n))
		return false;
	*ret_fixed_ymd = 0;
	return true;
}

char *limit_text(int kind, uint32_t n, uint32_t fixed_ymd, char *buf)
{
	buf[0] = 0;
	if (kind == DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED)
		return date_text(date_from_ymd(fixed_ymd), buf);
	if (kind == DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN)
		(void)snprintf(buf, LIMIT_TEXT_MAX, LIMIT_OPEN_TEXT);
	for (size_t i = 0; i < LIMIT_ROWS; i++)
		if (limit_rows[i].kind == kind)
			(void)snprintf(buf, LIMIT_TEXT_MAX, n ? "%u%s" : "0", n,
				       limit_rows[i].suffix);
	return buf;
}
