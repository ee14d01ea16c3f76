/* A whole chain out of the pages it comes in. */
#pragma once

#include "client/cli/print/rows.h"
#include "proto/api.pb-c.h"

struct cli;

/* The links into `links`, which lives on; *ret, the last page's head, until the next question.
 * Year 0: the project's present one. */
int chain_ask(struct cli *c, const char *project, uint32_t year, struct rows *links,
	      const Duban__ChainShowReply **ret);
