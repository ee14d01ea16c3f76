/* A project's code, where a person gave its name. */
#pragma once

#include <stdbool.h>

#include "proto/limits.h"

struct cli;

/* Can the text be no code, so that it must be a name? */
bool project_is_name(const char *text);
/* The code of the only project that has exactly this name, or this code, now or formerly: then
 * `told` is the text itself. 0, or a verdict that has been reported. */
int project_code(struct cli *c, const char *text, char told[CODE_MAX + 1]);
