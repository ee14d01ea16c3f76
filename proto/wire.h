/* Untrusted bytes, pages and topics: what both ends must agree on beside the .proto files.
 *
 * wire_check() walks packed bytes against a descriptor before protobuf-c sees them: depth,
 * number of elements, UTF-8 without NUL, control or bidirectional characters, no duplicate
 * singular field, enums in range, few unknown fields. What passes is safe to unpack. */
#pragma once

#include <stddef.h>

#include <protobuf-c/protobuf-c.h>

#include "proto/bytes.h"

enum wire_fault {
	WIRE_FINE = 0,
	WIRE_TRUNCATED,
	WIRE_TOO_LARGE,
	WIRE_TOO_DEEP,
	WIRE_TOO_MANY_ELEMENTS,
	WIRE_UNKNOWN_FIELDS,
	WIRE_DUPLICATE_FIELD,
	WIRE_BAD_UTF8,
	WIRE_BAD_CHARACTER, /* NUL, control, bidirectional */
	WIRE_BAD_ENUM,
	WIRE_BAD_TAG,
	WIRE_FAULT_MAX_,
};

/* Pure. `bytes` may hold anything. A newline and a tab are allowed in no string. */
enum wire_fault wire_check(const ProtobufCMessageDescriptor *d, struct bytes bytes);

/* "wire.too_deep": the stable code of a Problem. */
const char *wire_fault_code(enum wire_fault f);

/* Is `s` printable UTF-8 as above? For text that did not come by the wire. */
enum wire_fault wire_check_text(struct bytes s);

/* Of one value of the field as it stands in its message, or in a repeated field's array. */
size_t wire_value_size(const ProtobufCFieldDescriptor *f);
