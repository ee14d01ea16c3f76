/* A record's fields as text, and whether two are equal; by descriptor, to show what changed.
 * Numbers of records are shown as their ids, money in 元, dates as people write them. Texts are in
 * the scratch arena; NULL: no memory. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

struct arena;
struct request;

struct field_texts {
	struct request *rq;
	struct arena *scratch;
	size_t cut; /* cut longer texts at this many bytes, as previews do; 0 = whole */
};

const char *field_text(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		       const ProtobufCMessage *m);
/* x and y are of the same type. */
bool field_same(const struct field_texts *t, const ProtobufCFieldDescriptor *f,
		const ProtobufCMessage *x, const ProtobufCMessage *y);
/* The column of a field: "begin_date" is `begin`. */
const char *field_column(const struct field_texts *t, const ProtobufCFieldDescriptor *f);
/* Cuts a long text between two characters. */
const char *field_cut(struct arena *a, const char *s);
