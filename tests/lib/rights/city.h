/* A small city in which every kind of thing is there three times: one's own, another's, and a name
 * that nobody has. Whatever another wrote contains RIGHTS_MARK. */
#pragma once

#include "lib/rights/body.h"

struct world;

#define RIGHTS_MARK "密档"

/* Named by its code, or (the last two) a project by its name. */
enum rights_whose {
	RIGHTS_WHOSE_OWN,
	RIGHTS_WHOSE_FOREIGN,
	RIGHTS_WHOSE_UNKNOWN,
	RIGHTS_WHOSE_FOREIGN_NAME,
	RIGHTS_WHOSE_UNKNOWN_NAME,
};

/* A world on 2020-03-02 with the city in it. */
struct world *rights_city(void);
/* Sends as this column of the table: a county, a unit below it, a department, or a role of the
 * city. */
void rights_become(struct world *w, int column);
/* The words for things that are this column's own, another's or nobody's, in the arena. */
const struct body_word *rights_words(struct world *w, struct arena *a, int column,
				     enum rights_whose whose);
