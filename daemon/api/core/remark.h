/* Remarks: what a person should know of a record or of what a command did, although it is no error
 * (Reply.remark, ImportDone.remark). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/api.pb-c.h"
#include "proto/event.pb-c.h"

#define REMARK_LIST_MAX 20 /* in one list: each names one case */

struct arena;

/* A list of remarks in a message under construction. */
struct remark_list {
	struct arena *arena;
	Duban__Remark ***list;
	size_t *n;
};

#define REQUEST_REMARKS(rq)                                                                        \
	((struct remark_list){(rq)->arena, &(rq)->reply->remark, &(rq)->reply->n_remark})

/* Adds one (arguments: const char *, ended by NULL). After REMARK_LIST_MAX it only says that there
 * are more. -ENOMEM. */
int remark_add(const struct remark_list *to, const char *code, ...) __attribute__((sentinel));
