/* The head of a field's column: a message head.<name>. A kind of row whose field means something
 * else has its own: head.problem_row.title. */
#pragma once

#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

/* Writes the part behind "head." to buf. */
void form_head(const ProtobufCMessageDescriptor *row, const ProtobufCFieldDescriptor *d, char *buf,
	       size_t size);
