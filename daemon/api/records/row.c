#include "api/records/row.h"

#include <string.h>

#include "api/cell/cell_field.h"
#include "api/cell/cell_refer.h"
#include "api/core/api.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/counter.h"
#include "model/core/noun.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/key.h"
#include "store/db/txn.h"
#include "text/hex.h"

bool row_begin(struct record_row *r, struct import *im)
{
	const struct import_kind *k = im->kind;

	*r = (struct record_row){.im = im, .kind = k};
	for (size_t i = 0; i < k->n_column; i++)
		r->cell[i] = import_cell(im, i);
	r->now = arena_alloc(im->in.scratch, k->record->noun->sizeof_message);
	if (r->now)
		protobuf_c_message_init(k->record->noun, r->now);
	else
		im->in.full = true;
	return r->now;
}

struct cell *row_cell(struct record_row *r, const char *column)
{
	const struct record_column *c = record_column(r->kind->record, column);

	assert(c);
	return &r->cell[c - r->kind->column];
}

const Duban__Project *cell_own_project(const struct cell *c)
{
	struct request *rq = c->in->rq;
	Duban__Project *p;
	uint32_t num = 0;

	if (!cell_required(c) || !cell_project(c, &num))
		return NULL;
	p = project_get(rq->txn, c->in->scratch, num);
	if (p && !scope_reports(rq, p) &&
	    !(rq->caller->role == DUBAN__ROLE__ROLE_SECTOR && p->sector &&
	      unit_within(rq->txn, c->in->scratch, p->sector, rq->caller->unit))) {
		(void)cell_refuse(c, "scope.denied", p->code);
		return NULL;
	}
	return p;
}

/* ---- the key */

static bool read_key(struct record_row *r, size_t i)
{
	const ProtobufCFieldDescriptor *f = r->kind->field[i];

	if (f != r->kind->project)
		return cell_field(&r->cell[i], f, r->now);
	r->project = cell_own_project(&r->cell[i]);
	if (r->project)
		*(uint32_t *)(void *)((uint8_t *)r->now + f->offset) = r->project->num;
	return r->project;
}

bool row_keys(struct record_row *r)
{
	const struct import_kind *k = r->kind;
	bool fine = true;

	for (size_t i = 0; i < k->n_column; i++)
		if (k->column[i].key && !cell_required(&r->cell[i]))
			fine = false;
	for (size_t i = 0; fine && i < k->n_column; i++)
		if (k->names_it[i] && k->field[i] && !read_key(r, i))
			fine = false;
	return fine;
}

static const char *value_text(struct arena *a, const ProtobufCFieldDescriptor *f, const void *noun)
{
	const void *at = (const uint8_t *)noun + f->offset;
	const ProtobufCBinaryData *b = at;
	char *hex;

	if (f->type == PROTOBUF_C_TYPE_STRING)
		return *(char *const *)at;
	if (f->type != PROTOBUF_C_TYPE_BYTES)
		return arena_printf(a, "%u", *(const uint32_t *)at);
	hex = arena_alloc(a, 2 * b->len + 1);
	if (hex)
		hex_text(BYTES(b->data, b->len), hex);
	return hex;
}

/* The key that the row names, as text in the request's arena. */
static const char *name_of(struct record_row *r)
{
	struct arena *a = r->im->in.rq->arena;
	const char *name = "";

	for (size_t i = 0; name && i < r->kind->n_column; i++) {
		const char *one;

		if (!r->kind->names_it[i] || !r->kind->field[i])
			continue;
		one = value_text(a, r->kind->field[i], r->now);
		name = one ? arena_printf(a, "%s%s%s", name, *name ? "/" : "", one) : NULL;
	}
	return name;
}

bool row_once(struct record_row *r)
{
	struct import *im = r->im;
	const char *name = r->told_once ? NULL : name_of(r);

	if (r->told_once)
		return true;
	r->told_once = true;
	im->in.full = im->in.full || !name;
	return name && import_key(im, &im->seen, &r->cell[r->kind->last_key], name);
}

void row_found(struct record_row *r, const void *was)
{
	r->found = true;
	r->was = was;
	if (was)
		memcpy(r->now, was, r->kind->record->noun->sizeof_message);
}

