/* Lamps in the systemd journal: what was lit, went red or was cleared, with DUBAN_PROJECT=,
 * DUBAN_RULE=, DUBAN_LINK=, DUBAN_LEVEL=, DUBAN_SEQ= to search by. A storm is no use there: at
 * most LAMP_LOG_MAX lamps of a group are named, the rest is counted. Reminders are no lamps. */
#pragma once

struct engine;

#define LAMP_LOG_MAX 32

/* After the group is durable. A failure here is no reason to stop: what is lit is lit. */
void lamp_log(struct engine *e);
