/* What the targets of packed messages share: what passes wire_check() unpacks within the
 * budget, its text is clean, and packing it gives something that passes again. */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "proto/bytes.h"

void fuzz_message(const ProtobufCMessageDescriptor *d, struct bytes bytes);
