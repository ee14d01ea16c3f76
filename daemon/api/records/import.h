/* What dispatch must know of imports: the rows that come in parts before their commit are kept
 * in the api's memory, at most IMPORT_BYTES_MAX an upload and few uploads at once. */
#pragma once

#include "api/core/handler.h"

struct uploads;
struct uploads *uploads_free(struct uploads *u);
DEFINE_CLEANUP(struct uploads *, uploads_free)

/* Where they hang: a pointer that starts NULL, and that api_free hands to uploads_free.
 * Stands in dispatch.c. */
struct uploads **api_uploads(struct api *a);

/* Frees what the last commit worked in and drops idle uploads; NULL-safe and cheap. To be
 * called at the start of each request, with the host's wall clock: a simulated store's own
 * time stands still. */
void uploads_tidy(struct uploads *u, usec_t wall);
