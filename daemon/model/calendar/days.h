/* The working-day table of a calendar version, built from the stored notices. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct calendar;
struct txn;

/* Loads the working-day table of a calendar version (0 = the latest). */
int days_load(struct txn *t, struct arena *a, uint32_t version, struct calendar **ret);
/* Was this version withdrawn by a version up to `by` (0 = any)? */
bool calendar_withdrawn(struct txn *t, struct arena *a, uint32_t version, uint32_t by);
