#include "model/core/store.h"

#include "model/core/record.h"

Duban__Store *store_row(struct txn *t, struct arena *a)
{
	return record_get(t, TABLE_store, key_bytes(KEY()), &duban__store__descriptor, a);
}
