/* Filling a struct duban_failure: what went wrong, where, what to do. */
#pragma once

#include <stdarg.h>

#include "duban/error.h"

/* Writes `f` (may be NULL) and returns `error`. `code` NULL = the error's own; `arg` NULL = "". */
int failure_set(struct duban_failure *f, int error, const char *code, const char *arg,
		const char *format, ...) __attribute__((format(printf, 5, 6)));

void failure_clear(struct duban_failure *f);
