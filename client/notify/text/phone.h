/* Telephone numbers as people write them, in the one form that carriers take: digits alone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "client/notify/limits.h"

/* "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００" -> "13800138000". NULL, or why
 * no text can be sent to it: `ret` is then untouched. */
const char *phone_normalise(const char *written, char ret[ADDRESS_BYTES]);
/* The same, but any 11 digits that begin with 1 are fine: the numbers of invented people begin with
 * 100, which no network has. For transports that do not reach a network. */
const char *phone_written(const char *written, char ret[ADDRESS_BYTES]);
/* The number with all but its ends blotted out, for logs and lists: "138****8000". */
void phone_blot(const char *number, char ret[ADDRESS_BYTES]);
