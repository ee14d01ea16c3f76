/* Makes a ...Put event from a record's new and old value: copies of both, in the request's arena,
 * made from their packed bytes, which the caller has compared already. */
#pragma once

#include "proto/bytes.h"
#include "proto/event.pb-c.h"

struct arena;
struct request;

/* The bytes that the engine's stamps and the journal add to an event. */
#define PUT_EVENT_OVERHEAD 192
/* For the events of one command: leaves space in FRAME_BYTES_MAX for the warnings' events. */
#define PUT_DRAFT_MAX (12 * 1024 * 1024)

/* The fields of a ...Put message that hold the record and, if there was one before, its old
 * value. */
struct put_fields {
	const ProtobufCFieldDescriptor *now, *was;
};
/* False: `body` is not a ...Put message. */
bool put_fields(const ProtobufCMessageDescriptor *body, struct put_fields *ret);
static inline ProtobufCMessage *put_noun(const ProtobufCMessage *body,
					 const ProtobufCFieldDescriptor *f)
{
	return *(ProtobufCMessage *const *)(const void *)((const uint8_t *)body + f->offset);
}

struct put {
	Duban__Event__BodyCase body; /* ..._PUT */
	struct bytes now, was;	     /* packed */
	bool is_new;		     /* there was no old value */
	uint32_t project, project_unit;
	uint32_t on_date; /* 0: today */
};
/* Adds the event to the draft; NULL: no memory. */
Duban__Event *put_event(struct request *rq, const struct put *p);
/* Packs a record. False: no memory. */
bool put_pack(struct arena *a, const void *noun, struct bytes *ret);
