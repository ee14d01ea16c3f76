#include "client/cli/frame/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/limits.h"

#define US_PER_SEC 1000000LL

static bool leap(uint32_t y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static uint32_t month_days(uint32_t y, uint32_t m)
{
	static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return m == 2 && leap(y) ? 29 : days[m - 1];
}

/* Exactly `n` digits; moves *s on. */
static bool digits(const char **s, int n, uint32_t *ret)
{
	uint32_t v = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)(*s)[i]))
			return false;
		v = v * 10 + (uint32_t)((*s)[i] - '0');
	}
	*s += n;
	*ret = v;
	return true;
}

static bool year_month(const char **s, uint32_t *ret_y, uint32_t *ret_m)
{
	if (!digits(s, 4, ret_y) || *(*s)++ != '-' || !digits(s, 2, ret_m))
		return false;
	return *ret_m >= 1 && *ret_m <= 12 && *ret_y >= DATE_MIN / 10000 &&
	       *ret_y <= DATE_MAX / 10000;
}

static bool day(const char **s, uint32_t *ret)
{
	uint32_t y, m, d;
	if (!year_month(s, &y, &m) || *(*s)++ != '-' || !digits(s, 2, &d))
		return false;
	if (d < 1 || d > month_days(y, m))
		return false;
	*ret = y * 10000 + m * 100 + d;
	return true;
}

bool text_parse_date(const char *s, uint32_t *ret)
{
	uint32_t date;
	if (strlen(s) != 10 || !day(&s, &date))
		return false;
	*ret = date;
	return true;
}

bool text_parse_month(const char *s, uint32_t *ret)
{
	uint32_t y, m;
	if (strlen(s) != 7 || !year_month(&s, &y, &m))
		return false;
	*ret = y * 100 + m;
	return true;
}

bool text_parse_number(const char *s, uint32_t max, uint32_t *ret)
{
	uint64_t v = 0;
	if (!*s)
		return false;
	for (; *s; s++) {
		if (!isdigit((unsigned char)*s))
			return false;
		v = v * 10 + (uint64_t)(*s - '0');
		if (v > max)
			return false;
	}
	*ret = (uint32_t)v;
	return true;
}

/* Days since 1970 of a civil day, and back (the proleptic Gregorian calendar). */
static int64_t days_of(uint32_t date)
{
	int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
	y -= m <= 2;
	int64_t era = y / 400, yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static uint32_t date_of(int64_t days)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t d = doy - (153 * mp + 2) / 5 + 1, m = mp + (mp < 10 ? 3 : -9);
	return (uint32_t)((yoe + era * 400 + (m <= 2)) * 10000 + m * 100 + d);
}

/* "", "Z", "+08:00" */
static bool zone(const char *s, int *zone_minutes)
{
	uint32_t h, m;
	if (!*s)
		return true;
	if (strcmp(s, "Z") == 0) {
		*zone_minutes = 0;
		return true;
	}
	int sign = *s == '-' ? -1 : 1;
	if (*s != '+' && *s != '-')
		return false;
	s++;
	if (!digits(&s, 2, &h) || *s++ != ':' || !digits(&s, 2, &m) || *s || h > 14 || m > 59)
		return false;
	*zone_minutes = sign * (int)(h * 60 + m);
	return true;
}

bool text_parse_instant(const char *s, int zone_minutes, int64_t *ret_us)
{
	uint32_t date, h = 0, m = 0, sec = 0;
	if (!day(&s, &date))
		return false;
	if (*s == 'T' || *s == ' ') {
		s++;
		if (!digits(&s, 2, &h) || *s++ != ':' || !digits(&s, 2, &m) || h > 23 || m > 59)
			return false;
		if (*s == ':') {
			s++;
			if (!digits(&s, 2, &sec) || sec > 59)
				return false;
		}
	}
	if (!zone(s, &zone_minutes))
		return false;
	int64_t t = days_of(date) * 86400 + h * 3600 + m * 60 + sec - (int64_t)zone_minutes * 60;
	*ret_us = t * US_PER_SEC;
	return true;
}

char *text_date(uint32_t date, char *buf)
{
	buf[0] = '\0';
	if (date)
		(void)snprintf(buf, TEXT_ROOM, "%04u-%02u-%02u", date / 10000, date / 100 % 100,
			       date % 100);
	return buf;
}

char *text_month(uint32_t month, char *buf)
{
	buf[0] = '\0';
	if (month)
		(void)snprintf(buf, TEXT_ROOM, "%04u-%02u", month / 100, month % 100);
	return buf;
}

static void split(int64_t us, int zone_minutes, uint32_t *date, uint32_t *sec, uint32_t *micro)
{
	int64_t t = us + (int64_t)zone_minutes * 60 * US_PER_SEC;
	int64_t s = t / US_PER_SEC - (t % US_PER_SEC < 0);
	int64_t d = s / 86400 - (s % 86400 < 0);
	*micro = (uint32_t)(t - s * US_PER_SEC);
	*sec = (uint32_t)(s - d * 86400);
	*date = date_of(d);
}

