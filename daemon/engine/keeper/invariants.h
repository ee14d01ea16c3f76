/* What must hold after every step, checked over the whole database. Used by tests and `verify`. */
#pragma once

struct engine;

/* The text of the first broken invariant (malloc); NULL: all hold. */
char *engine_invariants(struct engine *e);
