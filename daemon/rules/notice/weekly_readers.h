/* Who gets the weekly text, and about what. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/notice/weekly_sums.h"
#include "rules/subject.h"

struct weekly_reader {
	uint32_t person;
	uint32_t unit;	  /* whose projects; 0: the city's */
	bool leads;	  /* 挂点领导: the projects that the person leads */
	const char *post; /* of who leads: "linked_leader", "county_leader" */
	struct weekly_sum sum;
};

struct weekly_readers {
	struct weekly_reader *one; /* each person once */
	size_t n;
};

int weekly_readers_find(struct subject_scan *s, struct weekly_readers *ret);
/* Is the person a 挂点 leader of the project? */
bool weekly_leads(const Duban__Project *p, uint32_t person);
