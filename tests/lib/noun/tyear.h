/* A city's year in large steps: many verdicts in one request, the moves of a collection. */
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

/* COLLECTION(OPEN), FREEZE, MATCH, APPROVE of the list of 2021. Lives until the next. */
Duban__Request *collection(int body);
/* The matching that asks a unit about land (用地). */
Duban__Request *collection_asks(const char *unit);
#define COLLECTION(verb) collection(DUBAN__REQUEST__BODY_COLLECTION_##verb)

/* A project leaves 市重点推进, and cannot have come back before it left. By the office. */
void list_turns(struct world *w, char *code);

/* Open warnings of a rule; the caller is local afterwards. */
size_t lamps_lit(struct world *w, const char *rule);
/* What is in construction or behind it stood in the statistics' library before duban knew it:
 * without that each would be asked for (W05). */
void library_before(struct world *w, const char *day);
