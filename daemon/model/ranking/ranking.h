/* Rankings (排名): units by what their projects on a list came to in a month, on two boards. Pure;
 * the published ones are records. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

enum ranking_key {
	RANKING_BY_RATE, /* 投资完成率 */
	RANKING_BY_START_RATE,
	RANKING_BY_LINK_RATE,
	RANKING_BY_COMPLETED,
	RANKING_KEYS_
};

/* Sorts the lines and fills their ranks. By the key, then completion rate, start rate, links on
 * time and completed amount, all unrounded; equal in all they share a rank, and the next one is
 * left out (1, 2, 2, 4). Without a rate by the key they come after all that have one; without
 * projects last and without a rank. */
void ranking_sort(Duban__RankingLine **line, size_t n, enum ranking_key key);

/* The first three, and the last three as far as they are not among the first. */
enum { RANKING_ENDS = 3 };
bool ranking_is_top(const Duban__RankingLine *l);
bool ranking_is_bottom(Duban__RankingLine *const *line, size_t n, size_t i);

/* The unit for whose place a project of `unit` counts: the one below the office's tier. 0: none. */
uint32_t ranking_unit(struct txn *t, struct arena *a, uint32_t unit);
/* The board of such a unit. */
Duban__Board ranking_board(const Duban__Unit *u);

/* A published one; NULL: there is none. */
Duban__Ranking *ranking_get(struct txn *t, struct arena *a, const char *list, Duban__Board board,
			    uint32_t month);
