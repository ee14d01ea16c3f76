#include "api/core/put.h"

#include <string.h>

#include "api/core/request.h"

static void *copy(struct request *rq, const ProtobufCMessageDescriptor *d, struct bytes packed)
{
	return protobuf_c_message_unpack(d, arena_pb(rq->arena), packed.size, packed.data);
}

static bool holds_one(const ProtobufCFieldDescriptor *f)
{
	return f->type == PROTOBUF_C_TYPE_MESSAGE && f->label != PROTOBUF_C_LABEL_REPEATED;
}

bool put_fields(const ProtobufCMessageDescriptor *d, struct put_fields *ret)
{
	for (unsigned i = 0; i < d->n_fields; i++)
		for (unsigned k = i + 1; holds_one(&d->fields[i]) && k < d->n_fields; k++)
			if (holds_one(&d->fields[k]) &&
			    d->fields[k].descriptor == d->fields[i].descriptor) {
				*ret = (struct put_fields){&d->fields[i], &d->fields[k]};
				return true;
			}
	return false;
}

Duban__Event *put_event(struct request *rq, const struct put *p)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field(&duban__event__descriptor, (unsigned)p->body);
	const ProtobufCMessageDescriptor *d = f->descriptor;
	struct put_fields at;
	const bool known = put_fields(d, &at);
	uint8_t *body = arena_alloc(rq->arena, d->sizeof_message);
	Duban__Event *e = body ? request_event(rq) : NULL;
	void *now, *was;

	if (!e)
		return NULL;
	assert(known);
	protobuf_c_message_init(d, body);
	now = copy(rq, at.now->descriptor, p->now);
	was = p->is_new ? NULL : copy(rq, at.now->descriptor, p->was);
	if (!now || (!p->is_new && !was))
		return NULL;
	memcpy(body + at.now->offset, &now, sizeof now);
	memcpy(body + at.was->offset, &was, sizeof was);
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
