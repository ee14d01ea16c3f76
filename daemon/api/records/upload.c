#include "api/records/upload.h"

#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "base/hash.h"

#define UPLOADS_MAX 16 /* open at once, of all principals */
#define PARTS_MAX 65536
#define ROW_OVERHEAD 16 /* counted for each row besides the bytes of its cells */
#define UPLOAD_ARENA_MAX ((size_t)4 * IMPORT_BYTES_MAX) /* not reached: `bytes` is limited */
#define WORK_ARENA_MAX ((size_t)1024 * 1024 * 1024)

struct part {
	bool here;
	size_t n;
	struct upload_row *row;
	uint8_t digest[HASH_SIZE];
};

struct upload {
	bool open;
	uint32_t principal;
	uint8_t id[UPLOAD_ID_SIZE];
	usec_t touched;
	struct arena *arena;
	struct part *part;
	size_t n_part; /* number of the last part received + 1 */
	size_t n_row, bytes;
	struct upload_hold hold;
	struct upload_row *row; /* the parts joined; set by upload_whole */
};

struct uploads {
	struct upload upload[UPLOADS_MAX];
	struct arena *work;
};

static void upload_done(struct upload *u)
{
	(void)upload_hold_set(&u->hold, 0);
	arena_free(u->arena);
	free(u->part);
	free(u->row);
	*u = (struct upload){0};
}

struct uploads *uploads_free(struct uploads *u)
{
	if (!u)
		return NULL;
	for (size_t i = 0; i < UPLOADS_MAX; i++)
		upload_done(&u->upload[i]);
	arena_free(u->work);
	free(u);
	return NULL;
}

static int uploads_made(struct uploads **u)
{
	if (!*u)
		*u = calloc(1, sizeof **u);
	return *u ? 0 : -ENOMEM;
}

struct arena *uploads_work(struct uploads **u)
{
	if (uploads_made(u))
		return NULL;
	(*u)->work = arena_free((*u)->work);
	if (arena_new(&(*u)->work, WORK_ARENA_MAX))
		return NULL;
	return (*u)->work;
}

void uploads_tidy(struct uploads *u, usec_t now)
{
	if (!u)
		return;
	u->work = arena_free(u->work);
	for (size_t i = 0; i < UPLOADS_MAX; i++) {
		struct upload *one = &u->upload[i];

		/* also if the clock was set back, so that no upload is kept for ever */
		if (one->open &&
		    (now < one->touched || now - one->touched > UPLOAD_IDLE_SEC * USEC_PER_SEC))
			upload_done(one);
	}
}

void uploads_drop_of(struct uploads *u, uint32_t principal)
{
	for (size_t i = 0; u && i < UPLOADS_MAX; i++)
		if (u->upload[i].open && u->upload[i].principal == principal)
			upload_done(&u->upload[i]);
}

/* The wall clock: the time of a simulated store stands still. */
static usec_t wall_clock(const struct request *rq)
{
	Duban__ClockShowReply clock = DUBAN__CLOCK_SHOW_REPLY__INIT;

	if (!rq->host || !rq->host->clock)
		return rq->now;
	rq->host->clock(rq->host->user, &clock);
	return clock.wall;
}

struct upload *upload_find(struct request *rq, struct uploads *u, struct bytes id)
{
	for (size_t i = 0; u && i < UPLOADS_MAX; i++) {
		struct upload *one = &u->upload[i];

		if (one->open && one->principal == rq->caller->principal &&
		    bytes_equal(BYTES(one->id, sizeof one->id), id))
			return one;
	}
	return NULL;
}

void upload_drop(struct upload *u)
{
	upload_done(u);
}

/* A free place, or that of the upload that has waited longest for its next part, if that is too
 * long; else NULL. A principal's own upload is dropped first. */
static struct upload *place_for(struct uploads *u, uint32_t principal, usec_t now)
{
	struct upload *room = &u->upload[0];

	uploads_drop_of(u, principal);
	for (size_t i = 1; i < UPLOADS_MAX && room->open; i++)
		if (!u->upload[i].open || u->upload[i].touched < room->touched)
			room = &u->upload[i];
	if (room->open && now - room->touched < UPLOAD_STALLED_SEC * USEC_PER_SEC)
		return NULL;
	upload_done(room);
	return room;
}

