/* Shared by the targets for packed messages. A message that passes wire_check() must unpack within
 * the budget, hold clean text, and pass the check again when it is packed again. */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "proto/bytes.h"

void fuzz_message(const ProtobufCMessageDescriptor *d, struct bytes bytes);
