/* Lists what an import changes, with values before and after, as text for people. */
#pragma once

#include <stdint.h>

#include "proto/api.pb-c.h"

struct request;

/* Made from the events alone, so that a repeated request gets the same reply. `line` may be
 * NULL. */
int import_changes(struct request *rq, const uint32_t *line, Duban__ImportReply *reply);
