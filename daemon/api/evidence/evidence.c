/* Evidence (佐证): files that are uploaded in parts, checked against their digest and stored
 * outside the database before the event that names them. Whoever may read the project may read the
 * file, in pieces. */
#include "model/evidence/evidence.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/evidence/shown.h"
#include "api/evidence/upload.h"
#include "engine/keeper/keeper.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "store/blob/blob.h"
#include "store/blob/draft.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/file_name.h"

#define PUTTERS                                                                                    \
	(ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR) | ROLE_BIT(OFFICE) | ROLE_BIT(LOCAL))

static int part(struct request *rq, const void *body)
{
	return evidence_take(rq, body);
}
HANDLER(EVIDENCE_PART, .kind = HANDLER_QUERY, .roles = PUTTERS, .simulated_only_for_local = true,
	.decide = part);

/* ---- commit */

static int check_words(struct request *rq, const Duban__Evidence *e)
{
	int r = request_text(rq, "name", e->name, FILE_NAME_MAX, true);

	if (!r && !file_name_fits(e->name))
		r = request_refuse(rq, STATUS_INVALID, "evidence.name_is_path", e->name, NULL);
	if (!r)
		r = request_text(rq, "media_type", e->media_type, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "place", e->place, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "verifier", e->verifier, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "verifier_unit", e->verifier_unit, NAME_MAX_BYTES, false);
	if (!r)
		r = request_text(rq, "verifier_post", e->verifier_post, NAME_MAX_BYTES, false);
	if (!r && (e->taken_at < 0 || (usec_t)e->taken_at > rq->now))
		r = request_refuse(rq, STATUS_INVALID, "evidence.taken_later", NULL);
	return r;
}

/* Checks that the parts add up to what was announced. */
static int check_whole(struct request *rq, const Duban__EvidenceCommitRequest *q,
		       struct evidence_whole *ret)
{
	const Duban__Evidence *e = q->evidence;
	int r = evidence_whole(rq, q, ret);

	if (r)
		return r;
	if ((e->size && e->size != ret->size) ||
	    (e->digest.len &&
	     !bytes_equal(BYTES(e->digest.data, e->digest.len), BYTES(ret->digest, HASH_SIZE))))
		return request_refuse(rq, STATUS_INVALID, "evidence.other_digest",
				      request_hex(rq, BYTES(ret->digest, HASH_SIZE)), NULL);
	return 0;
}

static int reply_record(struct request *rq, Duban__Evidence *e, char *project, bool known)
{
	Duban__EvidenceReply *b =
	    REQUEST_NEW(rq, Duban__EvidenceReply, duban__evidence_reply__init);

	if (!b)
		return -ENOMEM;
	b->evidence = e;
	b->project = project;
	b->known = known;
	rq->reply->body_case = DUBAN__REPLY__BODY_EVIDENCE;
	rq->reply->evidence = b;
	return 0;
}

/* The record in the words of the request. */
static Duban__Evidence *evidence_record(struct request *rq, const Duban__EvidenceCommitRequest *q,
					const struct evidence_whole *w, const Duban__Project *p)
{
	Duban__Evidence *e = REQUEST_NEW(rq, Duban__Evidence, duban__evidence__init);
	void *digest = arena_dup(rq->arena, w->digest, HASH_SIZE);

	if (!e || !digest)
		return NULL;
	*e = *q->evidence;
	e->digest = (ProtobufCBinaryData){HASH_SIZE, digest};
	e->size = w->size;
	e->project = p->num;
	e->unit = rq->caller->unit ? rq->caller->unit : p->unit;
	e->put_at = rq->now;
	return e;
}

