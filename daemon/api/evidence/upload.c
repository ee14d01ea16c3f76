#include "api/evidence/upload.h"

#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "engine/keeper/keeper.h"
#include "store/blob/draft.h"

enum {
	OPEN_MAX = 16,
	PARTS_MAX = EVIDENCE_BYTES_MAX / EVIDENCE_PART_BYTES,
};

struct evidence_upload {
	bool open;
	uint32_t principal;
	uint8_t id[UPLOAD_ID_SIZE];
	usec_t touched;
	struct blob_draft *draft; /* the parts before `next` */
	uint32_t next;
	struct bytes early[EVIDENCE_PARTS_EARLY]; /* part % EVIDENCE_PARTS_EARLY, >= next */
	uint64_t size;				  /* of the parts so far */
	struct upload_hold hold;		  /* for those that came early */
};

struct evidence_uploads {
	struct evidence_upload upload[OPEN_MAX];
	uint64_t size; /* of all uploads */
	usec_t wall;
};

static void drop(struct evidence_uploads *u, struct evidence_upload *one)
{
	if (!one->open)
		return;
	for (size_t i = 0; i < EVIDENCE_PARTS_EARLY; i++)
		free((void *)(uintptr_t)one->early[i].data);
	(void)upload_hold_set(&one->hold, 0);
	blob_draft_free(one->draft);
	u->size -= one->size;
	memset(one, 0, sizeof *one);
}

struct evidence_uploads *evidence_uploads_free(struct evidence_uploads *u)
{
	if (!u)
		return NULL;
	for (size_t i = 0; i < OPEN_MAX; i++)
		drop(u, &u->upload[i]);
	free(u);
	return NULL;
}

void evidence_uploads_drop_of(struct evidence_uploads *u, uint32_t principal)
{
	for (size_t i = 0; u && i < OPEN_MAX; i++)
		if (u->upload[i].principal == principal)
			drop(u, &u->upload[i]);
}

void evidence_uploads_tidy(struct evidence_uploads *u, usec_t wall)
{
	if (!u)
		return;
	u->wall = wall;
	for (size_t i = 0; i < OPEN_MAX; i++) {
		struct evidence_upload *one = &u->upload[i];

		if (one->touched == 0)
			one->touched = wall;
		if (one->open &&
		    (wall < one->touched || wall - one->touched > UPLOAD_IDLE_SEC * USEC_PER_SEC))
			drop(u, one);
	}
}

static struct evidence_upload *find(struct request *rq, struct evidence_uploads *u, struct bytes id)
{
	for (size_t i = 0; u && i < OPEN_MAX; i++) {
		struct evidence_upload *one = &u->upload[i];

		if (one->open && one->principal == rq->caller->principal &&
		    bytes_equal(BYTES(one->id, sizeof one->id), id))
			return one;
	}
	return NULL;
}

/* Drops the upload that has waited longest for its next part, if that is too long. */
static bool drop_stalled(struct evidence_uploads *u)
{
	struct evidence_upload *most = NULL;

	for (size_t i = 0; i < OPEN_MAX; i++) {
		struct evidence_upload *one = &u->upload[i];

		if (one->open && (!most || one->touched < most->touched))
			most = one;
	}
	if (!most || u->wall - most->touched < UPLOAD_STALLED_SEC * USEC_PER_SEC)
		return false;
	drop(u, most);
	return true;
}

static struct evidence_upload *free_slot(struct evidence_uploads *u)
{
	for (size_t i = 0; i < OPEN_MAX; i++)
		if (!u->upload[i].open)
			return &u->upload[i];
	return NULL;
}

/* A new upload replaces the principal's own open one, else it takes a free slot, else that of one
 * that has stalled. */
static int begin(struct request *rq, struct evidence_uploads *u, struct bytes id,
		 struct evidence_upload **ret)
{
	struct evidence_upload *free_one;
	int r;

	evidence_uploads_drop_of(u, rq->caller->principal);
	free_one = free_slot(u);
	if (!free_one && drop_stalled(u))
		free_one = free_slot(u);
	if (!free_one)
		return request_refuse(rq, STATUS_TOO_MANY, "evidence.too_many_uploads", NULL);
	r = engine_draft_blob(rq->engine, (unsigned)(free_one - u->upload), &free_one->draft);
	if (r)
		return r == STATUS_FULL ? request_refuse(rq, r, "store.full", NULL) : r;
	free_one->open = true;
	free_one->principal = rq->caller->principal;
	free_one->hold = (struct upload_hold){rq->host, free_one->principal, 0};
	memcpy(free_one->id, id.data, UPLOAD_ID_SIZE);
	free_one->touched = u->wall;
	*ret = free_one;
	return 0;
}

/* For a part that came before: is it the same again? */
static int again(struct request *rq, const struct evidence_upload *one, uint32_t part,
		 struct bytes content)
{
	bool same;
	int r = 0;

	if (part < one->next)
		r = blob_draft_same(one->draft, (uint64_t)part * EVIDENCE_PART_BYTES, content,
				    &same);
	else
		same = bytes_equal(one->early[part % EVIDENCE_PARTS_EARLY], content);
	return r || same ? r : request_refuse(rq, STATUS_CONFLICT, "evidence.other_part", NULL);
}

