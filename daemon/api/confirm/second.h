/* Which commands need a second person (parameter second.person). What a command would write
 * decides, not how it was asked for: an import, a verb or a revert that writes the same needs the
 * same. */
#pragma once

#include <stdbool.h>

struct request;

/* *ret: the draft in rq->event needs a second person, and none has confirmed it. A verdict: the
 * draft would ask for a second person where there is none. */
int second_asked(struct request *rq, bool *ret);
/* What the draft is about, in a few words for lists; NULL: no memory. */
char *second_about(struct request *rq);
