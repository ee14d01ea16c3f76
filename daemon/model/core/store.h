/* The record of the store itself. */
#pragma once

#include "proto/model.pb-c.h"

struct arena;
struct txn;

/* Never NULL in a store that was created. */
Duban__Store *store_row(struct txn *t, struct arena *a);
