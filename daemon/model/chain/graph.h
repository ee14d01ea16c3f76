/* A chain's links as a directed graph: the rows sorted by number, and an order in which every link
 * comes after its prerequisites. Allocates nothing; may live on the stack. */
#pragma once

#include "model/chain/schedule_link.h"
#include "proto/limits.h"

struct graph {
	size_t n;
	uint16_t by_no[LINKS_MAX]; /* rows sorted by number */
	uint16_t order[LINKS_MAX]; /* rows, prerequisites first */
};

/* Like schedule_check, which does the same but keeps no graph. */
enum schedule_fault graph_build(struct graph *g, const struct schedule *p, size_t *ret_link,
				uint32_t *ret_no);
/* The row of the link with that number; -1: none. */
int graph_find(const struct graph *g, const struct schedule *p, uint32_t no);
