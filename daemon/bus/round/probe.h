/* A question the daemon asks itself, the whole way round: a message to the admin router, a round,
 * a reply. The watchdog is fed only while these come back: a loop that turns but serves nobody
 * is as dead as one that hangs. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "base/err.h"

#define PROBE_ENDPOINT "inproc://duban-probe"

struct probe;

/* After the admin router was bound to PROBE_ENDPOINT. */
int probe_new(struct probe **ret, sd_event *event, void *context);
struct probe *probe_free(struct probe *p);
DEFINE_CLEANUP(struct probe *, probe_free)

/* Was the last question answered? Then asks the next one. */
int probe_ask(struct probe *p, bool *ret_answered);
