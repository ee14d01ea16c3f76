#include "model/project/acceptance.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

Duban__Acceptance *acceptance_get(struct txn *t, struct arena *a, uint32_t project)
{
	return record_get(t, TABLE_acceptance, key_bytes(key_u32(KEY(), project)),
			  &duban__acceptance__descriptor, a);
}
