#include "model/office/unit.h"

#include <errno.h>

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Unit *unit_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_unit, key_bytes(key_u32(KEY(), num)), &duban__unit__descriptor,
			  a);
}

uint32_t unit_by_id(struct txn *t, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_unit_id, key_bytes(key_text(KEY(), id)));
}

uint32_t unit_find(struct txn *t, struct arena *a, const char *id_or_name)
{
	uint32_t found = unit_by_id(t, id_or_name);
	struct scan s;

	if (found || !*id_or_name)
		return found;
	/* A linear search is enough: a city has hundreds of units, and only imports and people use
	 * names. */
	s = scan_start(t, TABLE_unit, BYTES("", 0));
	while (scan_next(&s)) {
		Duban__Unit *u = record_unpack(t, s.value, &duban__unit__descriptor, a);

		if (!u || strcmp(u->name, id_or_name) != 0)
			continue;
		if (found)
			return UINT32_MAX;
		found = u->num;
	}
	return found;
}

bool unit_within(struct txn *t, struct arena *a, uint32_t num, uint32_t top)
{
	if (top == 0)
		return true;
	while (num && num != top) {
		Duban__Unit *u = unit_get(t, a, num);

		num = u ? u->parent : 0;
	}
	return num == top;
}

uint32_t unit_by_kind(struct txn *t, struct arena *a, Duban__UnitKind kind)
{
	struct scan s = scan_start(t, TABLE_unit, BYTES("", 0));

	while (scan_next(&s)) {
		const Duban__Unit *u = record_unpack(t, s.value, &duban__unit__descriptor, a);

		if (u && u->kind == kind)
			return u->num;
	}
	return 0;
}

static int add_unit(struct arena *a, struct unit_list *io, uint32_t unit)
{
	uint32_t *grown = arena_grow(a, io->unit, io->n, sizeof *grown);

	if (!grown)
		return -ENOMEM;
	io->unit = grown;
	io->unit[io->n++] = unit;
	return 0;
}

int units_below(struct txn *t, struct arena *a, uint32_t unit, struct unit_list *ret)
{
	struct unit_list all = {.n = 0};
	int r = add_unit(a, &all, unit);

	/* the list grows by the units below while it is walked */
	for (size_t i = 0; i < all.n && !r; i++) {
		struct scan s =
		    scan_start(t, TABLE_unit_child, key_bytes(key_u32(KEY(), all.unit[i])));

		while (!r && scan_next(&s)) {
			struct key_reader k = {.rest = s.key, .ok = true};

			(void)key_read_u32(&k);
			r = add_unit(a, &all, key_read_u32(&k));
		}
	}
	*ret = all;
	return r ? r : txn_error(t);
}

static void fold_unit_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__UnitPut *p = body;
	const Duban__Unit *u = p->unit;
	Duban__Unit *was = unit_get(t, a, u->num);

	(void)e;
	if (was && strcmp(was->id, u->id) != 0)
		txn_del(t, TABLE_unit_id, key_bytes(key_text(KEY(), was->id)));
	if (was && was->parent != u->parent)
		txn_del(t, TABLE_unit_child,
			key_bytes(key_u32(key_u32(KEY(), was->parent), u->num)));
	record_put(t, TABLE_unit, key_bytes(key_u32(KEY(), u->num)), u);
	txn_put_u32(t, TABLE_unit_id, key_bytes(key_text(KEY(), u->id)), u->num);
	txn_put(t, TABLE_unit_child, key_bytes(key_u32(key_u32(KEY(), u->parent), u->num)),
		BYTES("", 0));
	counter_raise(t, "unit", u->num);
}
/* Whose turn a matter is and what an area covers follow from the kinds and parents of units. */
FOLD(UNIT_PUT, fold_unit_put, .schedule = true);
