/* Categories of projects (项目类别): a tree by name. A name without a record is a plain label, a
 * tree of its own. Decide refuses a category that would close a cycle. */
#pragma once

#include "base/arena.h"
#include "proto/model.pb-c.h"

struct txn;

#define CATEGORY_DEPTH_MAX 16

Duban__Category *category_get(struct txn *t, struct arena *a, const char *name);
/* The parent; NULL for a top category and for a plain label. */
const char *category_parent(struct txn *t, struct arena *a, const char *name);
/* Is it, or one above it, said to be industrial (产业类)? */
bool category_is_industry(struct txn *t, struct arena *a, const char *name);
/* Is `name` equal to `top` or below it? */
bool category_within(struct txn *t, struct arena *a, const char *name, const char *top);
