/* A project's acceptance (竣工验收). NULL when there is none. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Acceptance *acceptance_get(struct txn *t, struct arena *a, uint32_t project);
