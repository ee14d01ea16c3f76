/* A reply made without the api: for who is not let in, for what is too large and when no more
 * may wait. Looks only at the request's id, never unpacks. */
#pragma once

#include "proto/bytes.h"

#define REFUSAL_MAX 128

/* Packed into buf; `code` as in Problem.code. Returns its length. */
size_t refusal_pack(struct bytes request, int status, const char *code, uint8_t buf[REFUSAL_MAX]);
