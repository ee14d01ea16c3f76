/* Finds the collection (次年计划编制) of the year that a request names. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "model/collection/state.h"
#include "proto/model.pb-c.h"

struct request;

/* Finds the collection and checks that its state allows the move (COLLECTION_MOVE_INVALID: any). */
int request_collection(struct request *rq, uint32_t year, enum collection_move move,
		       Duban__Collection **ret);
