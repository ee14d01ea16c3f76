/* The control figures of a projects file: the totals of its rows after the import. The office
 * compares them with the printed list, so they must be exact. */
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
void import_total_add(struct import_totals *t, const Duban__Project *p);
Duban__ImportTotals *import_total_end(struct import_totals *t);
