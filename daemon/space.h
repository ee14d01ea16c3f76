/* Free space of the store's disk: noticed, logged and told when it falls below the reserve and when
 * it is back. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct journal;
struct state;

/* Once a second. Changes state.read_only and logs that. */
void space_look(struct state *s, const struct journal *j, const char *dir);
/* Why a write failed, for people, if that was because the disk is full (LMDB answers EIO then as
 * well as ENOSPC); NULL: it was not. malloc. */
char *space_fault(int r, const struct journal *j, const char *dir);
