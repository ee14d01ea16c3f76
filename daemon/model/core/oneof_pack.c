/* protobuf-c packs whatever fields the descriptor of a message has. So a copy of the message gets a
 * descriptor with one run of its fields after the other, by ascending tags as in the whole one: the
 * fields that belong to no oneof, or the one case that is set. */
#include "model/core/oneof_pack.h"

#include <stdbool.h>
#include <string.h>

enum { RUNS_MAX = 16, LAYOUTS_MAX = 4, MESSAGE_BYTES_MAX = 1024 };

struct run {
	const ProtobufCFieldDescriptor *field;
	unsigned n;
};

/* How the fields of a kind of message follow each other. */
struct layout {
	const ProtobufCMessageDescriptor *of;
	struct run run[RUNS_MAX];
	size_t n; /* 0: more than there is room for */
};

static bool in_oneof(const ProtobufCFieldDescriptor *f)
{
	return f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF;
}

static bool same_run(const ProtobufCFieldDescriptor *a, const ProtobufCFieldDescriptor *b)
{
	return in_oneof(a) == in_oneof(b) &&
	       (!in_oneof(a) || a->quantifier_offset == b->quantifier_offset);
}

static void lay_out(const ProtobufCMessageDescriptor *d, struct layout *ret)
{
	*ret = (struct layout){.of = d};
	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &d->fields[i];

		if (i && same_run(f, f - 1)) {
			ret->run[ret->n - 1].n++;
			continue;
		}
		if (ret->n == RUNS_MAX) {
			ret->n = 0;
			return;
		}
		ret->run[ret->n++] = (struct run){.field = f, .n = 1};
	}
}

/* NULL: pack it as any other. */
static const struct layout *layout_of(const ProtobufCMessageDescriptor *d)
{
	static struct layout known[LAYOUTS_MAX];
	size_t i = 0;

	while (i < LAYOUTS_MAX && known[i].of && known[i].of != d)
		i++;
	if (i == LAYOUTS_MAX || d->sizeof_message > MESSAGE_BYTES_MAX)
		return NULL;
	if (!known[i].of)
		lay_out(d, &known[i]);
	return known[i].n ? &known[i] : NULL;
}

/* The fields of the run that may be set. */
static struct run set_fields(const ProtobufCMessage *m, const struct run *run)
{
	const struct run none = {.n = 0};
	const ProtobufCFieldDescriptor *f;
	unsigned which;

	if (!in_oneof(run->field))
		return *run;
	memcpy(&which, (const uint8_t *)m + run->field->quantifier_offset, sizeof which);
	f = protobuf_c_message_descriptor_get_field(m->descriptor, which);
	return f >= run->field && f < run->field + run->n ? (struct run){.field = f, .n = 1} : none;
}

static size_t pack_part(const ProtobufCMessage *m, uint8_t *out)
{
	return out ? protobuf_c_message_pack(m, out) : protobuf_c_message_get_packed_size(m);
}

/* Without `out` only the size. */
static size_t pack(const ProtobufCMessage *m, uint8_t *out)
{
	const struct layout *l = layout_of(m->descriptor);
	_Alignas(max_align_t) uint8_t copy[MESSAGE_BYTES_MAX];
	ProtobufCMessage *part = (ProtobufCMessage *)(void *)copy;
	ProtobufCMessageDescriptor d;
	size_t size = 0;

	if (!l)
		return pack_part(m, out);
	d = *m->descriptor;
	memcpy(copy, m, d.sizeof_message);
	part->descriptor = &d;
	part->n_unknown_fields = 0;
	for (size_t i = 0; i < l->n; i++) {
		struct run run = set_fields(m, &l->run[i]);

		d.fields = run.field;
		d.n_fields = run.n;
		if (run.n)
			size += pack_part(part, out ? out + size : NULL);
	}
	/* they stand after all that is known */
	part->n_unknown_fields = m->n_unknown_fields;
	d.n_fields = 0;
	return m->n_unknown_fields ? size + pack_part(part, out ? out + size : NULL) : size;
}

size_t oneof_packed_size(const ProtobufCMessage *m)
{
	return pack(m, NULL);
}

size_t oneof_pack(const ProtobufCMessage *m, uint8_t *out)
{
	return pack(m, out);
}
