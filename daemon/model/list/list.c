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
