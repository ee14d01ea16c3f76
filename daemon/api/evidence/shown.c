#include "api/evidence/shown.h"

#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/evidence/evidence.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "text/hex.h"

/* The file as somebody knows it who has the bytes and nothing else. */
static Duban__Evidence *bare(struct arena *a, const Duban__Evidence *first, const Duban__Project *p)
{
	Duban__Evidence *e = arena_alloc(a, sizeof *e);
	char *name = arena_alloc(a, 2 * HASH_SIZE + 1);

	if (!e || !name)
		return NULL;
	duban__evidence__init(e);
	e->digest = first->digest;
	e->size = first->size;
	e->name = hex_text(BYTES(first->digest.data, first->digest.len), name);
	e->project = p->num;
	e->unit = p->unit;
	return e;
}

Duban__Evidence *evidence_shown(struct request *rq, struct arena *a, struct bytes digest)
{
	Duban__Evidence *first = evidence_get(rq->txn, a, digest), *own;
	const Duban__Project *by_first = NULL;
	uint32_t *project;
	size_t n = 0;

	if (!first || evidence_projects(rq->txn, a, first, &project, &n))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const Duban__Project *p = project_get(rq->txn, a, project[i]);

		if (!p || !scope_reads(rq, p))
			continue;
		own = evidence_own(rq->txn, a, p->num, digest);
		if (own)
			return own;
		by_first = by_first ? by_first : p;
	}
	rq->hidden |= !by_first;
	return by_first ? bare(a, first, by_first) : NULL;
}
