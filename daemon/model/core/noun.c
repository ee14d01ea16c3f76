#include "model/core/noun.h"

#include <string.h>

#include "model/core/event.h"
#include "model/core/record.h"
#include "store/db/txn.h"

static enum table table_named(const char *name)
{
	int t = 0;

	while (name && t < TABLE_MAX_ && strcmp(table_name((enum table)t), name) != 0)
		t++;
	return name ? (enum table)t : TABLE_MAX_;
}

const ProtobufCFieldDescriptor *noun_next_field(const ProtobufCMessageDescriptor *d,
						const char **io)
{
	const ProtobufCFieldDescriptor *f;
	const char *s = *io;
	char name[64];
	size_t n;

	if (!s)
		return NULL;
	s += strspn(s, " ");
	n = strcspn(s, " ");
	if (n == 0 || n >= sizeof name)
		return NULL;
	memcpy(name, s, n);
	name[n] = '\0';
	f = protobuf_c_message_descriptor_get_field_by_name(d, name);
	*io = f ? s + n : NULL;
	return f;
}

static void resolve(struct noun *n, const struct record *r)
{
	const char *names = r->key;
	const ProtobufCFieldDescriptor *f;

	n->table = table_named(r->table);
	n->index = table_named(r->index);
	while ((f = noun_next_field(r->noun, &names)) && n->n < NOUN_KEY_MAX)
		n->key[n->n++] = f;
	if (!names)
		n->n = 0;
	n->by_number = r->key && strcmp(r->key, "num") == 0;
	n->by_project = r->key && (strncmp(r->key, "project", strlen("project")) == 0 ||
				   (n->by_number && r->noun == &duban__project__descriptor));
	n->referred = record_is_referred(r);
	n->record = r;
}

const struct noun *noun_of(Duban__ImportKind kind)
{
	static struct noun nouns[NOUN_NUMBER_MAX];
	const struct record *r;

	if ((int)kind <= 0 || (int)kind >= NOUN_NUMBER_MAX)
		return NULL;
	if (!nouns[kind].record) {
		r = record_of(kind);
		if (!r)
			return NULL;
		resolve(&nouns[kind], r);
	}
	return &nouns[kind];
}

const struct noun *noun_of_event(Duban__Event__BodyCase body)
{
	size_t n;
	const struct record *const *all = records_all(&n);

	for (size_t i = 0; i < n; i++)
		if (all[i]->order && all[i]->put == body)
			return noun_of(all[i]->kind);
	return NULL;
}

struct key *noun_key(struct key *k, const struct noun *n, const void *m)
{
	for (size_t i = 0; i < n->n; i++) {
		const ProtobufCFieldDescriptor *f = n->key[i];
		const void *at = (const uint8_t *)m + f->offset;
		const ProtobufCBinaryData *b = at;

		if (f->type == PROTOBUF_C_TYPE_STRING)
			key_text(k, *(char *const *)at);
		else if (f->type == PROTOBUF_C_TYPE_BYTES)
			key_raw(k, BYTES(b->data, b->len));
		else
			key_u32(k, *(const uint32_t *)at);
	}
	return k;
}

void *noun_get(struct txn *t, struct arena *a, const struct noun *n, const void *m)
{
	struct key *k = noun_key(KEY(), n, m);

	return k->overflow ? NULL : record_get(t, n->table, key_bytes(k), n->record->noun, a);
}

const char *noun_name(struct txn *t, struct arena *a, const struct noun *n, uint32_t num)
{
	const struct record_column *c = n->record->column;
	const ProtobufCFieldDescriptor *f;
	const uint8_t *m;

	while (c->name && !c->key)
		c++;
	f = c->name ? protobuf_c_message_descriptor_get_field_by_name(n->record->noun, c->field)
		    : NULL;
	m = num ? record_get(t, n->table, key_bytes(key_u32(KEY(), num)), n->record->noun, a)
		: NULL;
	return m && f ? *(char *const *)(const void *)(m + f->offset) : "";
}

uint32_t noun_named(struct txn *t, const struct noun *n, const char *name)
{
	struct key *k = key_text(KEY(), name);

	return k->overflow ? 0 : txn_get_u32(t, n->index, key_bytes(k));
}

void noun_remove(struct txn *t, const struct noun *n, const void *m)
{
	txn_del(t, n->table, key_bytes(noun_key(KEY(), n, m)));
}

const char *noun_text(struct arena *a, const char *names, const void *m)
{
	const ProtobufCMessageDescriptor *d = ((const ProtobufCMessage *)m)->descriptor;
	const ProtobufCFieldDescriptor *f;
	const char *text = "";

	while (text && (f = noun_next_field(d, &names))) {
		const void *at = (const uint8_t *)m + f->offset;
		const char *part = *text ? "/" : "";

		text = f->type == PROTOBUF_C_TYPE_STRING
			   ? arena_printf(a, "%s%s%s", text, part, *(char *const *)at)
			   : arena_printf(a, "%s%s%u", text, part, *(const uint32_t *)at);
	}
	return text;
}
