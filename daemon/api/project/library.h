/* 入库纳统, for the requests that tell it by the link that is this step. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct request;

/* Can the project enter the library on that day? Each missing paper is a problem; CONFLICT. */
int library_enter_check(struct request *rq, Duban__Project *p, uint32_t day);
/* Drafts the entry that library_enter_check allowed. `report`: the one that asked for it and is
 * confirmed with it; 0 = none. */
int library_enter_draft(struct request *rq, Duban__Project *p, uint32_t day, char *document,
			uint32_t report);
