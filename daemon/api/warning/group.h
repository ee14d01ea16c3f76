/* Warnings counted by unit, rule, list or leader. */
#pragma once

#include "api/cell/map.h"
#include "proto/api.pb-c.h"

struct request;

struct warning_groups {
	struct request *rq;
	Duban__WarningBy by;
	struct import_map place; /* key -> index + 1 */
	Duban__WarningGroup **group;
	uint32_t *counted; /* the project that each group counted last */
	size_t n, bytes;
};

void warning_groups(struct warning_groups *g, struct request *rq, Duban__WarningBy by);
/* Counts a row of the list in its group; in several if its project is on several lists. */
int warning_group_add(struct warning_groups *g, const Duban__Warning *w, const Duban__Project *p,
		      const Duban__WarningRow *row);