char *text_instant(int64_t us, int zone_minutes, char *buf)
{
	uint32_t date, sec, micro;
	char fraction[16] = "", day_text[TEXT_ROOM];
	buf[0] = '\0';
	if (us == 0)
		return buf;
	split(us, zone_minutes, &date, &sec, &micro);
	if (micro)
		(void)snprintf(fraction, sizeof fraction, ".%06u", micro);
	int z = abs(zone_minutes);
	(void)snprintf(buf, TEXT_ROOM, "%.10sT%02u:%02u:%02u%s%c%02d:%02d",
		       text_date(date, day_text), sec / 3600 % 24, sec / 60 % 60, sec % 60,
		       fraction, zone_minutes < 0 ? '-' : '+', z / 60, z % 60);
	return buf;
}

char *text_moment(int64_t us, int zone_minutes, char *buf)
{
	uint32_t date, sec, micro;
	char day_text[TEXT_ROOM];
	buf[0] = '\0';
	if (us == 0)
		return buf;
	split(us, zone_minutes, &date, &sec, &micro);
	(void)snprintf(buf, TEXT_ROOM, "%.10s %02u:%02u", text_date(date, day_text), sec / 3600,
		       sec / 60 % 60);
	return buf;
}

/* ---- money */

static const struct money_unit {
	const char *name, *other, *ascii;
	int64_t fen;
	int decimals;
} units[] = {
    {"元", "圆", "yuan", 100, 2},
    {"万元", "万", "wan", 1000000, 6},
    {"亿元", "亿", "yi", 10000000000, 10},
};

static const struct money_unit *unit_of(const char *s)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(s, units[i].name) == 0 || strcmp(s, units[i].other) == 0 ||
		    strcasecmp(s, units[i].ascii) == 0)
			return &units[i];
	return NULL;
}

const char *text_money_unit(const char *s)
{
	const struct money_unit *u = unit_of(s);
	return u ? u->name : NULL;
}

/* Adds `digit` times `scale` to *fen, below the limit. */
static bool add_digit(int64_t *fen, int digit, int64_t scale)
{
	if (digit > 0 && scale > MONEY_FEN_MAX / digit)
		return false;
	*fen += digit * scale;
	return *fen <= MONEY_FEN_MAX;
}

bool text_parse_money(const char *s, const char *unit, int64_t *ret_fen)
{
	const char *whole = s;
	size_t n_whole = strspn(s, "0123456789,"), n_fraction = 0;
	const char *fraction = s + n_whole;
	if (*fraction == '.') {
		fraction++;
		n_fraction = strspn(fraction, "0123456789");
	}
	const char *own = fraction + n_fraction;
	if (!isdigit((unsigned char)*s) || (fraction != s + n_whole && n_fraction == 0))
		return false;
	const struct money_unit *u = unit_of(*own ? own : unit ? unit : "元");
	if (!u)
		return false;
	int64_t fen = 0;
	for (size_t i = 0; i < n_whole; i++) {
		if (whole[i] == ',')
			continue;
		if (fen > MONEY_FEN_MAX / 10)
			return false;
		fen *= 10;
		if (!add_digit(&fen, whole[i] - '0', u->fen))
			return false;
	}
	int64_t scale = u->fen;
	for (size_t i = 0; i < n_fraction; i++) {
		if (scale % 10 != 0 || i >= (size_t)u->decimals) {
			if (fraction[i] != '0')
				return false;
			continue;
		}
		scale /= 10;
		if (!add_digit(&fen, fraction[i] - '0', scale))
			return false;
	}
	*ret_fen = fen;
	return true;
}

char *text_yuan(int64_t fen, char *buf)
{
	uint64_t a = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
	const char *sign = fen < 0 ? "-" : "";
	unsigned rest = (unsigned)(a % 100);
	if (rest == 0)
		(void)snprintf(buf, TEXT_ROOM, "%s%llu", sign, (unsigned long long)(a / 100));
	else if (rest % 10 == 0)
		(void)snprintf(buf, TEXT_ROOM, "%s%llu.%u", sign, (unsigned long long)(a / 100),
			       rest / 10);
	else
		(void)snprintf(buf, TEXT_ROOM, "%s%llu.%02u", sign, (unsigned long long)(a / 100),
			       rest);
	return buf;
}

char *text_money_in(int64_t fen, const char *unit, int decimals, char *buf)
{
	const struct money_unit *u = unit_of(unit);
	uint64_t a = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen, step = (uint64_t)u->fen, ten = 1;
	for (int i = 0; i < decimals; i++) {
		step /= 10;
		ten *= 10;
	}
	uint64_t v = (a + step / 2) / step;
	int n = snprintf(buf, TEXT_ROOM, "%s%llu%s", fen < 0 && v > 0 ? "-" : "",
			 (unsigned long long)(v / ten), decimals > 0 ? "." : "");
	for (char *s = buf + n; decimals > 0; decimals--) {
		ten /= 10;
		*s++ = (char)('0' + v / ten % 10);
		*s = '\0';
	}
	return buf;
}

char *text_money_exact(int64_t fen, const char *unit, char *buf)
{
	text_money_in(fen, unit, unit_of(unit)->decimals, buf);
	char *end = buf + strlen(buf);
	while (strchr(buf, '.') && (end[-1] == '0' || end[-1] == '.')) {
		bool point = *--end == '.';
		*end = '\0';
		if (point)
			break;
	}
	return buf;
}
