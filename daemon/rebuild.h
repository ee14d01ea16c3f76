/* A damaged data.mdb, as the daemon meets it: the start that builds it again says how far it is; a
 * process that finds it damaged ends, so that the next start does. */
#pragma once

#include <stdint.h>

struct engine;
struct notify;

/* For engine_config: the status line says how far it is, and systemd waits on. */
void rebuild_progress(void *notify, uint64_t done, uint64_t total);

/* Once a second: the next slice of the weekly check of the state. < 0: it is wrong. */
int rebuild_look(struct engine *e);

/* Why the process ends with `r`, for people, if that was because data.mdb is damaged; the next
 * start is told. Damage can look like any other failure, so the file is read again, unless `r` is
 * -ECANCELED. NULL: it was not. malloc. */
char *rebuild_fault(int r, struct engine *e, const char *dir);

/* Builds the data.mdb of a stopped store again: `duband --rebuild`. Returns the exit code. */
struct config;
int rebuild_by_hand(const struct config *c);
