#include "api/put.h"

#include <string.h>

static void *copy(struct ask *a, const ProtobufCMessageDescriptor *d, struct bytes packed)
{
	return protobuf_c_message_unpack(d, arena_pb(a->arena), packed.size, packed.data);
}

/* Which field of a ...Put message is the noun: what it was stands behind it. */
static size_t noun_field(const ProtobufCMessageDescriptor *d)
{
	size_t i = 0;

	while (d->fields[i].type != PROTOBUF_C_TYPE_MESSAGE)
		i++;
	return i;
}

Duban__Event *put_event(struct ask *a, const struct put *p)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field(&duban__event__descriptor, (unsigned)p->body);
	const ProtobufCMessageDescriptor *d = f->descriptor;
	const size_t at = noun_field(d);
	const ProtobufCMessageDescriptor *noun = d->fields[at].descriptor;
	uint8_t *body = arena_alloc(a->arena, d->sizeof_message);
	Duban__Event *e = body ? ask_event(a) : NULL;
	void *copies[2];

	if (!e)
		return NULL;
	protobuf_c_message_init(d, body);
	copies[0] = copy(a, noun, p->now);
	copies[1] = p->is_new ? NULL : copy(a, noun, p->was);
	if (!copies[0] || (!p->is_new && !copies[1]))
		return NULL;
	for (size_t i = 0; i < 2; i++)
		memcpy(body + d->fields[at + i].offset, &copies[i], sizeof copies[i]);
	e->project = p->project;
	e->project_unit = p->project_unit;
	e->on_date = p->on_date;
	e->body_case = p->body;
	memcpy((uint8_t *)e + f->offset, &body, sizeof body);
	return e;
}

bool put_pack(struct arena *a, const void *noun, struct bytes *ret)
{
	size_t n = noun ? protobuf_c_message_get_packed_size(noun) : 0;
	uint8_t *buf = arena_alloc(a, n + 1);

	if (!buf)
		return false;
	if (noun)
		protobuf_c_message_pack(noun, buf);
	*ret = BYTES(buf, n);
	return true;
}
