/* Filling a struct duban_failure: what went wrong, where, what to do. */
#pragma once

#include <stdarg.h>

#include "duban/error.h"

/* Fills in `f` (may be NULL) with the code of `error` and returns `error`. `arg` NULL = "". */
int failure_set(struct duban_failure *f, int error, const char *arg, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Replaces the code by a more precise one (NULL: keeps it); returns `error`. */
int failure_as(struct duban_failure *f, const char *code, int error);

void failure_clear(struct duban_failure *f);
