/* All state tables as they are, so that what comes in and goes again leaves no trace. */
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
/* The first table in which they differ; NULL: none. */
const char *difference(const struct picture *a, const struct picture *b);
