/* Civil dates. A `date_t` is the number of days since 1970-01-01; on disk and on the wire a date
 * is the integer yyyymmdd. The office's time zone is a fixed offset in minutes east of UTC, which
 * is stored with the data. No function here depends on the locale or the machine's zone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/usec.h"

typedef int32_t date_t;

#define DATE_NONE INT32_MIN
#define DATE_TEXT_MAX 16
#define INSTANT_TEXT_MAX 48

date_t date_of(int year, int month, int day); /* DATE_NONE if the day does not exist */
void date_split(date_t d, int *ret_year, int *ret_month, int *ret_day);
int date_weekday(date_t d); /* 0 = Monday */

/* Conversion from and to yyyymmdd, where 0 stands for DATE_NONE. date_from_ymd() returns DATE_NONE
 * also for a date that does not exist or is outside the range of limits.h. */
date_t date_from_ymd(uint32_t ymd);
uint32_t date_ymd(date_t d);
bool date_ymd_valid(uint32_t ymd);
bool date_month_valid(uint32_t yyyymm);

/* The same day n months later (earlier if n < 0). A day that the month lacks becomes its last. */
date_t date_add_months(date_t d, int n);

/* 00:00 of d in the zone, and the date of an instant in the zone. */
usec_t date_start(date_t d, int zone_minutes);
date_t date_at(usec_t t, int zone_minutes);

/* Writes "2020-02-14", or "" for DATE_NONE, to buf (DATE_TEXT_MAX). Returns buf. */
char *date_text(date_t d, char *buf);
/* Accepts only YYYY-MM-DD. On false *ret is unchanged. */
bool date_parse(const char *s, date_t *ret);
/* The same for a date as yyyymmdd, where 0 is no date. */
char *ymd_text(uint32_t ymd, char *buf);
bool ymd_parse(const char *s, uint32_t *ret);
/* "YYYY-MM" <-> yyyymm */
bool month_parse(const char *s, uint32_t *ret);
char *month_text(uint32_t yyyymm, char *buf);
/* Writes "2026-02-13T00:00:00+08:00"; fractions of a second are dropped. */
char *instant_text(usec_t t, int zone_minutes, char *buf);
/* Two forms for fields where 0 means "never", which is written as "": the first like
 * instant_text() but with the fraction of a second if there is one, the second for people:
 * "2026-02-13 00:00". */
char *instant_text_exact(usec_t t, int zone_minutes, char *buf);
char *moment_text(usec_t t, int zone_minutes, char *buf);
/* Accepts "YYYY-MM-DDTHH:MM" or "YYYY-MM-DD HH:MM" (seconds optional) in the given zone, or RFC
 * 3339 with an offset or Z. */
bool instant_parse(const char *s, int zone_minutes, usec_t *ret);
/* Accepts also a date without a time, which means 00:00 of that day. */
bool moment_parse(const char *s, int zone_minutes, usec_t *ret);
