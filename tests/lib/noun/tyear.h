/* Steps of a city's year: many verdicts in one request, the stages of a collection. */
#pragma once

#include "lib/noun/treport.h"

struct world;

enum { VERDICTS_MAX = 400 };

struct verdicts {
	Duban__ReportVerdict one[VERDICTS_MAX], *list[VERDICTS_MAX];
	Duban__ReportReviewRequest b;
	Duban__Request q;
};
void verdicts_begin(struct verdicts *v);
void verdicts_add(struct verdicts *v, uint32_t report, int how);

/* COLLECTION(OPEN), FREEZE, MATCH or APPROVE makes a request about the list of 2021. Valid until
 * the next call. */
Duban__Request *collection(int body);
/* A MATCH request that asks the unit about land (用地). */
Duban__Request *collection_asks(const char *unit);
#define COLLECTION(verb) collection(DUBAN__REQUEST__BODY_COLLECTION_##verb)

/* The office takes a project off the list 市重点推进; then checks that it cannot join again with an
 * earlier date. */
void list_turns(struct world *w, char *code);

/* The number of open warnings of a rule. Sets the world's caller to local. */
size_t lamps_lit(struct world *w, const char *rule);
/* Enters all projects that are 在建 or later into the statistics' library as of `day`; otherwise
 * each would get a lamp of W05. */
void library_before(struct world *w, const char *day);
