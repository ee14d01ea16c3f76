/* What the first start with changed rules changed, by rule: the event at its end. */
#pragma once

struct engine;

/* The restatement's sweep is over: writes rules_changed, unless nothing changed. Only while no
 * group is open. */
int rule_changes_tell(struct engine *e);
