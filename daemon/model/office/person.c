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

uint32_t person_find(struct txn *t, struct arena *a, const char *id_or_name)
{
	uint32_t found = person_by_id(t, id_or_name);
	struct scan s;

	if (found || !*id_or_name)
		return found;
	s = scan_start(t, TABLE_person, BYTES("", 0));
	while (scan_next(&s)) {
		Duban__Person *p = record_unpack(t, s.value, &duban__person__descriptor, a);

		if (!p || strcmp(p->name, id_or_name) != 0)
			continue;
		if (found)
			return UINT32_MAX;
		found = p->num;
	}
	return found;
}

static void fold_person_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__PersonPut *b = body;
	const Duban__Person *p = b->person;
	Duban__Person *was = person_get(t, a, p->num);

	(void)e;
	if (was && strcmp(was->id, p->id) != 0)
		txn_del(t, TABLE_person_id, key_bytes(key_text(KEY(), was->id)));
	record_put(t, TABLE_person, key_bytes(key_u32(KEY(), p->num)), p);
	txn_put_u32(t, TABLE_person_id, key_bytes(key_text(KEY(), p->id)), p->num);
	counter_raise(t, "person", p->num);
}
FOLD(PERSON_PUT, fold_person_put);
