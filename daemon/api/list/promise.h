/* A project admitted to a list with documents missing (容缺): what it lacks, and by when it is
 * promised. */
#pragma once

#include <stdbool.h>

#include "proto/model.pb-c.h"

struct cell;

/* 容缺. What a list that grants it lets follow after 调入: what is to be arranged
 * or written. A code and a total are what the project is, and do not follow. */
unsigned lacks_may_follow(const Duban__List *l);
bool promise_cells(const struct cell *promised, const struct cell *date, Duban__Spell *io);
bool promise_same(const Duban__Spell *a, const Duban__Spell *b);
