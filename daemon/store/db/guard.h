/* What ends a process in the middle of a damaged data.mdb: a fault in LMDB's map or in LMDB itself
 * (SIGSEGV, SIGBUS), an assertion of LMDB's, an abort by the allocator that LMDB called. The
 * process says so in one line that names the file, leaves a file by which the next start knows it,
 * and exits. Faults elsewhere end it as ever, except that SIGBUS is explained. */
#pragma once

#include <stdbool.h>

/* In the store's folder: its data.mdb is not to be trusted. It holds the reason, a line. */
#define SUSPECT_FILE "data.mdb.suspect"

/* Watches the store of `dir`, one for the process; call it before the store is opened. `mark`
 * false: the process may not write there. */
void guard_watch(const char *dir, bool mark);

/* Leaves the file, durably. `why`: "..., without a full stop". */
int guard_suspect(const char *dir, const char *why);
