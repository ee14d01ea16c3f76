/* Reads a single top-level field of a packed message without unpacking it, for messages of peers
 * that are refused. The bytes may be damaged or hostile. */
#pragma once

#include "proto/bytes.h"

/* The first occurrence of the field. False: it is missing, or the bytes before it are damaged. */
bool peek_bytes(struct bytes message, uint32_t field, struct bytes *ret);
