/* Reads a whole chain, page by page. */
#pragma once

#include "client/cli/print/rows.h"
#include "proto/api.pb-c.h"

struct cli;

/* Adds the links to `links`; they stay valid. *ret is the reply with the last page, its chain_show
 * and the remarks of the chain, valid until the next request. Year 0: the project's current
 * year. */
int chain_ask(struct cli *c, const char *project, uint32_t year, struct rows *links,
	      const Duban__Reply **ret);
