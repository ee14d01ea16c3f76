/* Refusals at the doors: counted, and logged at most once in ZAP_DENY_LOG_SEC with the count,
 * so that a flood of knocks does not become a flood of log. */
#pragma once

#include <stdint.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/zmq/socket.h"

struct denials;

int denials_new(struct denials **ret, sd_event *event);
struct denials *denials_free(struct denials *d);
DEFINE_CLEANUP(struct denials *, denials_free)

/* `who`: an address or a principal's name, may be NULL; `why`: for people. */
void denials_add(struct denials *d, enum door door, const char *who, const char *why);
uint64_t denials_total(const struct denials *d); /* since start */
/* Begins to count: what is refused before is the self-test's own knock. */
void denials_start(struct denials *d);
