#include "model/chain/limit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/chain/schedule.h"
#include "proto/limits.h"
#include "proto/model.pb-c.h"
#include "text/date.h"
#include "text/number.h"
#include "text/utf8.h"
#include "text/words.h"

#define WRITTEN_MAX 48 /* bytes of a limit as people write it */

/* The first word is the one that is written. A bare 5 has no unit, and 4月 is April: neither is a
 * limit. */
static const struct limit_row {
	const char *words;
	int kind;
	uint32_t times, max;
} limit_rows[] = {
    {"wd|工作日|个工作日", DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS, 1, LIMIT_DAYS_MAX},
    {"cd|日|天|自然日|个自然日|日历日|个日历日|日历天|个日历天", DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS,
     1, LIMIT_DAYS_MAX},
    {"周|个星期|星期", DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS, 7, LIMIT_DAYS_MAX},
    {"m|个月", DUBAN__LIMIT_KIND__LIMIT_KIND_MONTHS, 1, LIMIT_MONTHS_MAX},
    {"年|周年", DUBAN__LIMIT_KIND__LIMIT_KIND_MONTHS, 12, LIMIT_MONTHS_MAX},
};

#define LIMIT_ROWS (sizeof limit_rows / sizeof *limit_rows)

static size_t number(const char *s, uint32_t *ret)
{
	size_t n = strspn(s, "0123456789");

	if (n == 0)
		return number_spelled(s, ret);
	if (n > 4)
		return 0;
	*ret = (uint32_t)strtoul(s, NULL, 10);
	return n;
}

static bool parse_duration(const char *s, int *ret_kind, uint32_t *ret_n)
{
	uint32_t n = 0;
	size_t len = number(s, &n), word;

	if (len == 0)
		return false;
	/* "0", "0wd", "0cd" and "0m" are stored as the same limit, so that they compare as
	 * equal. */
	if (strcmp(s, "0") == 0) {
		*ret_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS;
		*ret_n = 0;
		return true;
	}
	s += len;
	word = strlen(s) - text_ends_any(s, "以内|之内|内");
	for (size_t i = 0; word > 0 && i < LIMIT_ROWS; i++) {
		const struct limit_row *l = &limit_rows[i];

		if (!text_among(l->words, s, word) || n * l->times > l->max)
			continue;
		*ret_kind = n ? l->kind : DUBAN__LIMIT_KIND__LIMIT_KIND_DAYS;
		*ret_n = n * l->times;
		return true;
	}
	return false;
}

/* Without blanks and in half width: ５ 个工作日 is 5个工作日. False: too long for a limit. */
static bool plain(const char *s, char buf[WRITTEN_MAX])
{
	size_t k = 0;

	for (size_t n; *s; s += n) {
		char half = utf8_half_width(s);

		n = utf8_step(s);
		if (utf8_blank(s) > 0)
			continue;
		if (k + n >= WRITTEN_MAX)
			return false;
		if (half)
			buf[k++] = half;
		else
			memcpy(buf + k, s, n);
		k += half ? 0 : n;
	}
	buf[k] = '\0';
	return true;
}

bool limit_parse(const char *s, int *ret_kind, uint32_t *ret_n, uint32_t *ret_fixed_ymd)
{
	char buf[WRITTEN_MAX];
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
	if (!plain(s, buf) ||
	    !parse_duration(strcmp(buf, "半年") == 0 ? "6个月" : buf, ret_kind, ret_n))
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
		if (limit_rows[i].kind == kind && limit_rows[i].times == 1)
			(void)snprintf(buf, LIMIT_TEXT_MAX, n ? "%u%.*s" : "0", n,
				       (int)strcspn(limit_rows[i].words, "|"), limit_rows[i].words);
	return buf;
}
