/* Single fields of packed bytes, without unpacking: for bytes of peers that are not let in.
 * Top level only; pure; any bytes may come. */
#pragma once

#include "proto/bytes.h"

/* False: not there or the bytes are damaged before it. The first one counts. */
bool peek_bytes(struct bytes message, uint32_t field, struct bytes *ret);
