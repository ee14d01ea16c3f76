/* What must hold after every step, checked over the whole database. Used by tests and `verify`. */
#pragma once

struct engine;

/* Walks the whole database; the first broken invariant's text (malloc) or NULL. */
char *engine_invariants(struct engine *e);
