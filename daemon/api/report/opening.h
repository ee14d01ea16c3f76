/* Reports of an opening balance, as this or another store exported them. They keep their numbers
 * and their history, and are booked as they were. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

struct report_opening {
	Duban__Report *r; /* its number is new to the store */
	Duban__Project *p;
	uint32_t line; /* in the file, for problems; 0 = none */
};

/* Are the reports consistent with each other and with the store? Then drafts an event for each, in
 * the order of `o`, which is sorted by the instant of confirmation, else of submission: the figures
 * follow the last report. */
int report_openings(struct request *rq, struct report_opening *o, size_t n);
