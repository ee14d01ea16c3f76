/* What can be asked of any event without knowing its kind. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "proto/event.pb-c.h"

/* "link_started"; "" when no member is set. */
const char *event_kind(const Duban__Event *e);
const char *event_kind_of(Duban__Event__BodyCase body);
/* The level of a warning's event, 0 for all others. */
int event_level(const Duban__Event *e);
/* The body of the oneof, NULL if none. */
const void *event_body(const Duban__Event *e);