static int upload_begin(struct request *rq, struct uploads *u, struct bytes id, struct upload **ret)
{
	struct upload *one = place_for(u, rq->caller->principal, wall_clock(rq));
	int r;

	if (!one)
		return request_refuse(rq, STATUS_UNAVAILABLE, "import.too_many_uploads", NULL);
	r = arena_new(&one->arena, UPLOAD_ARENA_MAX);
	if (r)
		return r;
	one->open = true;
	one->principal = rq->caller->principal;
	one->hold = (struct upload_hold){.host = rq->host, .principal = one->principal};
	memcpy(one->id, id.data, sizeof one->id);
	*ret = one;
	return 0;
}

/* The digest over everything in a part, including line numbers. */
static int digest_of(const Duban__ImportPartRequest *q, struct arena *a, uint8_t ret[HASH_SIZE])
{
	size_t n = duban__import_part_request__get_packed_size(q);
	uint8_t *buf = arena_alloc(a, n + 1);

	if (!buf)
		return -ENOMEM;
	duban__import_part_request__pack(q, buf);
	return sm3_of(BYTES(buf, n), BYTES("", 0), ret);
}

static size_t part_bytes(const Duban__ImportPartRequest *q)
{
	size_t n = 0;

	for (size_t i = 0; i < q->n_row; i++)
		for (size_t k = 0; k < q->row[i]->n_cell; k++)
			n += strlen(q->row[i]->cell[k]) + 1;
	return n;
}

/* What the upload would hold with this part. */
static bool part_hold(struct upload *u, const Duban__ImportPartRequest *q)
{
	size_t parts = q->part >= u->n_part ? (size_t)q->part + 1 : u->n_part;
	size_t rows = u->n_row + q->n_row;

	return upload_hold_set(&u->hold, u->bytes + part_bytes(q) + parts * sizeof *u->part +
					     rows * 2 * sizeof *u->row);
}

static int part_limits(struct request *rq, struct upload *u, const Duban__ImportPartRequest *q)
{
	size_t bytes = part_bytes(q) + q->n_row * ROW_OVERHEAD;

	if (q->part >= PARTS_MAX || u->n_row + q->n_row > IMPORT_ROWS_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "import.too_many_rows",
				      arena_printf(rq->arena, "%d", IMPORT_ROWS_MAX), NULL);
	if (u->bytes + bytes > IMPORT_BYTES_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "import.too_large",
				      arena_printf(rq->arena, "%d", IMPORT_BYTES_MAX), NULL);
	for (size_t i = 0; i < q->n_row; i++)
		if (q->row[i]->n_cell > IMPORT_COLUMNS_MAX)
			return request_refuse(rq, STATUS_TOO_MANY, "import.too_many_columns",
					      arena_printf(rq->arena, "%d", IMPORT_COLUMNS_MAX),
					      NULL);
	if (!part_hold(u, q))
		return request_refuse(rq, STATUS_TOO_MANY, "bus.too_much_uploaded", NULL);
	return 0;
}

static int part_place(struct upload *u, uint32_t part)
{
	size_t n = (size_t)part + 1;
	struct part *more;

	if (n <= u->n_part)
		return 0;
	more = reallocarray(u->part, n, sizeof *more);
	if (!more)
		return -ENOMEM;
	memset(more + u->n_part, 0, (n - u->n_part) * sizeof *more);
	u->part = more;
	u->n_part = n;
	return 0;
}

static int part_copy(struct upload *u, const Duban__ImportPartRequest *q, struct part *ret)
{
	size_t bytes = part_bytes(q);
	char *to = arena_alloc(u->arena, bytes + 1);

	ret->row = arena_alloc(u->arena, (q->n_row + 1) * sizeof *ret->row);
	if (!to || !ret->row)
		return -ENOMEM;
	for (size_t i = 0; i < q->n_row; i++) {
		const Duban__ImportRow *row = q->row[i];

		ret->row[i] = (struct upload_row){row->line, (uint32_t)row->n_cell, to};
		for (size_t k = 0; k < row->n_cell; k++)
			to = stpcpy(to, row->cell[k]) + 1;
	}
	ret->n = q->n_row;
	ret->here = true;
	u->n_row += q->n_row;
	u->bytes += bytes + q->n_row * ROW_OVERHEAD;
	return 0;
}

