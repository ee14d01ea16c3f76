/* Refused connections and requests. They are counted, and logged with the count at most once in
 * DENY_LOG_SEC, so that an attacker cannot flood the log. */
#pragma once

#include <stdint.h>

#include <systemd/sd-event.h>

#include "base/err.h"
#include "bus/door/door.h"

struct denials;

int denials_new(struct denials **ret, sd_event *event);
struct denials *denials_free(struct denials *d);
DEFINE_CLEANUP(struct denials *, denials_free)

/* `who`: an address or the name of a principal, NULL if unknown. `why`: text for the log. */
void denials_add(struct denials *d, enum door door, const char *who, const char *why);
uint64_t denials_total(const struct denials *d); /* since start */
