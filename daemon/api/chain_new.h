/* What making chains and telling of them share. */
#pragma once

#include "api/private.h"
#include "model/template.h"

#define IMPORT_DRAFT_BYTES (12 * 1024 * 1024) /* leaves FRAME_BYTES_MAX room for the lamps */
#define CHAIN_NEW_EVENT_OVERHEAD 192

/* Out of the command's events: the chains made, what still needs a date, the approvals' days
 * against the cap. */
int chain_new_answer(struct ask *a, const void *body);
