/* Categories of projects (项目类别): a tree by name. A name that nobody declared is a plain
 * label, a tree of itself alone. Cycles are refused before they are written. */
#pragma once

#include "base/arena.h"
#include "proto/model.pb-c.h"

struct txn;

#define CATEGORY_DEPTH_MAX 16

Duban__Category *category_get(struct txn *t, struct arena *a, const char *name);
/* The next one up; NULL above the top and above a plain label. */
const char *category_parent(struct txn *t, struct arena *a, const char *name);
/* Is it `top` or below it? Every name lies within itself. */
bool category_within(struct txn *t, struct arena *a, const char *name, const char *top);
