#include "model/list/list.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

/* What a list asks for decides which rules judge its projects (Wnn.on = needs_chain). */
static void fold_list_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ListPut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_list, key_bytes(key_text(KEY(), b->list->name)), b->list);
}
FOLD(LIST_PUT, fold_list_put, .schedule = true);

Duban__List *list_get(struct txn *t, struct arena *a, const char *name)
{
	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return NULL;
	return record_get(t, TABLE_list, key_bytes(key_text(KEY(), name)), &duban__list__descriptor,
			  a);
}
