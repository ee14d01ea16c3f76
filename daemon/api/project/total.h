/* Control totals: of the rows of a projects file after the import, and of the store on any day. The
 * office compares them with the printed list, so they must be exact. */
#pragma once

#include "api/cell/map.h"
#include "proto/event.pb-c.h"

struct intake;

#define IMPORT_GROUPS_MAX 64 /* lists, batches; limited so that the event fits into a page */

struct import_groups {
	struct import_map index; /* name -> index in `group` */
	Duban__GroupTotal **group;
	size_t n;
};

struct import_totals {
	struct intake *in;
	Duban__ImportTotals *sum;
	struct import_groups list, batch;
};

void import_total_init(struct import_totals *t, struct intake *in);
/* A project as it is counted. */
struct counted {
	const Duban__Project *project; /* batch and total */
	const Duban__Money *plan;      /* NULL: none */
	Duban__Stage stage;
	bool stage_unknown; /* counts in no stage */
	char *const *list;
	size_t n_list;
};

void import_total_count(struct import_totals *t, const struct counted *c);
/* A row of a file: as the file has it. */
void import_total_add(struct import_totals *t, const Duban__Project *p);
Duban__ImportTotals *import_total_end(struct import_totals *t);
