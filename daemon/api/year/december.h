/* Which projects still owe the report of December (12 月月报) before their year is closed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct request;

/* Is the report of its December still to come, handed in or confirmed? */
int december_missing(struct request *rq, struct arena *scratch, const Duban__Project *p,
		     uint32_t year, bool *ret);
