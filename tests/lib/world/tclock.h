/* A real store whose clock goes wrong, and its repair. */
#pragma once

#include <stdbool.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"

struct world;

#define CLOCK_HEADER "project,no,name,class,unit,leader,person,after,limit,chain_start\n"

/* The city of world_city() with a chain of two links of P1, late by 2020-01-09 and after; the
 * office asks. */
void clock_city(struct world *w);
usec_t clock_instant(const char *text);
/* Valid until the next call. */
Duban__Request *clock_repair(const char *to, bool dry);
/* "P1/1 W01 2 due 20200109 since …" of each open warning (malloc). */
char *clock_lamps(struct world *w);
void clock_verify(struct world *w);
