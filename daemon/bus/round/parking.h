/* A list of requests that wait for their answer, oldest first. rounds.c decides which requests
 * may wait and how long. */
#pragma once

#include "base/clock.h"
#include "bus/round/letter.h"

struct parked {
	struct letter request;
	usec_t deadline; /* monotonic; then it is answered even if there is nothing to say */
	uint64_t asked;	 /* rounds.generation when it was last asked */
	uint32_t principal;
	struct parked *next;
};

struct parking {
	struct parked *first;
	size_t n;
};

struct parked *parked_free(struct parked *p);
DEFINE_CLEANUP(struct parked *, parked_free)

/* Moves the request into a new entry at the end of the list. */
int parking_add(struct parking *k, struct letter *request, struct parked **ret);
/* Appends an entry that was taken from a list. */
void parking_put(struct parking *k, struct parked *p);
/* Unlinks and returns *place. */
struct parked *parking_take(struct parking *k, struct parked **place);
size_t parking_of(const struct parking *k, uint32_t principal); /* requests of the principal */
usec_t parking_deadline(const struct parking *k); /* the earliest; USEC_NEVER if empty */
void parking_done(struct parking *k);
