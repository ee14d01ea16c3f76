/* Requests that wait for their answer, oldest first. Plain list; who may wait how long is
 * decided by rounds.c. */
#pragma once

#include "base/clock.h"
#include "bus/round/letter.h"

struct parked {
	struct letter request;
	usec_t deadline; /* monotonic */
	uint64_t asked;	 /* the generation it was last asked in */
	uint32_t principal;
	struct parked *next;
};

struct parking {
	struct parked *first;
	size_t n;
};

struct parked *parked_free(struct parked *p);
DEFINE_CLEANUP(struct parked *, parked_free)

/* Moves the request in, at the end. */
int parking_add(struct parking *k, struct letter *request, struct parked **ret);
void parking_put(struct parking *k, struct parked *p); /* one that was taken, at the end */
struct parked *parking_take(struct parking *k, struct parked **place);
size_t parking_of(const struct parking *k, uint32_t principal);
usec_t parking_deadline(const struct parking *k); /* the next; USEC_NEVER */
void parking_done(struct parking *k);
