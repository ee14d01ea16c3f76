#include "model/list/half.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

bool half_parse(const char *text, struct half *ret)
{
	uint32_t year = 0;

	if (strlen(text) != strlen("2020-H1") || strspn(text, "0123456789") != 4 ||
	    strncmp(text + 4, "-H", 2) != 0 || (text[6] != '1' && text[6] != '2'))
		return false;
	for (int i = 0; i < 4; i++)
		year = 10 * year + (uint32_t)(text[i] - '0');
	ret->first = date_from_ymd(year * 10000 + (text[6] == '1' ? 101 : 701));
	ret->last = date_from_ymd(year * 10000 + (text[6] == '1' ? 630 : 1231));
	return ret->first != DATE_NONE;
}

char *half_text(date_t day, char buf[HALF_TEXT_MAX])
{
	uint32_t ymd = date_ymd(day);

	(void)snprintf(buf, HALF_TEXT_MAX, "%u-H%d", ymd / 10000, ymd / 100 % 100 <= 6 ? 1 : 2);
	return buf;
}
