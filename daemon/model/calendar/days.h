/* The working-day table of a calendar version, built from the stored notices. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/model.pb-c.h"

struct arena;
struct calendar;
struct txn;

/* Loads the working-day table of a calendar version (0 = the latest). */
int days_load(struct txn *t, struct arena *a, uint32_t version, struct calendar **ret);
/* Do its days no longer apply? It was withdrawn, or another notice is the whole truth of its year
 * (Calendar.replaces), by a version up to `by` (0 = any). */
bool calendar_void(struct txn *t, struct arena *a, const Duban__Calendar *notice, uint32_t by);
