/* A reply: bytes received, checked before they were unpacked. */
#pragma once

#include "duban/call.h"

#include "proto/bytes.h"
#include "proto/cleanup.h"

/* Copies `bytes`. DUBAN_E_GARBAGE with `failure` filled in if `bytes` is not a Reply of our
 * version. */
int reply_new(struct bytes bytes, struct duban_reply **ret, struct duban_failure *failure);

/* Is it the answer to the request `id`? A refusal without id is taken as one: the daemon could not
 * read the request. */
bool reply_answers(const struct duban_reply *reply, const uint8_t *id);

/* Does one of its problems have this code? */
bool reply_has_problem(const struct duban_reply *reply, const char *code);

DEFINE_CLEANUP(struct duban_reply *, duban_reply_free)
