/* The endpoints of a connection file, tried in turn, and why each of them failed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "duban/connection.h"

struct endpoints {
	const struct duban_connection *of;
	size_t n, at;
	struct duban_failure why[DUBAN_ENDPOINTS]; /* error 0: it did not fail so far */
};

void endpoints_init(struct endpoints *e, const struct duban_connection *c);
const char *endpoints_here(const struct endpoints *e);
/* Goes to the next one, passing over those that failed. */
void endpoints_move(struct endpoints *e);
void endpoints_forget(struct endpoints *e);
size_t endpoints_left(const struct endpoints *e); /* that have not failed */
/* The one in turn has failed. True: so have all others. */
bool endpoints_failed(struct endpoints *e, const struct duban_failure *why);
/* Is this an error of an endpoint, and not of the caller or this machine? */
bool endpoints_blame(int error);
/* What all of them say. The error, code and argument are those of the one that came furthest. */
void endpoints_sum(const struct endpoints *e, struct duban_failure *ret);
