/* The ladders that projects' lamps climb, cached until an event changes one. */
#pragma once

struct engine;
struct ladder;

/* The ladder of that name; *ret is NULL if there is none, or if it is LADDER_NONE. It stays as it
 * is until ladders_forget. */
int ladder_for(struct engine *e, const char *name, const struct ladder **ret);
void ladders_forget(struct engine *e);
