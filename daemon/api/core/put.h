/* A ...Put event out of a noun as it will be and as it was: copies of both, in the request's
 * arena, by way of their packed bytes, which the caller has compared. */
#pragma once

#include "proto/bytes.h"
#include "proto/event.pb-c.h"

struct arena;
struct request;

/* What the engine stamps on an event and the journal writes beside it. */
#define PUT_EVENT_OVERHEAD 192
/* Of one command's events: leaves FRAME_BYTES_MAX room for the lamps. */
#define PUT_DRAFT_MAX (12 * 1024 * 1024)

/* The fields of a ...Put message that hold the noun and, if there was one, what it was. */
struct put_fields {
	const ProtobufCFieldDescriptor *now, *was;
};
/* False: it is no such message. */
bool put_fields(const ProtobufCMessageDescriptor *body, struct put_fields *ret);
static inline ProtobufCMessage *put_noun(const ProtobufCMessage *body,
					 const ProtobufCFieldDescriptor *f)
{
	return *(ProtobufCMessage *const *)(const void *)((const uint8_t *)body + f->offset);
}

struct put {
	Duban__Event__BodyCase body; /* ..._PUT */
	struct bytes now, was;	     /* packed */
	bool is_new;		     /* nothing was */
	uint32_t project, project_unit;
	uint32_t on_date; /* 0: today */
};
/* An event of the draft; NULL: memory. */
Duban__Event *put_event(struct request *rq, const struct put *p);
/* A noun's bytes. False: memory. */
bool put_pack(struct arena *a, const void *noun, struct bytes *ret);
