/* Table tests for the rules about projects. A case gives the facts of a project and, as lines, the
 * outcomes that the rule must give when it is evaluated at each time that it asks for. A line
 * stands for 00:00 of its day; a minute before it, and on all days between, nothing may change. */
#pragma once

#include "proto/enums.h"
#include "rules/project_view.h"
#include "rules/rule.h"

#define TPROJECT_ZONE 480 /* Asia/Shanghai */
enum { TPLANS_MAX = 4, TFIGURES_MAX = 30 };

/* Dates are yyyymmdd, months yyyymm, money in fen; 0 means none. */
struct tplan {
	uint32_t year, adopted;
	int64_t amount;
	uint32_t start, finish;
	const int64_t *curve; /* of the twelve months; NULL: none */
};

/* What was told of a month, in the order in which it was confirmed. The figures are what it adds up
 * to. */
struct tfigure {
	uint32_t month;
	uint32_t booked;  /* the month whose row includes it; 0: its own */
	bool correction;  /* of what was told of the month before */
	int64_t invested; /* -1: none */
	const char *text;
	uint32_t percent; /* 0: none */
	int64_t statistics, cumulative;
	uint32_t confirmed;
	uint32_t explained; /* the day on which the month was explained; 0: it was not */
};

struct tproject {
	int stage;
	uint32_t entered, started, stopped, resumed, library;
	uint32_t stage_since, begun_by;
	uint32_t planned_start, planned_finish; /* of the project's row */
	int64_t total;
	struct tplan plan[TPLANS_MAX];
	struct tfigure figure[TFIGURES_MAX];
	struct chain_facts chain;
};

struct tcase {
	const char *why;
	struct tproject project;
	/* "2020-04-01 yellow due 2020-03-31\n2020-06-01 red due 2020-03-31\n"; for a lamp that is
	 * cleared "2020-07-01 dark period\n"; "": never a lamp */
	const char *lines;
	const char *from, *until; /* NULL: 2019-12-01, 2023-06-01 */
	const int64_t *param;	  /* NULL: the shipped defaults */
};

void tproject_cases(const struct rule *rule, const struct calendar *cal, const struct tcase *cases,
		    size_t n);
/* Evaluates the rule once, with the shipped parameters. */
struct outcome tproject_look(const struct rule *rule, const struct calendar *cal,
			     const struct tproject *p, const char *day);
