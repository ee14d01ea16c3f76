/* What the weekly text says: numbers from the tallies, lamps from those that are lit. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/tally/tally.h"
#include "rules/notice/compose.h"
#include "rules/subject.h"

enum { WEEKLY_NAMED_MAX = 3 };

struct weekly_sum {
	int64_t projects, to_start, started;
	int64_t invested, planned;	     /* fen, of this year */
	uint32_t red, yellow, fresh;	     /* lamps; raised within a week */
	const char *named[WEEKLY_NAMED_MAX]; /* red ones, in words */
	size_t n_named;
};

/* The lit lamps of one project. */
struct weekly_lamps {
	uint32_t project, unit;
	uint32_t red, yellow, fresh;
	const char *named[WEEKLY_NAMED_MAX];
};

/* A group's numbers as they stand: of the month that is not over yet. */
void weekly_add_tally(struct weekly_sum *io, const struct subject_scan *s,
		      const struct tally_year *g);
/* Counts one more lit lamp; texts live in `a`. */
int weekly_lamp(struct subject_scan *s, struct arena *a, const Duban__Warning *w,
		struct weekly_lamps *io);
/* `named`: also the words of the red ones, copied to the scan's arena. */
int weekly_add_lamps(struct subject_scan *s, const struct weekly_lamps *of, bool named,
		     struct weekly_sum *io);
/* The sum as fields of a notice. */
int weekly_fields(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum);
