/* The score (考核计分): a unit's points of a year, item by item, from what was counted. Points are
 * whole hundredths; an item is rounded once, half up. Pure, but for the profiles: some are shipped
 * as data/scores.csv, and a line that the office puts (records of kind `score_items`) stands in the
 * place of the shipped one with its profile and item. docs/nouns/score.md has the formulas. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

#define SCORE_BASIS(value) DUBAN__SCORE_BASIS__SCORE_BASIS_##value
#define SCORE_PART(value) DUBAN__SCORE_PART__SCORE_PART_##value
#define SCORE_STATE(value) DUBAN__SCORE_STATE__SCORE_STATE_##value

enum { SCORE_ITEMS_MAX = 32, SCORE_POINTS_MAX = 100000 /* 1000 points */ };

/* ---- profiles */

struct score_profile {
	const char *name;
	const Duban__ScoreItem *item[SCORE_ITEMS_MAX]; /* in order, without withdrawn ones */
	size_t n;
};

int score_profile_load(struct txn *t, struct arena *a, const char *name, struct score_profile *ret);
/* The place of an item; SIZE_MAX: the profile has none of that name. */
size_t score_item_place(const struct score_profile *p, const char *item);
/* The shipped line, static; NULL: there is none. */
const Duban__ScoreItem *score_item_shipped(const char *profile, const char *item);
/* Can an item of that part be counted from that basis? */
bool score_basis_fits(Duban__ScorePart part, Duban__ScoreBasis basis);

/* ---- counting */

/* What a unit's year comes to from January to the end of `month`. */
struct score_counts {
	uint32_t month; /* 1-12 */
	int64_t plan, completed;
	int64_t planned_to_date, started;
	int64_t library, starts_before; /* the starts by the end of the month before */
	int64_t links_due, links_on_time;
	int64_t problems_due, problems_in_time;
	int64_t late, corrections;
	int64_t projects, last_projects, last_completed; /* last: a year before; 0: not known */
	int64_t yellow_twice, red;
	int64_t criticisms,
	    deducted;		  /* those without points of their own; hundredths of the rest */
	int64_t rewards, awarded; /* likewise */
};

/* What persons entered for an item. */
struct score_entered {
	int64_t points;
	size_t n;
	bool no_evidence; /* an entry says that the evidence is missing */
};

struct score_result {
	int64_t points[SCORE_ITEMS_MAX], weight[SCORE_ITEMS_MAX];
	int64_t basic, bonus, deducted, total; /* deducted: 0 or less */
};

/* `entered` by item; `bonus_max`: of all bonus items together, 0: no limit. */
void score_count(const struct score_profile *p, const struct score_counts *c,
		 const struct score_entered *entered, int64_t bonus_max, struct score_result *ret);

/* Fills the ranks of a board's units by their points: equal ones share a rank, and the next one is
 * left out (1, 2, 2, 4). Those of rank 0 stand last and have none. Sorts them. */
void score_rank(Duban__ScoreUnit **unit, size_t n);

/* ---- points as text */

#define SCORE_TEXT_MAX 24
char *score_text(int64_t points, char buf[SCORE_TEXT_MAX]); /* "87.35", "-2.00" */
/* At most two decimals, a minus before it. */
bool score_parse(const char *s, int64_t *ret);

/* ---- records */

/* NULL: there is none. A frozen one comes with its units. */
Duban__ScoreYear *score_year_get(struct txn *t, struct arena *a, uint32_t year);
Duban__ScoreAppeal *score_appeal_get(struct txn *t, struct arena *a, const Duban__ScoreAppeal *ref);