static int draft(struct request *rq, Duban__Evidence *e, Duban__Evidence *was,
		 const Duban__Project *p)
{
	Duban__EvidencePut *b = REQUEST_NEW(rq, Duban__EvidencePut, duban__evidence_put__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return -ENOMEM;
	b->evidence = e;
	b->was = was;
	ev->body_case = DUBAN__EVENT__BODY_EVIDENCE_PUT;
	ev->evidence_put = b;
	ev->project = p->num;
	ev->project_unit = p->unit;
	return 0;
}

/* Of a file that the caller may read the record is kept, and only the project is added. Of one that
 * another stored out of the caller's sight nothing shows: the project gets a record of its own. */
static int keep(struct request *rq, const Duban__EvidenceCommitRequest *q, const Duban__Project *p,
		Duban__Evidence *e)
{
	struct bytes digest = BYTES(e->digest.data, e->digest.len);
	Duban__Evidence *shown = evidence_shown(rq, rq->arena, digest);
	Duban__Evidence *first = evidence_get(rq->txn, rq->arena, digest);

	if (shown && evidence_of(rq->txn, p->num, digest)) {
		evidence_drop(rq, BYTES(q->upload_id.data, q->upload_id.len));
		return reply_record(rq, shown, p->code, true);
	}
	if (shown && shown->project == first->project)
		return draft(rq, first, first, p);
	return draft(rq, e, shown, p);
}

static int commit_for(struct request *rq, const Duban__EvidenceCommitRequest *q,
		      const Duban__Project *p)
{
	struct evidence_whole w;
	Duban__Evidence *e;
	int r = check_whole(rq, q, &w);

	if (r)
		return r;
	e = evidence_record(rq, q, &w, p);
	if (!e)
		return -ENOMEM;
	if (!record_fits(e))
		return request_refuse(rq, STATUS_TOO_MANY, "request.too_large", NULL);
	/* The bytes must be stored first, so that the file of every event exists. Storing a damaged
	 * file again repairs it; bytes that are there already take as long as new ones. */
	r = blob_draft_keep(w.draft, w.digest);
	if (r == STATUS_FULL)
		return request_refuse(rq, r, "store.full", NULL);
	return r ? r : keep(rq, q, p, e);
}

static int commit(struct request *rq, const void *body)
{
	const Duban__EvidenceCommitRequest *q = body;
	Duban__Project *p;
	int r;

	if (!q->evidence)
		return request_refuse(rq, STATUS_INVALID, "text.empty", "evidence", NULL);
	r = request_project(rq, q->project, &p);
	if (!r)
		r = check_words(rq, q->evidence);
	return r ? r : commit_for(rq, q, p);
}

static int commit_answer(struct request *rq, const void *body)
{
	const Duban__EvidenceCommitRequest *q = body;
	const Duban__EvidencePut *b = rq->event[0]->evidence_put;

	evidence_drop(rq, BYTES(q->upload_id.data, q->upload_id.len));
	return reply_record(rq, b->evidence, q->project, b->was != NULL);
}
HANDLER(EVIDENCE_COMMIT, .kind = HANDLER_COMMAND, .roles = PUTTERS,
	.simulated_only_for_local = true, .decide = commit, .answer = commit_answer);

/* ---- get */

/* A file of this size is checked before its first piece is given: a few hundredths of a second. A
 * larger one is checked by its receiver, who has all of it in the end, and by the scrub. */
enum { CHECKED_BYTES = 8 * 1024 * 1024 };

static int get(struct request *rq, const void *body)
{
	const Duban__EvidenceGetRequest *q = body;
	struct bytes digest = BYTES(q->digest.data, q->digest.len);
	Duban__EvidenceGetReply *b =
	    REQUEST_NEW(rq, Duban__EvidenceGetReply, duban__evidence_get_reply__init);
	struct blob_range range = {.from = q->from, .size = EVIDENCE_PART_BYTES};
	Duban__Evidence *e;
	size_t n = 0;
	int r;

	range.buf = arena_alloc(rq->arena, range.size);
	if (!b || !range.buf)
		return -ENOMEM;
	if (digest.size != HASH_SIZE)
		return request_refuse(rq, STATUS_INVALID, "evidence.bad_digest", NULL);
	/* Who may read one of the file's projects may read the file. */
	e = evidence_shown(rq, rq->arena, digest);
	if (!e)
		return request_refuse(rq, STATUS_NOT_FOUND, "evidence.unknown",
				      request_hex(rq, digest), NULL);
	if (q->from > e->size)
		return request_refuse(rq, STATUS_INVALID, "evidence.past_end",
				      arena_printf(rq->arena, "%llu", (unsigned long long)e->size),
				      NULL);
	r = q->from == 0 && e->size <= CHECKED_BYTES
		? engine_check_blob(rq->engine, digest.data, e->size)
		: 0;
	if (!r)
		r = engine_read_blob(rq->engine, digest.data, &range, &n);
	if (r)
		return r;
	b->evidence = e;
	b->content = (ProtobufCBinaryData){n, range.buf};
	if (n == range.size && q->from + n < e->size)
		b->next = q->from + n;
	rq->reply->body_case = DUBAN__REPLY__BODY_EVIDENCE_GET;
	rq->reply->evidence_get = b;
	return 0;
}
HANDLER(EVIDENCE_GET, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = get, .simulated_only_for_local = true);

/* ---- check */

static int check_one(struct request *rq, const Duban__Evidence *e, Duban__EvidenceCheckReply *b)
{
	struct bytes digest = BYTES(e->digest.data, e->digest.len);
	int r = engine_check_blob(rq->engine, e->digest.data, e->size);

	if (r && r != STATUS_DAMAGED)
		return r;
	b->checked++;
	return r ? REQUEST_PUSH(rq, b->damaged, b->n_damaged, request_hex(rq, digest)) : 0;
}

static int check(struct request *rq, const void *body)
{
	const Duban__EvidenceCheckRequest *q = body;
	struct bytes after = BYTES(q->after.data, q->after.len);
	Duban__EvidenceCheckReply *b =
	    REQUEST_NEW(rq, Duban__EvidenceCheckReply, duban__evidence_check_reply__init);
	uint64_t bytes = 0;
	struct scan s;
	int r = 0;

	if (!b)
		return -ENOMEM;
	if (after.size && after.size != HASH_SIZE)
		return request_refuse(rq, STATUS_INVALID, "evidence.bad_digest", NULL);
	s = scan_after(rq->txn, TABLE_evidence, BYTES("", 0), after);
	while (!r && bytes < EVIDENCE_CHECK_BYTES && b->checked < SLICE_SUBJECTS && scan_next(&s)) {
		Duban__Evidence *e =
		    record_unpack(rq->txn, s.value, &duban__evidence__descriptor, rq->arena);

		if (!e)
			return txn_error(rq->txn);
		r = check_one(rq, e, b);
		bytes += e->size;
		b->next = e->digest;
	}
	/* a page that is not full is the last one */
	if (bytes < EVIDENCE_CHECK_BYTES && b->checked < SLICE_SUBJECTS)
		b->next = (ProtobufCBinaryData){0, NULL};
	rq->reply->body_case = DUBAN__REPLY__BODY_EVIDENCE_CHECK;
	rq->reply->evidence_check = b;
	return r;
}
HANDLER(EVIDENCE_CHECK, .kind = HANDLER_QUERY,
	.roles = ROLE_BIT(OFFICE) | ROLE_BIT(SUPERVISION) | ROLE_BIT(AUDITOR) | ROLE_BIT(LOCAL),
	.simulated_only_for_local = true, .decide = check);
