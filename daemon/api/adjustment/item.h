/* Items of a list's half-yearly adjustment (半年调整). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "model/list/half.h"
#include "proto/api.pb-c.h"

struct arena;
struct request;
struct txn;

#define ADJUSTMENT_ITEMS_MAX 200  /* of one command */
#define ADJUSTMENT_GROUNDS_MAX 16 /* of one item */

/* The list and half-year of a request: a list that is kept here, not a half-year to come. */
int adjustment_find(struct request *rq, const char *list, const char *period,
		    Duban__List **ret_list, struct half *ret);
/* NULL: there is none, or the sticky error is set. */
Duban__Adjustment *adjustment_get(struct txn *t, struct arena *a, const Duban__Adjustment *key);
/* Adds the event that puts `now`; `was` NULL: it is new. */
int adjustment_put(struct request *rq, const Duban__Adjustment *now, const Duban__Adjustment *was);
/* Adds a ground, unless the item has it or has as many as it may have. -ENOMEM. */
int adjustment_ground(struct request *rq, Duban__Adjustment *io, const char *ground);
/* The reply: the items that the command's events put. */
int adjustment_answer(struct request *rq, const char *list, const char *period);
