/* The topics that a subscriber asked for. Each is counted: asked for twice, it ends at the second
 * cancellation. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "bus/core/limits.h"
#include "proto/bytes.h"

struct topic;

struct topics {
	struct topic *topic;
	size_t n, room; /* in order, so that a message's topic is found by halving */
	size_t bytes;	/* of the texts */
};

/* 0, -E2BIG: TOPICS_MAX different ones are there, or -ENOMEM. */
int topics_add(struct topics *t, struct bytes topic);
void topics_cancel(struct topics *t, struct bytes topic); /* does nothing for an unknown one */
/* Does the topic of a message begin with one that was asked for? */
bool topics_match(const struct topics *t, struct bytes topic);
size_t topics_memory(const struct topics *t);
void topics_done(struct topics *t);
