/* A noun's fields as text, and whether two are equal: by descriptor, for what changed. Numbers
 * that stand for a noun become its id, money 元, dates as people write them. Texts are in the
 * scratch arena; NULL: no memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

struct arena;
struct request;

struct field_texts {
	struct request *rq;
	struct arena *scratch;
	size_t cut; /* longer texts are, 0 = as a preview shows them */
};

const char *field_text(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		       const ProtobufCMessage *m);
/* x and y are of one type. */
bool field_same(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		const ProtobufCMessage *x, const ProtobufCMessage *y);
/* "begin_date" is `begin`. */
const char *field_column(const struct field_texts *t, const ProtobufCFieldDescriptor *f);
/* Cut at a character's edge where a text is long. */
const char *field_cut(struct arena *a, const char *s);
