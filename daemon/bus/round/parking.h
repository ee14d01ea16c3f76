/* A list of requests that wait for their answer, oldest first. rounds.c decides which requests
 * may wait and how long. */
#pragma once

#include "base/clock.h"
#include "bus/quota/account.h"
#include "bus/round/letter.h"

struct parked {
	struct letter request;
	usec_t deadline;      /* monotonic; then it is answered even if there is nothing to say */
	uint64_t asked;	      /* rounds.generation when it was last asked */
	struct charge charge; /* for the letter, once it is parked and not only deferred */
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
/* The oldest request of whom the most wait, that is still to wait after `now`. NULL: the list is
 * empty, or all are to be answered already. */
struct parked *parking_of_most(const struct parking *k, usec_t now);
/* Drops the bytes of the requests of an account. They stay in the list until they are taken. */
void parking_forget(struct parking *k, const struct account *a, const struct parked *but);
usec_t parking_deadline(const struct parking *k); /* the earliest; USEC_NEVER if empty */
void parking_done(struct parking *k);
