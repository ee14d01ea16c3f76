#include "api/office/handover.h"

#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "model/core/noun.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

int request_person(struct request *rq, const char *name, Duban__Person **ret)
{
	uint32_t num = 0;
	int r = request_text(rq, "person", name, NAME_MAX_BYTES, true);

	if (r)
		return r;
	num = person_find(rq->txn, rq->arena, name);
	if (num == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", NULL);
	*ret = person_get(rq->txn, rq->arena, num);
	return *ret ? 0 : request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", name, NULL);
}

bool handover_names(const struct handover *h, const Duban__Who *who)
{
	if (!who || who->person)
		return who && who->person == h->old->num;
	return h->only_name && strcmp(who->name, h->old->name) == 0;
}

static bool names_any(const struct handover *h, const ProtobufCFieldDescriptor *f, const void *noun)
{
	const uint8_t *at = (const uint8_t *)noun + f->offset;
	Duban__Who *const *who = (Duban__Who *const *)(const void *)at;
	size_t n = 1;

	if (f->type == PROTOBUF_C_TYPE_UINT32)
		return *(const uint32_t *)(const void *)at == h->old->num;
	if (f->label == PROTOBUF_C_LABEL_REPEATED) {
		n = *(const size_t *)(const void *)((const uint8_t *)noun + f->quantifier_offset);
		who = *(Duban__Who *const *const *)(const void *)at;
	}
	for (size_t i = 0; i < n; i++)
		if (handover_names(h, who[i]))
			return true;
	return false;
}

static bool holds_people(const struct record_column *c)
{
	return c->field && (c->type == RECORD_WHO || c->type == RECORD_PERSON);
}

/* The columns of the record that name the person. */
static size_t naming(const struct handover *h, const struct record *r, const void *noun,
		     const struct record_column **ret)
{
	size_t n = 0;

	for (const struct record_column *c = r->column; c->name; c++)
		if (holds_people(c) &&
		    names_any(h, protobuf_c_message_descriptor_get_field_by_name(r->noun, c->field),
			      noun))
			ret[n++] = c;
	return n;
}

/* The project that the record belongs to, or is. */
static void set_project(struct handover *h, const struct noun *k, const void *noun)
{
	const struct record *r = k->record;
	const ProtobufCFieldDescriptor *f =
	    r->noun == &duban__project__descriptor
		? k->key[0]
		: protobuf_c_message_descriptor_get_field_by_name(r->noun, "project");
	uint32_t num = f && f->type == PROTOBUF_C_TYPE_UINT32
			   ? *(const uint32_t *)(const void *)((const uint8_t *)noun + f->offset)
			   : 0;

	if (h->project && h->project->num == num)
		return;
	arena_reset(h->project_arena);
	h->project = project_get(h->rq->txn, h->project_arena, num);
}

static int look(struct handover *h, const struct handover_row *row, const struct noun *k,
		struct bytes value)
{
	const struct record_column *column[IMPORT_COLUMNS_MAX];
	const struct record *r = k->record;
	const void *noun = record_unpack(h->rq->txn, value, r->noun, h->arena);
	size_t n = noun ? naming(h, r, noun, column) : 0;

	if (!n)
		return txn_error(h->rq->txn);
	set_project(h, k, noun);
	if (h->project && !row->of_ended && !project_active(h->project))
		return 0;
	return !row->open || row->open(h, noun) ? h->take(h, r, noun, column, n)
						: txn_error(h->rq->txn);
}

static const struct handover_row *row_of(Duban__ImportKind kind)
{
	SECTION_FOREACH(duban_handovers, struct handover_row, it)
	if ((*it)->kind == kind)
		return *it;
	return NULL;
}

static int walk_kind(struct handover *h, const struct handover_row *row)
{
	const struct noun *k = noun_of(row->kind);
	struct scan s = scan_start(h->rq->txn, k->table, BYTES("", 0));
	int r = 0;

	h->row = row;
	while (!r && scan_next(&s)) {
		arena_reset(h->arena);
		r = look(h, row, k, s.value);
	}
	return r ? r : txn_error(h->rq->txn);
}

bool handover_passes(const struct handover *h, const struct record_column *column)
{
	const char *at = h->row->kept;
	size_t n = strlen(column->name);

	while (at && *at) {
		size_t word = strcspn(at, " ");

		if (word == n && strncmp(at, column->name, n) == 0)
			return false;
		at += word + strspn(at + word, " ");
	}
	return true;
}

int handover_walk(struct handover *h)
{
	_cleanup_(arena_freep) struct arena *project = NULL;
	const struct record *const *all;
	size_t n;
	int r = arena_new(&project, WIRE_ARENA_MAX);

	h->project = NULL;
	h->project_arena = project;
	all = records_all(&n);
	for (size_t i = 0; i < n && !r; i++) {
		const struct handover_row *row = row_of(all[i]->kind);

		if (row)
			r = walk_kind(h, row);
	}
	h->project = NULL;
	h->project_arena = NULL;
	return r;
}