/* Sets the record's number, found by its key as text; a new record gets the next number. */
static void find_number(struct record_row *r)
{
	const struct noun *n = r->kind->noun;
	struct txn *t = r->im->in.rq->txn;
	uint32_t *num = (void *)((uint8_t *)r->now + n->key[0]->offset);
	const char *name = value_text(r->im->in.scratch, r->kind->field[r->kind->last_key], r->now);

	*num = name ? txn_get_u32(t, n->index, key_bytes(key_text(KEY(), name))) : 0;
	if (!*num)
		*num = counter_last(t, table_name(n->table)) + ++r->im->n_new;
}

bool row_find(struct record_row *r)
{
	const struct noun *n = r->kind->noun;

	if (r->found)
		return true;
	if (!row_once(r))
		return false;
	if (n->by_number)
		find_number(r);
	row_found(r, noun_get(r->im->in.rq->txn, r->im->in.scratch, n, r->now));
	return !txn_error(r->im->in.rq->txn);
}

/* ---- the rest */

static bool is_empty(const ProtobufCFieldDescriptor *f, const void *noun)
{
	const uint8_t *m = noun;

	if (f->label == PROTOBUF_C_LABEL_REPEATED)
		return *(const size_t *)(const void *)(m + f->quantifier_offset) == 0;
	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return !**(char *const *)(const void *)(m + f->offset);
	case PROTOBUF_C_TYPE_MESSAGE:
		return !*(void *const *)(const void *)(m + f->offset);
	case PROTOBUF_C_TYPE_BYTES:
		return ((const ProtobufCBinaryData *)(const void *)(m + f->offset))->len == 0;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		return *(const int64_t *)(const void *)(m + f->offset) == 0;
	default:
		return *(const uint32_t *)(const void *)(m + f->offset) == 0;
	}
}

/* Missing required cells are reported before faulty ones. */
bool row_fields(struct record_row *r)
{
	const struct import_kind *k = r->kind;
	bool fine = true;

	for (size_t i = 0; i < k->n_column; i++)
		if (k->field[i] && !k->names_it[i] && k->column[i].required &&
		    !cell_needed(&r->cell[i], is_empty(k->field[i], r->now)))
			fine = false;
	for (size_t i = 0; i < k->n_column; i++)
		if (k->field[i] && !k->names_it[i] && !cell_field(&r->cell[i], k->field[i], r->now))
			fine = false;
	return fine;
}

bool row_same(struct record_row *r)
{
	struct arena *a = r->im->in.scratch;
	struct bytes now, was;

	return put_pack(a, r->now, &now) && put_pack(a, r->was, &was) && bytes_equal(now, was);
}

void row_put(struct record_row *r)
{
	const Duban__Project *p = r->project;

	if (r->put)
		return;
	r->put = true;
	import_put(r->im, &(struct import_put){.body = r->kind->record->put,
					       .now = r->now,
					       .was = r->was,
					       .line = r->im->row->line,
					       .project = p ? p->num : 0,
					       .project_unit = p ? p->unit : 0});
}

bool import_fields(struct import *im, void *noun)
{
	struct record_row *r = arena_alloc(im->in.scratch, sizeof *r);

	if (!r || !row_begin(r, im)) {
		im->in.full = true;
		return false;
	}
	r->now = noun;
	return row_fields(r);
}

static void read_row(struct import *im)
{
	const struct record_hooks *hooks = &im->kind->hooks;
	struct record_row r;

	if (!row_begin(&r, im))
		return;
	if (!row_keys(&r) || (hooks->derive && !hooks->derive(&r)) || !row_find(&r)) {
		im->in.unnamed = true;
		(void)row_fields(&r);
		im->in.unnamed = false;
		return;
	}
	if (row_fields(&r) && (!hooks->check || hooks->check(&r)))
		row_put(&r);
}

int rows_read(struct import *im)
{
	const struct import_kind *k = im->kind;

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(im);
		arena_reset(im->in.scratch);
	}
	if (k->hooks.after && !im->in.full)
		k->hooks.after(im);
	if (k->noun->index != TABLE_MAX_)
		import_absent(im, k->noun->index, &im->seen);
	return 0;
}
