#include "engine/ladder/ladders.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "model/ladder/ladder.h"

static const struct ladder *cached(const struct engine *e, const char *name)
{
	for (size_t i = 0; i < e->n_ladder; i++)
		if (strcmp(e->ladder[i]->name, name) == 0)
			return e->ladder[i];
	return NULL;
}

static int load(struct engine *e, const char *name, const struct ladder **ret)
{
	struct ladder *l = arena_alloc(e->ladder_memory, sizeof *l), **grown;
	int r = l ? ladder_load(e->txn, e->ladder_memory, name, l) : -ENOMEM;

	if (r)
		return r;
	grown = arena_grow(e->ladder_memory, e->ladder, e->n_ladder, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	e->ladder = grown;
	e->ladder[e->n_ladder++] = l;
	*ret = l;
	return 0;
}

int ladder_for(struct engine *e, const char *name, const struct ladder **ret)
{
	int r = 0;

	*ret = NULL;
	if (strcmp(name, LADDER_NONE) == 0)
		return 0;
	*ret = cached(e, name);
	if (!*ret)
		r = load(e, name, ret);
	if (*ret && !(*ret)->n)
		*ret = NULL;
	return r;
}

void ladders_forget(struct engine *e)
{
	arena_reset(e->ladder_memory);
	e->ladder = NULL;
	e->n_ladder = 0;
}