static int part_take(struct request *rq, struct upload *u, const Duban__ImportPartRequest *q)
{
	uint8_t digest[HASH_SIZE];
	struct part *p;
	int r = digest_of(q, rq->arena, digest);

	if (r)
		return r;
	if (q->part < u->n_part && u->part[q->part].here) {
		if (memcmp(u->part[q->part].digest, digest, HASH_SIZE) == 0)
			return 0;
		return request_refuse(rq, STATUS_CONFLICT, "import.part_differs",
				      arena_printf(rq->arena, "%u", q->part), NULL);
	}
	r = part_limits(rq, u, q);
	if (!r)
		r = part_place(u, q->part);
	if (r)
		return r;
	p = &u->part[q->part];
	memcpy(p->digest, digest, HASH_SIZE);
	return part_copy(u, q, p);
}

int upload_take(struct request *rq, struct uploads **u, const Duban__ImportPartRequest *q)
{
	struct bytes id = BYTES(q->upload_id.data, q->upload_id.len);
	usec_t now = wall_clock(rq);
	struct upload *one = NULL;
	int r;

	if (id.size != UPLOAD_ID_SIZE)
		return request_refuse(rq, STATUS_INVALID, "import.bad_upload_id", NULL);
	r = uploads_made(u);
	if (r)
		return r;
	uploads_tidy(*u, now);
	one = upload_find(rq, *u, id);
	if (!one)
		r = upload_begin(rq, *u, id, &one);
	if (r)
		return r;
	one->touched = now;
	return part_take(rq, one, q);
}

static int rows_join(struct upload *u)
{
	size_t n = 0;

	free(u->row);
	u->row = reallocarray(NULL, u->n_row + 1, sizeof *u->row);
	if (!u->row)
		return -ENOMEM;
	for (size_t i = 0; i < u->n_part; i++) {
		if (u->part[i].n)
			memcpy(u->row + n, u->part[i].row, u->part[i].n * sizeof *u->row);
		n += u->part[i].n;
	}
	return 0;
}

/* Each cell is followed by one 0x1F, each row by one 0x1E. */
static int rows_digest(const struct upload_row *row, size_t n, uint8_t ret[HASH_SIZE])
{
	_cleanup_(sm3_freep) struct sm3 *s = NULL;
	int r = sm3_new(&s);

	if (!r)
		r = sm3_start(s);
	for (size_t i = 0; !r && i < n; i++) {
		const char *cell = row[i].cell;

		for (uint32_t k = 0; !r && k < row[i].n_cell; k++) {
			size_t size = strlen(cell);

			r = sm3_add(s, BYTES(cell, size));
			if (!r)
				r = sm3_add(s, BYTES("\x1f", 1));
			cell += size + 1;
		}
		if (!r)
			r = sm3_add(s, BYTES("\x1e", 1));
	}
	return r ? r : sm3_end(s, ret);
}

int upload_whole(struct request *rq, struct upload *u, const Duban__ImportCommitRequest *q,
		 struct upload_rows *ret)
{
	uint8_t digest[HASH_SIZE];
	bool whole = u->n_part == q->parts && u->n_row == q->rows;
	int r;

	for (size_t i = 0; whole && i < u->n_part; i++)
		whole = u->part[i].here;
	if (!whole)
		return request_refuse(rq, STATUS_INVALID, "import.incomplete",
				      arena_printf(rq->arena, "%u", q->rows),
				      arena_printf(rq->arena, "%zu", u->n_row), NULL);
	r = rows_join(u);
	if (!r)
		r = rows_digest(u->row, u->n_row, digest);
	if (r)
		return r;
	if (!bytes_equal(BYTES(digest, sizeof digest), BYTES(q->content.data, q->content.len)))
		return request_refuse(rq, STATUS_INVALID, "import.incomplete",
				      arena_printf(rq->arena, "%u", q->rows),
				      arena_printf(rq->arena, "%zu", u->n_row), NULL);
	*ret = (struct upload_rows){.row = u->row, .n = u->n_row};
	return 0;
}
