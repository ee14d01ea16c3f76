/* Gatherings: the city's joint project starts (集中开工) and the projects that take part. Readers
 * return records in the arena, NULL when there is none. */
#pragma once

#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct txn;

Duban__Gathering *gathering_get(struct txn *t, struct arena *a, const char *id, uint32_t project);
