/* Drafts one project's chain from a template. */
#pragma once

#include "api/chain/behind.h"
#include "proto/api.pb-c.h"
#include "proto/model.pb-c.h"

struct request;

struct chain_making {
	struct request *rq;
	const Duban__ChainNewRequest *q;
	const struct template_link *row;
	size_t n;
	uint32_t *department; /* of each row, its unit; 0 = none */
};

/* Reads what the chains of all projects are made from. */
int chain_making_load(struct chain_making *m);
/* The year of the project's new chain. */
uint32_t chain_year(const struct chain_making *m, const Duban__Project *p);
/* Finds what is behind the project. -errno. */
int chain_behind(const struct chain_making *m, const Duban__Project *p, struct behind *ret);
/* Who does the links: the project's responsible person; NULL: it names none. */
Duban__Who *chain_person(const Duban__Project *p);
int chain_make(struct chain_making *m, const Duban__Project *p);
