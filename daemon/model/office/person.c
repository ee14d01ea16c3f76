#include "model/office/person.h"

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Person *person_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_person, key_bytes(key_u32(KEY(), num)),
			  &duban__person__descriptor, a);
}

uint32_t person_by_id(struct txn *t, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_person_id, key_bytes(key_text(KEY(), id)));
}

static struct key *name_key(struct key *k, const char *name, uint32_t num)
{
	return key_u32(key_text(k, name), num);
}

uint32_t person_named(struct txn *t, const char *name)
{
	struct scan s;
	uint32_t found = 0;

	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return 0;
	s = scan_start(t, TABLE_person_name, key_bytes(key_text(KEY(), name)));
	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_text(&k);
		if (found)
			return UINT32_MAX;
		found = key_read_u32(&k);
	}
	return found;
}

uint32_t person_find(struct txn *t, struct arena *a, const char *id_or_name)
{
	uint32_t found = person_by_id(t, id_or_name);

	(void)a; /* find.c calls it as it does the finders of units and projects */

	return found ? found : person_named(t, id_or_name);
}

bool who_same(const Duban__Who *a, const Duban__Who *b)
{
	if (!a || !b)
		return a == b;
	return a->person == b->person && (a->person || strcmp(a->name, b->name) == 0);
}

static void fold_person_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PersonPut *b = body;
	const Duban__Person *p = b->person;
	Duban__Person *was = person_get(t, a, p->num);

	(void)e;
	if (was && strcmp(was->id, p->id) != 0)
		txn_del(t, TABLE_person_id, key_bytes(key_text(KEY(), was->id)));
	if (was && strcmp(was->name, p->name) != 0)
		txn_del(t, TABLE_person_name, key_bytes(name_key(KEY(), was->name, p->num)));
	record_put(t, TABLE_person, key_bytes(key_u32(KEY(), p->num)), p);
	txn_put_u32(t, TABLE_person_id, key_bytes(key_text(KEY(), p->id)), p->num);
	txn_put(t, TABLE_person_name, key_bytes(name_key(KEY(), p->name, p->num)), BYTES("", 0));
	counter_raise(t, "person", p->num);
}
FOLD(PERSON_PUT, fold_person_put);
