/* Logs lamps that were raised, turned red or were cleared to the systemd journal, with the fields
 * DUBAN_PROJECT=, DUBAN_RULE=, DUBAN_LINK=, DUBAN_LEVEL= and DUBAN_SEQ=. At most LAMP_LOG_MAX lamps
 * of a group are logged one by one; the rest is only counted. Notes (LEVEL_NOTE) are not logged. */
#pragma once

struct engine;
struct published;

#define LAMP_LOG_MAX 32

/* Call after the group is durable. Failures are ignored: the lamps are already in the journal. */
void lamp_log(struct engine *e);
/* The same for an event PrincipalRevoked: warns of a security officer's key that ends later. */
void officer_log(struct engine *e, const struct published *p);
