#include "rules/publication/named.h"

#include <string.h>

#include "base/arena.h"

struct draft_values *named_add(struct named *l, int64_t order)
{
	size_t i = l->n, room = l->list.x->items;

	l->all++;
	if (!l->list.item || (i == room && order >= l->one[i - 1].order))
		return NULL;
	if (i == room)
		i--;
	else
		l->n++;
	for (; i > 0 && l->one[i - 1].order > order; i--)
		l->one[i] = l->one[i - 1];
	l->one[i].order = order;
	l->one[i].values =
	    (struct draft_values){.arena = l->list.x->s->arena, .year = l->list.x->year};
	return &l->one[i].values;
}

int named_end(struct named *l)
{
	struct draft_values *to = &l->list.x->values;
	int r = 0;

	if (!l->list.item)
		return 0;
	for (size_t i = 0; i < l->n && !r; i++)
		r = draft_item(&l->list, &l->one[i].values);
	draft_list_end(&l->list);
	values_number(to, arena_printf(to->arena, "%s_all", l->list.key), l->all);
	values_number(to, arena_printf(to->arena, "%s_more", l->list.key), l->all - (uint32_t)l->n);
	return r;
}
