/* Posts (职务) of persons in units and groups of them (领导小组, 工作专班), beside the person's
 * row (nouns.h). A person may hold several posts at once; history keeps who held what when.
 * Readers as in nouns.h: records in the arena, NULL when there is none. */
#pragma once

#include "model/core/nouns.h"

/* post.c */
struct posts {
	Duban__Post **post; /* by number */
	size_t n;
};
Duban__Post *post_get(struct txn *t, struct arena *a, uint32_t num);
int posts_load(struct txn *t, struct arena *a, uint32_t person, struct posts *ret);

/* group.c */
Duban__Group *group_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t group_by_id(struct txn *t, const char *id); /* 0 = none */

/* Does a span of days hold on `ymd`? `from` 0 = since ever, `until` 0 = still. */
static inline bool held_on(uint32_t from, uint32_t until, uint32_t ymd)
{
	return from <= ymd && (!until || ymd <= until);
}
