#include "model/list/category.h"

#include <string.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "proto/limits.h"
#include "store/db/txn.h"

Duban__Category *category_get(struct txn *t, struct arena *a, const char *name)
{
	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return NULL;
	return record_get(t, TABLE_category, key_bytes(key_text(KEY(), name)),
			  &duban__category__descriptor, a);
}

const char *category_parent(struct txn *t, struct arena *a, const char *name)
{
	Duban__Category *c = category_get(t, a, name);

	return c && *c->parent ? c->parent : NULL;
}

bool category_within(struct txn *t, struct arena *a, const char *name, const char *top)
{
	for (int depth = 0; name && depth <= CATEGORY_DEPTH_MAX; depth++) {
		if (strcmp(name, top) == 0)
			return true;
		name = category_parent(t, a, name);
	}
	return false;
}

bool category_is_industry(struct txn *t, struct arena *a, const char *name)
{
	for (int depth = 0; name && depth <= CATEGORY_DEPTH_MAX; depth++) {
		const Duban__Category *c = category_get(t, a, name);

		if (c && c->industry)
			return true;
		name = c && *c->parent ? c->parent : NULL;
	}
	return false;
}

static void fold_category_put(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__CategoryPut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_category, key_bytes(key_text(KEY(), b->category->name)), b->category);
}
/* Parameters of a category apply to all categories below it, so schedules may change. */
FOLD(CATEGORY_PUT, fold_category_put, .schedule = true);
