/* Two years in the life of some projects, fixed in advance, and an independent computation of the
 * lamps that they must have, month by month, as the requirements (R1) say. It shares no code with
 * the rules, their helpers or the calendar, so that a test can compare the two. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

enum { MONTHS = 24, NEVER = 1000, RULES = 23 };
/* When things happen, in months from January 2020. */
enum {
	ARRIVE = 5,   /* some projects join the list in mid-year */
	AGAIN = 7,    /* plans are adjusted in mid-year */
	LEAVE = 6,    /* 退出 */
	STOP = 8,     /* 停工, for all that stop */
	CORRECT = 9,  /* May's odd figures are corrected for some, and booked in this month */
	RESUME = 10,  /* 复工 */
	EXPLAIN = 10, /* June's odd figures are explained for some */
	NEXT_YEAR = 12,
	DONE = 13, /* 完工; accepted in the next month */
	GAP = 14,  /* complete chains get a link without a person */
	MEND = 17, /* that link gets a person */
};

/* Months are counted from January 2020. Everything in a month happens on its 16th; the report of a
 * month is confirmed on the first day of the next; the lamps are compared on each 20th. */
struct tcity {
	char code[32];
	char line[512];
	Duban__Stage stage; /* at first */
	int known;	    /* month of entry: January on the 2nd, later ones on the 16th */
	int start, finish;  /* planned in 2020 */
	int begun;	    /* NEVER; -1: before it was entered, on an unknown day */
	int library;	    /* 入库; NEVER */
	int done, left;	    /* 完工, 退出; NEVER */
	bool chain, stops, fell, corrected, explained, again, replanned, gap;
	int64_t total;	     /* yuan */
	int64_t plan;	     /* fen, of 2020; the adjusted plan and that of 2021 are half of it */
	int64_t fig[MONTHS]; /* invested in the month, fen; 0: nothing */
	uint32_t num;
};

/* Makes the i-th project of the sample from its line of projects.csv, which is modified. */
void tcity_take(struct tcity *p, char *line, size_t i);
uint32_t tcity_yyyymm(int month);
/* True: the rules apply to it on the 20th. */
bool tcity_is_there(const struct tcity *p, int now);
/* The level of the rule's lamp on the 20th; -1: the rule is not covered here. */
int tcity_level(uint32_t rule, const struct tcity *p, int now);
/* The level of W17 on the 2nd. */
int tcity_w17_at_once(const struct tcity *p, int now);
