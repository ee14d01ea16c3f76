/* The store's own row. */
#pragma once

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* The store's own row; never NULL on a store that was created. */
Duban__Store *store_row(struct txn *t, struct arena *a);
