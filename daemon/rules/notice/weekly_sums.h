/* What the weekly text says, added up project by project. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/notice/compose.h"
#include "rules/subject.h"

enum { WEEKLY_NAMED_MAX = 3, WEEKLY_UNITS_DEEP = 8 };

/* One project, as it stands now. */
struct weekly_project {
	struct subject_scan *scan;
	struct arena *scratch; /* for this project alone */
	const Duban__Project *project;
	uint32_t unit[WEEKLY_UNITS_DEEP];    /* its own and those above it; 0 ends them */
	int64_t invested, planned;	     /* fen, of this year */
	__int128 due;			     /* twelfths of a fen, by the end of the last month */
	bool to_start, started;		     /* is planned to start this year, and has */
	uint32_t red, yellow, fresh;	     /* lamps; raised within a week */
	const char *named[WEEKLY_NAMED_MAX]; /* red ones, in words */
};

struct weekly_sum {
	uint32_t projects, to_start, started, red, yellow, fresh;
	int64_t invested, planned;
	__int128 due;
	const char *named[WEEKLY_NAMED_MAX];
	size_t n_named;
};

int weekly_project_load(struct weekly_project *p);
bool weekly_within(const struct weekly_project *p, uint32_t unit); /* 0: the city, always */
/* `named`: also the words of its red lamps. */
int weekly_add(struct weekly_sum *io, const struct weekly_project *p, bool named);
/* The sum as fields of a notice. */
int weekly_fields(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum);
