/* A copy of all state tables, to check that a change that was taken back leaves no trace. */
#pragma once

#include <stddef.h>

#include "lib/world/world.h"
#include "store/db/db.h"

struct entry {
	enum table table;
	struct bytes key, value;
};
struct picture {
	struct entry *entry;
	size_t n;
};

struct picture take_picture(struct world *w);
void forget(struct picture *p);
/* The name of the first table in which they differ; NULL if they are equal. */
const char *difference(const struct picture *a, const struct picture *b);
