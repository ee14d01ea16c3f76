/* Amounts and rates of replies, in the request's arena. NULL: no memory. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

Duban__Money *request_money(struct request *rq, int64_t fen);
/* rate_text() */
char *request_rate(struct request *rq, __int128 part, __int128 whole);
