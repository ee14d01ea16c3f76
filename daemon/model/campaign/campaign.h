/* Campaigns (攻坚): within a period, a fixed list of problems is to be cleared, or one of projects
 * to reach a stage. What was done by the end of the last day is recorded then, and does not change
 * any more. Readers return records in the arena, NULL when there is none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define CAMPAIGN_ITEMS_MAX 1000 /* of one campaign: they fit into one event */

Duban__Campaign *campaign_get(struct txn *t, struct arena *a, uint32_t num);
uint32_t campaign_by_id(struct txn *t, const char *id); /* 0 = none */
/* The next item of a campaign after that subject; "" gives the first. */
Duban__CampaignItem *campaign_next(struct txn *t, struct arena *a, const char *campaign,
				   const char *after);
/* The next campaign of a subject after that one; NULL gives the first. */
char *campaign_of(struct txn *t, struct arena *a, const char *subject, const char *after);

/* What an item is about. */
struct campaign_thing {
	Duban__ProblemCase *problem; /* NULL: of projects, or it is gone */
	Duban__Project *project;     /* of the problem, too; NULL: none */
	bool done;
	uint32_t done_date; /* 0: not known, or not done */
};
int campaign_thing(struct txn *t, struct arena *a, const Duban__Campaign *c, const char *subject,
		   struct campaign_thing *ret);
