/* A project that joins a list with requirements unmet (容缺): which they are, and by when they are
 * promised. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct cell;

/* The requirements that may follow after 调入, if the list grants 容缺: things to be arranged or
 * written. Code and total may not: they are properties of the project itself. */
unsigned lacks_may_follow(const Duban__List *l);
bool promise_cells(const struct cell *promised, const struct cell *date, Duban__Spell *io);
bool promise_same(const Duban__Spell *a, const Duban__Spell *b);
