#include "client/cli/workbook/xlsx/day.h"

#include <stdio.h>
#include <string.h>

#include "client/cli/workbook/xlsx/number.h"
#include "text/date.h"

#define DAY_SECONDS 86400
#define LEAP_1900 60	 /* the day 1900-02-29, which a spreadsheet has and the calendar has not */
#define DAY_LAST 2958465 /* 9999-12-31 */
#define FROM_1904 1462	 /* days between the two first days */
#define UNIX_EPOCH 25569 /* 1970-01-01, counted as a spreadsheet does from 1900 */
#define SHANGHAI_NOON 57600 /* 16:00 in UTC is midnight in China; until 1900 it was 15:54:17 */
#define SHANGHAI_OLD 57257
#define LATE 86340 /* 23:59: a midnight that lost some seconds */

static char *put_time(int64_t t, char *buf)
{
	int h = (int)(t / 3600), m = (int)(t / 60 % 60), s = (int)(t % 60);
	if (s)
		(void)snprintf(buf, NUMBER_ROOM, "%02d:%02d:%02d", h, m, s);
	else
		(void)snprintf(buf, NUMBER_ROOM, "%02d:%02d", h, m);
	return buf;
}

/* `d` in the form of the class; midnight adds nothing to a date. */
static void put_day(date_t d, int64_t time, enum format_class class, char *buf)
{
	char clock[NUMBER_ROOM];
	(void)date_text(d, buf);
	size_t n = strlen(buf);
	if (class == FORMAT_MONTH)
		buf[n - strlen("-01")] = '\0';
	else if (class == FORMAT_YEAR)
		buf[n - strlen("-01-01")] = '\0';
	else if (class == FORMAT_MOMENT && time)
		(void)snprintf(buf + n, NUMBER_ROOM - n, " %s", put_time(time, clock));
}

bool day_text(int64_t seconds, bool from_1904, enum format_class class, char *buf)
{
	int64_t day = seconds / DAY_SECONDS, time = seconds % DAY_SECONDS;
	if (class == FORMAT_DURATION || (class == FORMAT_TIME && day == 0)) {
		(void)put_time(seconds, buf);
		return true;
	}
	if (from_1904)
		day += FROM_1904;
	else if (day < 1 || day == LEAP_1900)
		return false;
	else if (day < LEAP_1900)
		day++;
	if (day > DAY_LAST)
		return false;
	put_day((date_t)(day - UNIX_EPOCH), time, class == FORMAT_TIME ? FORMAT_MOMENT : class,
		buf);
	return true;
}

bool day_is_doubtful(int64_t seconds)
{
	int64_t time = seconds % DAY_SECONDS;
	return time >= LATE || (time >= SHANGHAI_OLD && time <= SHANGHAI_NOON);
}

bool day_from_text(const char *s, enum format_class class, char *buf)
{
	int year, month, day, n = 0;
	unsigned h = 0, m = 0, sec = 0;
	if (sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3 || year < 1)
		return false;
	date_t d = date_of(year, month, day);
	s += n;
	if (d == DATE_NONE || (*s && *s != 'T' && *s != ' '))
		return false;
	if (*s && (sscanf(s + 1, "%2u:%2u:%2u", &h, &m, &sec) < 2 || h > 23 || m > 59 || sec > 60))
		return false;
	/* The cell is a date by its type, whatever its format. */
	bool dated = class == FORMAT_MONTH || class == FORMAT_YEAR || class == FORMAT_DATE;
	put_day(d, h * 3600 + m * 60 + sec, dated ? class : FORMAT_MOMENT, buf);
	return true;
}
