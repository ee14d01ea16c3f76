/* What an import changes, before and after, as text for people. Made from the events alone. */
#pragma once

#include <stdint.h>

#include "proto/api.pb-c.h"

struct request;

/* Before and after, from the events alone, so that a repeated request gets
 * the same answer. `line` may be NULL. */
int import_changes(struct request *rq, const uint32_t *line, Duban__ImportReply *reply);
