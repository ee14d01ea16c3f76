/* Who has a duty of the cadence, as its row writes it, words parted by ";":
 *	units	     responsible units (责任单位): of a project that has to report
 *	sectors	     departments in charge of such projects (行业主管部门)
 *	reviewers    who reviews the reports of such projects: the department, else the unit above
 *	counties, municipal, departments, office, supervision	all units of that kind
 *	unit:ID	     that unit */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Has the project to report by day, week and month? */
bool who_reports(const Duban__Project *p);
/* Is every word one of these? *ret_bad is the first that is not. An ID is not looked up. */
bool who_valid(const char *who, const char **ret_bad);
/* What units are to their projects, as far as it was looked up: to find out, all their projects are
 * read. For several cadences at one instant. */
struct who_known {
	struct unit_parts {
		uint32_t unit;
		unsigned parts;
		bool all; /* it has no others: all its projects were read */
	} * of;
	size_t n;
};
struct who_units {
	uint32_t *unit; /* their numbers, each once, in order */
	size_t n;
};
/* `io` is kept in the arena, too. */
int who_units(struct txn *t, struct arena *a, const char *who, struct who_known *io,
	      struct who_units *ret);
