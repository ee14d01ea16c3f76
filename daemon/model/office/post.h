/* Posts (职务) of persons in units. A person may hold several at once; past posts are kept. Readers
 * return records in the arena, NULL when there is none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

struct posts {
	Duban__Post **post; /* by number */
	size_t n;
};
Duban__Post *post_get(struct txn *t, struct arena *a, uint32_t num);
int posts_load(struct txn *t, struct arena *a, uint32_t person, struct posts *ret);
int posts_of_unit(struct txn *t, struct arena *a, uint32_t unit, struct posts *ret);

/* Does a span of days include `ymd`? `from` 0 = no known beginning, `until` 0 = no end. */
static inline bool held_on(uint32_t from, uint32_t until, uint32_t ymd)
{
	return from <= ymd && (!until || ymd <= until);
}
