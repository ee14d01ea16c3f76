/* A Put event holds the whole noun, but it states only what it changed. If it is dated back, its
 * other fields may hold values that were set after its date. So as of a day between, only the
 * fields that it changed are taken from it; the others keep the value that the noun had on that
 * day. */
#include "engine/past/patch.h"

#include <string.h>

#include "model/link/link.h"
#include "model/project/project.h"
#include "proto/wire.h"

static bool same_value(const ProtobufCFieldDescriptor *f, const void *a, const void *b)
{
	const ProtobufCBinaryData *x = a, *y = b;
	ProtobufCMessage *const *m = a, *const *n = b;
	uint8_t p[512], q[512];
	size_t size;

	switch (f->type) {
	case PROTOBUF_C_TYPE_STRING:
		return strcmp(*(char *const *)a, *(char *const *)b) == 0;
	case PROTOBUF_C_TYPE_BYTES:
		return x->len == y->len && memcmp(x->data, y->data, x->len) == 0;
	case PROTOBUF_C_TYPE_MESSAGE:
		if (!*m || !*n)
			return *m == *n;
		size = protobuf_c_message_get_packed_size(*m);
		if (size > sizeof p || size != protobuf_c_message_get_packed_size(*n))
			return false;
		protobuf_c_message_pack(*m, p);
		protobuf_c_message_pack(*n, q);
		return memcmp(p, q, size) == 0;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_UINT64:
		return memcmp(a, b, sizeof(uint64_t)) == 0;
	default:
		return memcmp(a, b, sizeof(uint32_t)) == 0;
	}
}

static size_t *count_of(const ProtobufCFieldDescriptor *f, ProtobufCMessage *m)
{
	return (size_t *)(void *)((uint8_t *)m + f->quantifier_offset);
}

static void *place_of(const ProtobufCFieldDescriptor *f, ProtobufCMessage *m)
{
	return (uint8_t *)m + f->offset;
}

static bool same_field(const ProtobufCFieldDescriptor *f, ProtobufCMessage *a, ProtobufCMessage *b)
{
	uint8_t *x, *y;

	if (f->label != PROTOBUF_C_LABEL_REPEATED)
		return same_value(f, place_of(f, a), place_of(f, b));
	if (*count_of(f, a) != *count_of(f, b))
		return false;
	x = *(uint8_t **)place_of(f, a);
	y = *(uint8_t **)place_of(f, b);
	for (size_t i = 0; i < *count_of(f, a); i++)
		if (!same_value(f, x + i * wire_value_size(f), y + i * wire_value_size(f)))
			return false;
	return true;
}

static void take(const ProtobufCFieldDescriptor *f, ProtobufCMessage *to, ProtobufCMessage *from)
{
	bool repeated = f->label == PROTOBUF_C_LABEL_REPEATED;

	memcpy(place_of(f, to), place_of(f, from), repeated ? sizeof(void *) : wire_value_size(f));
	if (repeated)
		*count_of(f, to) = *count_of(f, from);
}

/* Takes the fields that are equal in `now` and `was` from `stored`. */
static void patch(ProtobufCMessage *now, ProtobufCMessage *was, ProtobufCMessage *stored)
{
	for (unsigned i = 0; i < now->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &now->descriptor->fields[i];

		if (same_field(f, now, was))
			take(f, now, stored);
	}
}

bool past_is_change(const Duban__Event *ev)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		return ev->project_put->was &&
		       ev->project_put->was->stage == ev->project_put->project->stage;
	case DUBAN__EVENT__BODY_LINK_PUT:
		return ev->link_put->was != NULL;
	default:
		return false;
	}
}

bool past_patch(struct txn *t, struct arena *a, Duban__Event *ev)
{
	ProtobufCMessage *now, *was, *stored;

	if (ev->body_case == DUBAN__EVENT__BODY_PROJECT_PUT && ev->project_put->was) {
		Duban__Project *p = project_get(t, a, ev->project_put->project->num);

		now = &ev->project_put->project->base;
		was = &ev->project_put->was->base;
		stored = p ? &p->base : NULL;
	} else if (ev->body_case == DUBAN__EVENT__BODY_LINK_PUT && ev->link_put->was) {
		const Duban__Link *of = ev->link_put->link;
		Duban__Link *l = link_get(t, a, of->project, of->year, of->no);

		now = &ev->link_put->link->base;
		was = &ev->link_put->was->base;
		stored = l ? &l->base : NULL;
	} else {
		return true;
	}
	if (stored)
		patch(now, was, stored);
	return stored;
}
