#include "model/evidence.h"

#include "model/fold.h"
#include "model/record.h"

Duban__Evidence *evidence_get(struct txn *t, struct arena *a, struct bytes digest)
{
	if (digest.size != HASH_SIZE)
		return NULL;
	return record_get(t, TABLE_evidence, key_bytes(key_raw(KEY(), digest)),
			  &duban__evidence__descriptor, a);
}

bool evidence_of(struct txn *t, uint32_t project, struct bytes digest)
{
	return digest.size == HASH_SIZE &&
	       txn_has(t, TABLE_evidence_project,
		       key_bytes(key_raw(key_u32(KEY(), project), digest)));
}

static void fold_evidence_put(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__EvidencePut *b = body;
	struct bytes digest = BYTES(b->evidence->digest.data, b->evidence->digest.len);

	(void)a;
	record_put(t, TABLE_evidence, key_bytes(key_raw(KEY(), digest)), b->evidence);
	txn_put(t, TABLE_evidence_project, key_bytes(key_raw(key_u32(KEY(), e->project), digest)),
		BYTES("", 0));
}
FOLD(EVIDENCE_PUT, fold_evidence_put, .touches = true);
