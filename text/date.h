/* Civil dates. A `date_t` is the number of days since 1970-01-01; on disk and wire a date is
 * the integer yyyymmdd. The office's zone is a fixed offset (minutes east of UTC), kept by
 * the store. All pure. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/usec.h"

typedef int32_t date_t;

#define DATE_NONE INT32_MIN
#define DATE_TEXT_MAX 16
#define INSTANT_TEXT_MAX 48

date_t date_of(int year, int month, int day); /* DATE_NONE if there is no such day */
void date_split(date_t d, int *ret_year, int *ret_month, int *ret_day);
int date_weekday(date_t d); /* 0 = Monday */

/* yyyymmdd, 0 <-> DATE_NONE. date_from_ymd answers DATE_NONE for an impossible or
 * out-of-range date (limits.h). */
date_t date_from_ymd(uint32_t ymd);
uint32_t date_ymd(date_t d);
bool date_ymd_valid(uint32_t ymd);
bool date_month_valid(uint32_t yyyymm);

/* The same day n months on, clipped to the month's end; n may be negative. */
date_t date_add_months(date_t d, int n);

/* 00:00 of d in the office's zone. */
usec_t date_start(date_t d, int zone_minutes);
date_t date_at(usec_t t, int zone_minutes);

/* Text: "2020-02-14" into buf (DATE_TEXT_MAX); "" for none. Returns buf. */
char *date_text(date_t d, char *buf);
/* Accepts YYYY-MM-DD only. False leaves *ret alone. */
bool date_parse(const char *s, date_t *ret);
/* The same for yyyymmdd, 0 = none. */
char *ymd_text(uint32_t ymd, char *buf);
bool ymd_parse(const char *s, uint32_t *ret);
/* "YYYY-MM" <-> yyyymm */
bool month_parse(const char *s, uint32_t *ret);
char *month_text(uint32_t yyyymm, char *buf);
/* "2026-02-13T00:00:00+08:00"; fractions are dropped. */
char *instant_text(usec_t t, int zone_minutes, char *buf);
/* For fields where 0 means that it never happened, "" then: with the fraction if there is one, and
 * for people, "2026-02-13 00:00". */
char *instant_text_exact(usec_t t, int zone_minutes, char *buf);
char *moment_text(usec_t t, int zone_minutes, char *buf);
/* "YYYY-MM-DDTHH:MM" or "YYYY-MM-DD HH:MM" (seconds optional) in the office's zone, or RFC
 * 3339 with an offset or Z. */
bool instant_parse(const char *s, int zone_minutes, usec_t *ret);
/* The same from people, who may leave the time out: a bare date is its 00:00. */
bool moment_parse(const char *s, int zone_minutes, usec_t *ret);