static size_t early_bytes(const struct evidence_upload *one)
{
	size_t n = 0;

	for (size_t i = 0; i < EVIDENCE_PARTS_EARLY; i++)
		n += one->early[i].size;
	return n;
}

/* Writes the parts that follow without a gap, at most EVIDENCE_PARTS_EARLY. */
static int advance(struct request *rq, struct evidence_upload *one)
{
	for (;;) {
		struct bytes *part = &one->early[one->next % EVIDENCE_PARTS_EARLY];
		int r;

		/* a part shorter than EVIDENCE_PART_BYTES is the last */
		if (!part->data ||
		    blob_draft_size(one->draft) != (uint64_t)one->next * EVIDENCE_PART_BYTES)
			return 0;
		r = engine_add_blob(rq->engine, one->draft, *part);
		if (r)
			return r == STATUS_FULL ? request_refuse(rq, r, "store.full", NULL) : r;
		free((void *)(uintptr_t)part->data);
		*part = (struct bytes){0};
		(void)upload_hold_set(&one->hold, early_bytes(one));
		one->next++;
	}
}

static int take(struct request *rq, struct evidence_uploads *u, struct evidence_upload *one,
		const Duban__EvidencePartRequest *q)
{
	struct bytes content = BYTES(q->content.data, q->content.len);
	struct bytes *part = &one->early[q->part % EVIDENCE_PARTS_EARLY];
	void *copy;

	one->touched = u->wall;
	if (q->part < one->next || part->data) {
		int r = again(rq, one, q->part, content);

		return r ? r : advance(rq, one);
	}
	while (u->size + content.size > EVIDENCE_UPLOADS_BYTES)
		if (!drop_stalled(u))
			return request_refuse(rq, STATUS_TOO_MANY, "evidence.too_many_uploads",
					      NULL);
	if (!upload_hold_set(&one->hold, early_bytes(one) + content.size))
		return request_refuse(rq, STATUS_TOO_MANY, "bus.too_much_uploaded", NULL);
	copy = malloc(content.size);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, content.data, content.size);
	*part = BYTES(copy, content.size);
	one->size += content.size;
	u->size += content.size;
	return advance(rq, one);
}

/* Checks a part by itself. */
static int check_part(struct request *rq, const Duban__EvidencePartRequest *q)
{
	if (q->upload_id.len != UPLOAD_ID_SIZE)
		return request_refuse(rq, STATUS_INVALID, "import.bad_upload_id", NULL);
	if (q->part >= PARTS_MAX)
		return request_refuse(
		    rq, STATUS_TOO_MANY, "evidence.too_large",
		    arena_printf(rq->arena, "%lld", EVIDENCE_BYTES_MAX / 1024 / 1024), NULL);
	if (q->content.len == 0 || q->content.len > EVIDENCE_PART_BYTES)
		return request_refuse(rq, STATUS_INVALID, "evidence.bad_part",
				      arena_printf(rq->arena, "%d", EVIDENCE_PART_BYTES), NULL);
	return 0;
}

static int uploads_of(struct request *rq, struct evidence_uploads **ret)
{
	struct evidence_uploads **u = rq->evidence;

	if (!*u) {
		*u = calloc(1, sizeof **u);
		if (!*u)
			return -ENOMEM;
		engine_clear_blobs(rq->engine, OPEN_MAX);
	}
	*ret = *u;
	return 0;
}

int evidence_take(struct request *rq, const Duban__EvidencePartRequest *q)
{
	struct bytes id = BYTES(q->upload_id.data, q->upload_id.len);
	struct evidence_uploads *u;
	struct evidence_upload *one;
	uint32_t next;
	int r = check_part(rq, q);

	if (!r)
		r = uploads_of(rq, &u);
	if (r)
		return r;
	one = find(rq, u, id);
	next = one ? one->next : 0;
	if (q->part >= next + EVIDENCE_PARTS_EARLY)
		return request_refuse(rq, STATUS_INVALID, "evidence.part_early",
				      arena_printf(rq->arena, "%u", next), NULL);
	if (!one)
		r = begin(rq, u, id, &one);
	return r ? r : take(rq, u, one, q);
}

int evidence_whole(struct request *rq, const Duban__EvidenceCommitRequest *q,
		   struct evidence_whole *ret)
{
	struct bytes id = BYTES(q->upload_id.data, q->upload_id.len);
	struct evidence_upload *one = find(rq, *rq->evidence, id);

	if (!one)
		return request_refuse(rq, STATUS_NOT_FOUND, "evidence.unknown_upload", NULL);
	ret->draft = one->draft;
	ret->size = blob_draft_size(one->draft);
	if (one->next == 0 || one->next != q->parts || ret->size != one->size)
		return request_refuse(rq, STATUS_INVALID, "evidence.incomplete", NULL);
	return blob_draft_digest(one->draft, ret->digest);
}

void evidence_drop(struct request *rq, struct bytes id)
{
	struct evidence_uploads *u = *rq->evidence;
	struct evidence_upload *one = find(rq, u, id);

	if (one)
		drop(u, one);
}
