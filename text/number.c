#include "text/number.h"

#include "text/words.h"

bool number_parse(const char *s, uint32_t max, uint32_t *ret)
{
	uint64_t v = 0;

	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9')
			return false;
		v = v * 10 + (uint64_t)(*s - '0');
		if (v > max)
			return false;
	}
	*ret = (uint32_t)v;
	return true;
}

size_t number_hundredths(const char *s, int64_t max, int64_t *ret)
{
	enum { DECIMALS = 2 };
	const char *at = s + (*s == '-');
	int64_t v = 0;
	int decimals = -1;

	if (*at < '0' || *at > '9')
		return 0;
	for (; (*at >= '0' && *at <= '9') || (*at == '.' && decimals < 0); at++) {
		if (*at == '.') {
			decimals = 0;
			continue;
		}
		decimals += decimals >= 0;
		v = 10 * v + (*at - '0');
		if (decimals > DECIMALS || v > max)
			return 0;
	}
	for (int i = decimals < 0 ? 0 : decimals; i < DECIMALS; i++)
		v *= 10;
	if (decimals == 0 || v > max)
		return 0;
	*ret = *s == '-' ? -v : v;
	return (size_t)(at - s);
}

size_t number_spelled(const char *s, uint32_t *ret)
{
	static const char *const words[] = {"〇|零|○", "一", "二|两", "三", "四", "五",
					    "六",      "七", "八",    "九", "十", "百"};
	uint32_t sum = 0, v = 0;
	size_t at = 0, n = 1;

	while (n > 0) {
		uint32_t d = 0;

		n = 0;
		while (d < 12 && (n = text_starts_any(s + at, words[d])) == 0)
			d++;
		if (n == 0)
			break;
		if (v > 9999 || sum > 9999)
			return 0;
		if (d < 10) {
			v = v * 10 + d;
		} else {
			sum += (v ? v : 1) * (d == 10 ? 10 : 100);
			v = 0;
		}
		at += n;
	}
	if (at > 0)
		*ret = sum + v;
	return at;
}
