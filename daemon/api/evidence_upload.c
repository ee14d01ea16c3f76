#include "api/evidence_upload.h"

#include <string.h>

#include "base/hash.h"

enum {
	OPEN_MAX = 16,
	PARTS_MAX = EVIDENCE_BYTES_MAX / EVIDENCE_PART_BYTES,
};

struct upload {
	bool open;
	uint32_t principal;
	uint8_t id[UPLOAD_ID_SIZE];
	usec_t touched;
	struct bytes part[PARTS_MAX]; /* data NULL: not here yet */
	uint64_t size;
};

struct evidence_uploads {
	struct upload upload[OPEN_MAX];
	uint64_t size; /* of all */
	usec_t wall;
};

static void drop(struct evidence_uploads *u, struct upload *one)
{
	if (!one->open)
		return;
	for (size_t i = 0; i < PARTS_MAX; i++)
		free((void *)(uintptr_t)one->part[i].data);
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

void evidence_uploads_tidy(struct evidence_uploads *u, usec_t wall)
{
	if (!u)
		return;
	u->wall = wall;
	for (size_t i = 0; i < OPEN_MAX; i++) {
		struct upload *one = &u->upload[i];

		if (one->touched == 0)
			one->touched = wall;
		if (one->open &&
		    (wall < one->touched || wall - one->touched > UPLOAD_IDLE_SEC * USEC_PER_SEC))
			drop(u, one);
	}
}

static struct upload *find(struct ask *a, struct evidence_uploads *u, struct bytes id)
{
	for (size_t i = 0; u && i < OPEN_MAX; i++) {
		struct upload *one = &u->upload[i];

		if (one->open && one->principal == a->caller->principal &&
		    bytes_equal(BYTES(one->id, sizeof one->id), id))
			return one;
	}
	return NULL;
}

/* A new one takes the place of the principal's own, else a free one. */
static struct upload *begin(struct ask *a, struct evidence_uploads *u, struct bytes id)
{
	struct upload *free_one = NULL;

	for (size_t i = 0; i < OPEN_MAX; i++) {
		if (u->upload[i].open && u->upload[i].principal == a->caller->principal)
			drop(u, &u->upload[i]);
		if (!u->upload[i].open && !free_one)
			free_one = &u->upload[i];
	}
	if (!free_one)
		return NULL;
	free_one->open = true;
	free_one->principal = a->caller->principal;
	memcpy(free_one->id, id.data, UPLOAD_ID_SIZE);
	return free_one;
}

static int take(struct ask *a, struct evidence_uploads *u, struct upload *one,
		const Duban__EvidencePartRequest *q)
{
	struct bytes content = BYTES(q->content.data, q->content.len);
	struct bytes *part = &one->part[q->part];
	void *copy;

	if (part->data)
		return bytes_equal(*part, content)
			   ? 0
			   : ask_refuse(a, STATUS_CONFLICT, "evidence.other_part", NULL);
	if (u->size + content.size > EVIDENCE_UPLOADS_BYTES)
		return ask_refuse(a, STATUS_TOO_MANY, "evidence.too_many_uploads", NULL);
	copy = malloc(content.size);
	if (!copy)
		return -ENOMEM;
	memcpy(copy, content.data, content.size);
	*part = BYTES(copy, content.size);
	one->size += content.size;
	u->size += content.size;
	one->touched = u->wall;
	return 0;
}

int evidence_take(struct ask *a, const Duban__EvidencePartRequest *q)
{
	struct evidence_uploads **u = api_evidence_uploads(a->api);
	struct bytes id = BYTES(q->upload_id.data, q->upload_id.len);
	struct upload *one;

	if (id.size != UPLOAD_ID_SIZE)
		return ask_refuse(a, STATUS_INVALID, "import.bad_upload_id", NULL);
	if (q->part >= PARTS_MAX)
		return ask_refuse(a, STATUS_TOO_MANY, "evidence.too_large",
				  arena_printf(a->arena, "%lld", EVIDENCE_BYTES_MAX / 1024 / 1024),
				  NULL);
	if (q->content.len == 0 || q->content.len > EVIDENCE_PART_BYTES)
		return ask_refuse(a, STATUS_INVALID, "evidence.bad_part",
				  arena_printf(a->arena, "%d", EVIDENCE_PART_BYTES), NULL);
	if (!*u)
		*u = calloc(1, sizeof **u);
	if (!*u)
		return -ENOMEM;
	one = find(a, *u, id);
	if (!one)
		one = begin(a, *u, id);
	if (!one)
		return ask_refuse(a, STATUS_TOO_MANY, "evidence.too_many_uploads", NULL);
	return take(a, *u, one, q);
}

static int digest_of(const struct bytes *piece, size_t n, uint8_t ret[HASH_SIZE])
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	int r = sm3_new(&s);

	if (!r)
		r = sm3_start(s);
	for (size_t i = 0; i < n && !r; i++)
		r = sm3_add(s, piece[i]);
	return r ? r : sm3_end(s, ret);
}

int evidence_whole(struct ask *a, const Duban__EvidenceCommitRequest *q, struct evidence_whole *ret)
{
	struct bytes id = BYTES(q->upload_id.data, q->upload_id.len);
	struct upload *one = find(a, *api_evidence_uploads(a->api), id);
	size_t n = 0;

	if (!one)
		return ask_refuse(a, STATUS_NOT_FOUND, "evidence.unknown_upload", NULL);
	while (n < PARTS_MAX && one->part[n].data)
		n++;
	*ret = (struct evidence_whole){.piece = one->part, .n = n};
	for (size_t i = 0; i < n; i++) {
		ret->size += one->part[i].size;
		if (i + 1 < n && one->part[i].size != EVIDENCE_PART_BYTES)
			n = 0;
	}
	if (n == 0 || n != q->parts || ret->size != one->size)
		return ask_refuse(a, STATUS_INVALID, "evidence.incomplete", NULL);
	return digest_of(ret->piece, ret->n, ret->digest);
}

void evidence_drop(struct ask *a, struct bytes id)
{
	struct evidence_uploads *u = *api_evidence_uploads(a->api);
	struct upload *one = find(a, u, id);

	if (one)
		drop(u, one);
}
