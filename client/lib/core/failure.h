/* Filling a struct duban_failure: what went wrong, where, what to do. */
#pragma once

#include <stdarg.h>

#include "duban/error.h"

/* Writes `f` (may be NULL) with the error's own code and returns `error`. `arg` NULL = "". */
int failure_set(struct duban_failure *f, int error, const char *arg, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Gives it a finer code than the error's own (NULL: leaves it); returns `error`. */
int failure_as(struct duban_failure *f, const char *code, int error);

void failure_clear(struct duban_failure *f);
