/* Warnings of a world as lines of text, and requests about links as words. */
#pragma once

#include "proto/api.pb-c.h"
#include "proto/bytes.h"

struct world;

void world_log_event(struct world *w, struct bytes packed);

/* "start P1 3", "finish P1 3 2020-02-03", "extend P1 3 2020-04-01", "suspend P1 3", … */
Duban__Request *world_move(struct world *w, const char *words);
void world_do(struct world *w, const char *words);

/* Asserts the events of links' warnings since the last call, one line for each event:
 *   "02-13 00:00 yellow P1/3 W01 due 02-14"     raised
 *   "02-24 00:00 red P1/3 W01 due 02-14"        escalated
 *   "02-25 09:00 done P1/3 W01"                 cleared, with its cause
 *   "02-10 00:00 again P1/3 W00"                second reminder of a note
 *   "02-26 00:00 passed P1/3 W01 reviewer works" another unit must act; "-": the office
 *   "01-02 09:00 moved P1/3 W01 due 02-20"      its deadline changed
 *   "01-02 09:00 deadline P1/3 02-14 -> 02-17"  a sweep moved the link's deadline
 * `lines` is "" for none. */
void world_expect(struct world *w, const char *lines);
/* The same for warnings about projects: "04-01 00:00 yellow P1/0 W04 due 03-31". They are kept
 * apart because in tests about links the projects have no plans and reports and get such warnings.
 */
void world_expect_project(struct world *w, const char *lines);
/* The same for notices, and what each of them tells:
 *   "to zhang: 01-08 08:30 lamp_yellow"	made, with its template
 *   "to zhang:   begin P1/1 W01"		a matter in it */
void world_expect_notices(struct world *w, const char *lines);
/* The same for the steps of ladders, of all kinds of subjects. They are kept apart because most
 * tests are about lamps.
 *   "03-02 00:00 P1/2 W02: 2, 3"                two steps, each on time
 *   "03-02 09:00 P1/2 W02: 2 since 02-28 00:00" one that came due before it was recorded
 *   "03-02 09:00 P1/2 W02: stands still"        its ladder; then "goes on" */
void world_expect_steps(struct world *w, const char *lines);
