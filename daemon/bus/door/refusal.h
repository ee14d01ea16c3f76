/* A refusal that is built without the api: the key is not valid, the message is too large, or too
 * many requests wait already. Reads only the request id and never unpacks the request. */
#pragma once

#include "proto/bytes.h"

#define REFUSAL_MAX 128

/* Packs the reply into buf and returns its length. `code` is that of Problem.code. */
size_t refusal_pack(struct bytes request, int status, const char *code, uint8_t buf[REFUSAL_MAX]);
