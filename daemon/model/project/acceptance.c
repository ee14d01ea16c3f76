#include "model/project/acceptance.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

Duban__Acceptance *acceptance_get(struct txn *t, struct arena *a, uint32_t project)
{
	return record_get(t, TABLE_acceptance, key_bytes(key_u32(KEY(), project)),
			  &duban__acceptance__descriptor, a);
}

static void fold_acceptance_put(struct txn *t, struct arena *a, const Duban__Event *e,
				const void *body)
{
	const Duban__AcceptancePut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_acceptance, key_bytes(key_u32(KEY(), b->acceptance->project)),
		   b->acceptance);
}
FOLD(ACCEPTANCE_PUT, fold_acceptance_put, .touches = true);

static void remove_acceptance(struct txn *t, struct arena *a, const Duban__RecordRemoved *b)
{
	(void)a;
	txn_del(t, TABLE_acceptance, key_bytes(key_u32(KEY(), b->acceptance->project)));
}
REMOVE(acceptance, remove_acceptance);
