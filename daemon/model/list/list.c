#include "model/list/list.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

Duban__List *list_get(struct txn *t, struct arena *a, const char *name)
{
	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return NULL;
	return record_get(t, TABLE_list, key_bytes(key_text(KEY(), name)), &duban__list__descriptor,
			  a);
}

static void fold_list_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ListPut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_list, key_bytes(key_text(KEY(), b->list->name)), b->list);
}
FOLD(LIST_PUT, fold_list_put);

static void remove_list(struct txn *t, struct arena *a, const Duban__RecordRemoved *b)
{
	(void)a;
	txn_del(t, TABLE_list, key_bytes(key_text(KEY(), b->list->name)));
}
REMOVE(list, remove_list);
