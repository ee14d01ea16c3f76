/* Orders in a world: requests as text (rights/body.h), by whom they are sent, and how an order
 * stands. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* The caller from now on: that role, of that unit ("": the city), with the name as a principal. */
void torder_as(struct world *w, Duban__Role role, const char *unit, const char *name);
void torder_as_local(struct world *w);
/* What the caller sends from now on it types in for that unit (代填), until another one calls. */
void torder_for(const char *unit);
/* Sends it; asserts STATUS_OK, or that it is refused with that code and changes nothing. */
const Duban__Reply *torder_ok(struct world *w, const char *request, const char *text);
void torder_refused(struct world *w, const char *request, const char *text, const char *code);
/* Asserts "state unit due days_late turn": "issued east 2020-02-10 0 east"; - for nobody. */
void torder_is(struct world *w, const char *number, const char *expected);
/* The city, the series 督办, the department `works`, principals `boss`, `gate` (of east). */
void torder_city(struct world *w);
/* world_until, by the admin socket; the caller stays. */
void torder_until(struct world *w, const char *when);
