/* Counters of record numbers: decide takes last + 1, fold raises the counter. No number is used
 * twice. */
#pragma once

#include <stdint.h>

struct txn;

void counter_raise(struct txn *t, const char *noun, uint32_t num);

/* The highest number used for a kind of record ("unit", "person", "project", "report", "principal",
 * "calendar"). */
uint32_t counter_last(struct txn *t, const char *noun);
