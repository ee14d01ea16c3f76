/* The store's disk: free space is noticed, logged and told when it falls below the reserve and when
 * it is back; damage is logged and told when it is found and when it is whole again. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct engine;
struct journal;
struct state;

/* Once a second. Changes state.read_only and logs that. */
void space_look(struct state *s, const struct journal *j, const char *dir);
/* Logs what the register of damage has learned since the last call. Changes state.damaged. */
void damage_look(struct state *s, struct engine *e);
/* Why a write failed, for people, if that was because the disk is full (LMDB answers EIO then as
 * well as ENOSPC); NULL: it was not. malloc. */
char *space_fault(int r, const struct journal *j, const char *dir);
