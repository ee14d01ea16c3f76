/* A cell into the field of a noun, by the type of its column. */
#pragma once

#include <stdbool.h>

#include <google/protobuf-c/protobuf-c.h>

struct cell;

/* False: refused and said. */
bool cell_field(const struct cell *c, const ProtobufCFieldDescriptor *f, void *noun);
