#include "model/gathering/gathering.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

static struct key *gathering_key(struct key *k, const char *id, uint32_t project)
{
	return key_u32(key_text(k, id), project);
}

Duban__Gathering *gathering_get(struct txn *t, struct arena *a, const char *id, uint32_t project)
{
	return record_get(t, TABLE_gathering, key_bytes(gathering_key(KEY(), id, project)),
			  &duban__gathering__descriptor, a);
}

static void fold_gathering_put(struct txn *t, struct arena *a, const Duban__Event *e,
			       const void *body)
{
	const Duban__GatheringPut *b = body;
	const Duban__Gathering *g = b->gathering;

	(void)a;
	(void)e;
	record_put(t, TABLE_gathering, key_bytes(gathering_key(KEY(), g->id, g->project)), g);
}
FOLD(GATHERING_PUT, fold_gathering_put, .touches = true);

static void remove_gathering(struct txn *t, struct arena *a, const Duban__RecordRemoved *b)
{
	(void)a;
	txn_del(t, TABLE_gathering,
		key_bytes(gathering_key(KEY(), b->gathering->id, b->gathering->project)));
}
REMOVE(gathering, remove_gathering);
