/* Reports of an opening balance: as another store, or this one, gave them out. They come with
 * their numbers and all that happened to them, and are booked as they were. */
#pragma once

#include "proto/model.pb-c.h"

struct request;

struct report_opening {
	Duban__Report *r; /* of a number that the store does not know */
	Duban__Project *p;
	uint32_t line; /* of a file, for the problem */
};

/* Do they fit each other and the store? Then an event each, in the order of `o`, which is
 * sorted by when each was confirmed or handed in: figures are what was said last. */
int report_openings(struct request *rq, struct report_opening *o, size_t n);
