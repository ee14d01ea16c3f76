/* The working-day table of a calendar version, built from the stored notices. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct calendar;
struct txn;

/* The working-day table of a calendar version (0 = the latest), built from the
 * stored notices. */
int days_load(struct txn *t, struct arena *a, uint32_t version, struct calendar **ret);
/* Did a version up to `by` (0 = any) take this one back? */
bool calendar_withdrawn(struct txn *t, struct arena *a, uint32_t version, uint32_t by);
