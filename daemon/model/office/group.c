#include "model/office/group.h"

#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/notice/news.h"
#include "store/db/txn.h"

Duban__Group *group_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_group, key_bytes(key_u32(KEY(), num)), &duban__group__descriptor,
			  a);
}

uint32_t group_by_id(struct txn *t, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_group_id, key_bytes(key_text(KEY(), id)));
}

static void fold_group_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__GroupPut *b = body;
	const Duban__Group *g = b->group;
	Duban__Group *was = group_get(t, a, g->num);

	(void)e;
	if (was && strcmp(was->id, g->id) != 0)
		txn_del(t, TABLE_group_id, key_bytes(key_text(KEY(), was->id)));
	record_put(t, TABLE_group, key_bytes(key_u32(KEY(), g->num)), g);
	txn_put_u32(t, TABLE_group_id, key_bytes(key_text(KEY(), g->id)), g->num);
	counter_raise(t, "group", g->num);
}
FOLD(GROUP_PUT, fold_group_put);

static void remove_group(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	(void)a;
	txn_del(t, TABLE_group_id, key_bytes(key_text(KEY(), b->group->id)));
	txn_del(t, TABLE_group, key_bytes(key_u32(KEY(), b->group->num)));
}
REMOVE(group, remove_group);

/* The Put events right before this one changed the records; this event says that they belong
 * together. Who is told of what the person was told of is found out anew. */
static void fold_person_replaced(struct txn *t, struct arena *a, const Duban__Event *e,
				 const void *body)
{
	const Duban__PersonReplaced *b = body;

	(void)a;
	(void)e;
	news_of_person(t, b->old_person);
}
FOLD(PERSON_REPLACED, fold_person_replaced, .family = FOLD_ALONE);
