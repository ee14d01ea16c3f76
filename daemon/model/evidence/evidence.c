#include "model/evidence/evidence.h"

#include "model/core/clock_repair.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Evidence *evidence_get(struct txn *t, struct arena *a, struct bytes digest)
{
	if (digest.size != HASH_SIZE)
		return NULL;
	return record_get(t, TABLE_evidence, key_bytes(key_raw(KEY(), digest)),
			  &duban__evidence__descriptor, a);
}

Duban__Evidence *evidence_own(struct txn *t, struct arena *a, uint32_t project, struct bytes digest)
{
	Duban__Evidence *first = evidence_get(t, a, digest);
	struct bytes value;

	if (!first || first->project == project)
		return first;
	if (!txn_get(t, TABLE_evidence_project, key_bytes(key_raw(key_u32(KEY(), project), digest)),
		     &value) ||
	    !value.size)
		return NULL;
	return record_unpack(t, value, &duban__evidence__descriptor, a);
}

bool evidence_of(struct txn *t, uint32_t project, struct bytes digest)
{
	return digest.size == HASH_SIZE &&
	       txn_has(t, TABLE_evidence_project,
		       key_bytes(key_raw(key_u32(KEY(), project), digest)));
}

int evidence_projects(struct txn *t, struct arena *a, const Duban__Evidence *e, uint32_t **ret,
		      size_t *ret_n)
{
	struct bytes digest = BYTES(e->digest.data, e->digest.len);
	struct scan s = scan_start(t, TABLE_evidence_digest, key_bytes(key_raw(KEY(), digest)));
	uint32_t *all = arena_grow(a, NULL, 0, sizeof *all);
	size_t n = 0;

	if (!all)
		return -ENOMEM;
	all[n++] = e->project;
	while (scan_next(&s)) {
		struct key_reader k = {.ok = true};
		uint32_t project;

		k.rest = BYTES((const uint8_t *)s.key.data + HASH_SIZE, s.key.size - HASH_SIZE);
		project = key_read_u32(&k);
		if (project == e->project)
			continue;
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n++] = project;
	}
	*ret = all;
	*ret_n = n;
	return txn_error(t);
}

static void fold_evidence_put(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__EvidencePut *b = body;
	struct bytes digest = BYTES(b->evidence->digest.data, b->evidence->digest.len);

	const Duban__Evidence *first = evidence_get(t, a, digest);
	struct bytes own = key_bytes(key_raw(key_u32(KEY(), e->project), digest));

	if (first && first->project != e->project && b->evidence->project == e->project) {
		record_put(t, TABLE_evidence_project, own, b->evidence);
	} else {
		record_put(t, TABLE_evidence, key_bytes(key_raw(KEY(), digest)), b->evidence);
		txn_put(t, TABLE_evidence_project, own, BYTES("", 0));
	}
	txn_put(t, TABLE_evidence_digest, key_bytes(key_u32(key_raw(KEY(), digest), e->project)),
		BYTES("", 0));
}
FOLD(EVIDENCE_PUT, fold_evidence_put, .tallies = TALLY_NOTHING, .touches = true,
     .family = FOLD_ALONE);
CLOCK_MOVES(evidence, .table = TABLE_evidence, .fields = "put_at");
