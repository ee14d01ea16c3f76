/* Checks of messages from untrusted peers, the same in the daemon and in its clients.
 *
 * wire_check() checks packed bytes against a descriptor before protobuf-c sees them: depth, number
 * of elements, UTF-8 without NUL, control or bidirectional characters, no singular field twice,
 * enums in range, few unknown fields. Bytes that pass are safe to unpack. */
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
	WIRE_BAD_CHARACTER, /* NUL, control or bidirectional character */
	WIRE_BAD_ENUM,
	WIRE_BAD_TAG,
	WIRE_FAULT_MAX_,
};

/* `bytes` may hold anything. Strings must not contain a newline or tab. */
enum wire_fault wire_check(const ProtobufCMessageDescriptor *d, struct bytes bytes);

/* The code of the Problem for a fault: "wire.too_deep". */
const char *wire_fault_code(enum wire_fault f);

/* Applies the same rules to a text that does not come from a message. */
enum wire_fault wire_check_text(struct bytes s);

/* The size in memory of one value of the field, in the unpacked message or in the array of a
 * repeated field. */
size_t wire_value_size(const ProtobufCFieldDescriptor *f);
