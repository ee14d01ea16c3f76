/* Two years of a few projects, all decided beforehand, and a reckoning of the lamps that they must
 * light: of its own, month by month, by what R1 says. It shares nothing with the rules, their
 * helpers or the calendar. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

enum { MONTHS = 24, NEVER = 1000, RULES = 23 };
/* When, in months from January 2020 */
enum {
	ARRIVE = 5,   /* some come into the list in mid-year */
	AGAIN = 7,    /* plans changed in mid-year */
	LEAVE = 6,    /* 退出 */
	STOP = 8,     /* 停工, all that stop */
	CORRECT = 9,  /* May's odd figures, of some; booked there */
	RESUME = 10,  /* 复工 */
	EXPLAIN = 10, /* June's odd figures, of some */
	NEXT_YEAR = 12,
	DONE = 13, /* 完工; accepted in the month after */
	GAP = 14,  /* a link comes into complete chains without a person */
	MEND = 17, /* and gets one */
};

/* Months are counted from January 2020. What happens in one happens on its 16th; a month's
 * report is confirmed on the first day after it; each 20th everything is reckoned. */
struct tcity {
	char code[32];
	char line[512];
	Duban__Stage stage; /* at first */
	int known;	    /* in January on the 2nd, later on the 16th */
	int start, finish;  /* planned in 2020 */
	int begun;	    /* NEVER; -1: before duban knew it, nobody said when */
	int library;	    /* 入库; NEVER */
	int done, left;	    /* 完工, 退出; NEVER */
	bool chain, stops, fell, corrected, explained, again, replanned, gap;
	int64_t plan;	     /* fen, of 2020; again, or of 2021: the half */
	int64_t fig[MONTHS]; /* 0: none */
	uint32_t num;
};

/* The i-th of the sample, by its line of projects.csv (which is cut up). */
void tcity_take(struct tcity *p, char *line, size_t i);
uint32_t tcity_yyyymm(int month);
/* Is there anything to be asked of it on the 20th? */
bool tcity_is_there(const struct tcity *p, int now);
/* The level of a rule's lamp on the 20th, -1: no such rule is reckoned. */
int tcity_level(uint32_t rule, const struct tcity *p, int now);
/* Of W17 on the 2nd. */
int tcity_w17_at_once(const struct tcity *p, int now);
