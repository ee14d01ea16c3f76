/* Values as people and files write them: dates, months, instants, money. Integers only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define TEXT_ROOM 48

/* "2020-02-29" -> 20200229; what is no day of the calendar within limits.h is refused. */
bool text_parse_date(const char *s, uint32_t *ret);
/* "2020-02" -> 202002 */
bool text_parse_month(const char *s, uint32_t *ret);
/* "2020-01-02T09:00[:SS]", with a blank for the T too, in the office's zone unless it ends
 * in Z or +08:00; a bare date is its 00:00. */
bool text_parse_instant(const char *s, int zone_minutes, int64_t *ret_us);
/* Digits only, at most `max`. */
bool text_parse_number(const char *s, uint32_t max, uint32_t *ret);
/* 分 of "120.5万元", "1,200", in `unit` (元, 万元, 亿元; NULL: 元) unless it says its own. */
bool text_parse_money(const char *s, const char *unit, int64_t *ret_fen);
/* Is it 元, 万元 or 亿元 (yuan, wan, yi)? Gives the Chinese word, else NULL. */
const char *text_money_unit(const char *s);

/* All return buf (TEXT_ROOM); "" for none (0). */
char *text_date(uint32_t date, char *buf);
char *text_month(uint32_t month, char *buf);
char *text_instant(int64_t us, int zone_minutes, char *buf); /* RFC 3339 */
char *text_moment(int64_t us, int zone_minutes, char *buf);  /* for people: to the minute */
/* 元, at most two decimals, none when whole. */
char *text_yuan(int64_t fen, char *buf);
/* In `unit` with all the decimals it has, no more. */
char *text_money_exact(int64_t fen, const char *unit, char *buf);
/* 亿元 or 万元 with `decimals` (0-4), half up. */
char *text_money_in(int64_t fen, const char *unit, int decimals, char *buf);
