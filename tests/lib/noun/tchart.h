/* Small charts of links for tests of the schedule: rows of numbers, dates as yyyymmdd. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "model/chain/schedule.h"
#include "proto/model.pb-c.h"

date_t at(uint32_t ymd);

/* A link; dates as yyyymmdd. */
struct chart_row {
	uint32_t no;
	int state;
	int kind;
	uint32_t n, fixed, begin, finished, shift, cancelled, suspended;
	int class;
	uint32_t after[3]; /* 0-ended */
};

struct tchart {
	struct schedule schedule;
	struct schedule_link link[16];
	uint32_t after[16][3];
};

/* The schedule of the rows; it lives in *c. */
struct schedule *draw(struct tchart *c, uint32_t start, const struct chart_row *rows, size_t n);
#define DRAW(c, start, rows) draw((c), (start), (rows), sizeof rows / sizeof *(rows))
void assert_day(date_t d, uint32_t ymd);
