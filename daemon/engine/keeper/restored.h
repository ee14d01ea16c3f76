/* A store that was restored from a backup, which the backup's mark in its folder tells. Until
 * `restore accept` its time stands still and no due work is done: what was recorded after the
 * backup is lost, and somebody has to say that this is meant. The event says which backup it was;
 * the mark goes when the event is durable. If the process ends between the two, the next start
 * finds the event's backup in table `store` and removes the mark. */
#pragma once

#include <stdbool.h>

struct backup_mark;
struct engine;

/* False: no restore waits. `ret` may be NULL. */
bool engine_restored(const struct engine *e, struct backup_mark *ret);

/* For the engine's own files. */
/* After the state is there. *ret_fault: what is wrong with the mark; NULL: nothing. */
int restored_load(struct engine *e, const char **ret_fault);
void restored_accept(struct engine *e); /* the event is applied */
void restored_forget(struct engine *e); /* all events are durable */
