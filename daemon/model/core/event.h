/* Properties of an event that do not depend on its kind. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "proto/event.pb-c.h"

/* "link_started"; "" when no member is set. */
const char *event_kind(const Duban__Event *e);
const char *event_kind_of(Duban__Event__BodyCase body);
/* The level, if the event is about a warning; else 0. */
int event_level(const Duban__Event *e);
/* The rule, if the event is about a warning; else 0. */
uint32_t event_rule(const Duban__Event *e);
/* Its number among the warnings of that rule and subject; 0: it is about no warning. */
uint32_t event_occurrence(const Duban__Event *e);
/* Is it about a command that waits for a second person? It is for those who could have asked for
 * it. */
bool event_is_pending(const Duban__Event *e);
/* Is it about a message to a person? It is for gateways and for who follows up. */
bool event_is_notice(const Duban__Event *e);
/* Is it there only because a newer duband brought other rules? It is for the office alone. */
bool event_by_changed_rules(const Duban__Event *e);
/* The principal whose request wrote it: its own, or the second person who confirmed it. */
uint32_t event_sender(const Duban__Event *e);
/* It is of the same project as another, and for the same readers. */
void event_address(Duban__Event *e, const Duban__Event *as);
/* The message in the event's oneof; NULL if none is set. */
const void *event_body(const Duban__Event *e);
