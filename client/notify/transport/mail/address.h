/* Mail addresses as people write them, in the form that goes over the wire. */
#pragma once

#include "client/notify/limits.h"

/* "王五@…" is refused, "wang@市重点办.example" -> "wang@xn--….example". NULL, or why nothing can be
 * sent to it: `ret` is then untouched. */
const char *mail_address(const char *written, char ret[ADDRESS_BYTES]);
