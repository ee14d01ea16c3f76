/* Room in the journal: free bytes, spare segments, and the roll from a full segment to the next. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;

/* Space is decided before: STATUS_FULL when a frame of `bytes` more (events and their
 * overhead) finds no room in the segment and no spare can be had, or free space is under the
 * reserve and !use_reserve. STATUS_TOO_MANY: the group would pass what a frame may hold; sync
 * first. Rolls to the next segment when the frame would not fit this one. */
int journal_room(struct journal *j, size_t bytes, bool use_reserve);
uint64_t journal_free_bytes(const struct journal *j);
bool journal_spares(const struct journal *j, uint64_t bytes);

/* Seals the open segment and starts the next: all up to head lies in sealed files. */
int journal_roll(struct journal *j);
