/* Which projects still owe the report of December (12 月月报) before their year is closed. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct request;

/* Must the project still report that December, that is, is there no confirmed report of it? */
int december_missing(struct request *rq, struct arena *scratch, const Duban__Project *p,
		     uint32_t year, bool *ret);
