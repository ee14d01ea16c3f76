/* Who gets the weekly text, and about what. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/notice/weekly_sums.h"
#include "rules/subject.h"

struct weekly_reader {
	uint32_t person;
	uint32_t unit; /* whose projects; 0: the city's */
	bool leads;    /* 挂点领导: the projects that the person leads, ascending */
	uint32_t *project;
	size_t n_project;
	const char *post; /* of who leads: "linked_leader", "county_leader" */
	struct weekly_sum sum;
};

struct weekly_readers {
	struct weekly_reader *one; /* each person once */
	size_t n;
};

int weekly_readers_find(struct subject_scan *s, struct weekly_readers *ret);
/* Is it told to him about the project, which is of that unit? */
bool weekly_concerns(struct subject_scan *s, struct arena *a, const struct weekly_reader *one,
		     const struct weekly_lamps *of);
/* Does a unit, or one above it, have the projects that he reads of? Not of who leads. */
bool weekly_within(struct subject_scan *s, struct arena *a, const struct weekly_reader *one,
		   uint32_t unit);
