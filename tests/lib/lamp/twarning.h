/* What people do about lamps, and what is stored of it. */
#pragma once

#include "proto/api.pb-c.h"

struct world;

/* A request written as text (rights/body.h): "warning_ack", "id=W01-1-2020-1-1
 * until_date=20200110".
 * Valid until the next one. */
Duban__Request *lamp_request(struct world *w, const char *request, const char *text);
/* The stored record of a warning; NULL: there is none. Valid until world_forget. */
Duban__Warning *lamp_stored(struct world *w, const char *id);
/* The digest of the file that tevidence's fill() made, in hex. */
const char *lamp_evidence(void);
