/* Accepted commands, stored by principal and request id, so that a repeated one is recognised. */
#pragma once

#include <stdint.h>

#include "proto/bytes.h"
#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__RequestMark *request_mark(struct txn *t, struct arena *a, uint32_t principal,
				 struct bytes request_id);
