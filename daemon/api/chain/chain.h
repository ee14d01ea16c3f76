/* A project's chain as a request sees it: loaded, with its dates as of now, and as rows of a
 * reply. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct chain;
struct remark_list;
struct request;

/* Loads a chain with its dates as of now. Verdicts with problems. */
int request_chain(struct request *rq, const Duban__Project *p, uint32_t year, struct chain *ret);
/* Computes the dates of a chain that is loaded already. */
int chain_dates(struct request *rq, const Duban__Project *p, struct chain *c);
/* Computes the dates of a chain, which need not be stored, and remarks what is wrong with them: a
 * fixed date that lies before the end of a prerequisite. */
int chain_remarks(struct request *rq, const Duban__Project *p, struct chain *c,
		  const struct remark_list *to);
/* The same for a stored chain (year 0: the project's) in the reply; none if there is no chain. */
int chain_remarks_stored(struct request *rq, const Duban__Project *p, uint32_t year);
int row_chain_link(struct request *rq, const struct chain *c, size_t i, Duban__LinkRow **ret);
