#include "api/records/kind.h"

#include <assert.h>
#include <string.h>

static const ProtobufCFieldDescriptor *field_named(const struct record *r, const char *name)
{
	return name ? protobuf_c_message_descriptor_get_field_by_name(r->noun, name) : NULL;
}

static const ProtobufCFieldDescriptor *field_of_column(const struct record *r, const char *name)
{
	const struct record_column *c = record_column(r, name);

	return c ? field_named(r, c->field) : NULL;
}

static bool in_stored_key(const struct noun *n, const ProtobufCFieldDescriptor *f)
{
	for (size_t i = 0; f && i < n->n; i++)
		if (n->key[i] == f)
			return true;
	return false;
}

static void resolve_columns(struct import_kind *k)
{
	const struct record *r = k->record;

	for (size_t i = 0; r->column[i].name; i++) {
		const struct record_column *c = &r->column[i];

		assert(i < IMPORT_COLUMNS_MAX);
		k->field[i] = field_named(r, c->field);
		k->names_it[i] = c->key || in_stored_key(k->noun, k->field[i]);
		if (c->key)
			k->last_key = i;
		if (c->key && c->type == RECORD_PROJECT)
			k->project = k->field[i];
		k->n_column = i + 1;
	}
}

static void resolve(struct import_kind *k, const struct record *r)
{
	k->record = r;
	k->column = r->column;
	k->noun = noun_of(r->kind);
	resolve_columns(k);
	if (k->noun->by_project && k->noun->by_number)
		k->project = k->noun->key[0];
	k->unit = field_named(r, r->unit);
	k->year = field_named(r, r->year);
	if (r->by_day) {
		k->from = field_of_column(r, "from");
		k->until = field_of_column(r, "until");
	}
	SECTION_FOREACH(duban_record_hooks, struct record_hooks, it)
	if ((*it)->kind == r->kind)
		k->hooks = **it;
}

const struct import_kind *const *import_kinds(void)
{
	static const struct import_kind *all[NOUN_NUMBER_MAX + 1];
	size_t n;
	const struct record *const *r = records_all(&n);

	for (size_t i = 0; i < n && !all[n - 1]; i++)
		all[i] = import_kind_of(r[i]->kind);
	return all;
}

const struct import_kind *import_kind_of(Duban__ImportKind kind)
{
	static struct import_kind kinds[NOUN_NUMBER_MAX];
	const struct record *r;

	if ((int)kind <= 0 || (int)kind >= NOUN_NUMBER_MAX)
		return NULL;
	if (!kinds[kind].record) {
		r = record_of(kind);
		if (!r)
			return NULL;
		resolve(&kinds[kind], r);
	}
	return &kinds[kind];
}
