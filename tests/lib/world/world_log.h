/* What the rules said, as lines; and moves of links, as words. */
#pragma once

#include "proto/api.pb-c.h"
#include "proto/bytes.h"

struct world;

void world_log_event(struct world *w, struct bytes packed);

/* "start P1 3", "finish P1 3 2020-02-03", "extend P1 3 2020-04-01", "suspend P1 3", … */
Duban__Request *world_move(struct world *w, const char *words);
void world_do(struct world *w, const char *words);

/* The lines of the links' warnings since the last call, one each:
 *   "02-13 00:00 yellow P1/3 W01 due 02-14"     raised
 *   "02-24 00:00 red P1/3 W01 due 02-14"        escalated
 *   "02-25 09:00 done P1/3 W01"                 cleared, with its cause
 *   "02-10 00:00 again P1/3 W00"                a note's second moment
 *   "01-02 09:00 moved P1/3 W01 due 02-20"      lit for another date
 *   "01-02 09:00 deadline P1/3 02-14 -> 02-17"  a sweep moved it
 * Asserts that they are `lines` ("" = none). */
void world_expect(struct world *w, const char *lines);
/* The lines of the warnings about projects themselves: "04-01 00:00 yellow P1/0 W04 due 03-31".
 * Kept apart: a test of links need not give its projects plans and reports. */
void world_expect_project(struct world *w, const char *lines);
