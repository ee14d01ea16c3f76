/* Lists of projects, by name. */
#pragma once

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* NULL: the name is a plain label, or is not used at all. */
Duban__List *list_get(struct txn *t, struct arena *a, const char *name);
