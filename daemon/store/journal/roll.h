/* Disk space for the journal: free bytes, spare segments, and the roll from a full segment to the
 * next. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;

/* Ensures space for `bytes` more (events with their overhead) before they are added. STATUS_FULL:
 * they do not fit in the segment and no spare can be had, or free space is below the reserve and
 * !use_reserve. STATUS_TOO_MANY: the group would be larger than a frame may be; sync first. Rolls
 * to the next segment if the frame would not fit in this one. */
int journal_room(struct journal *j, size_t bytes, bool use_reserve);
uint64_t journal_reserve_bytes(const struct journal *j);
uint64_t journal_free_bytes(const struct journal *j);
bool journal_spares(const struct journal *j, uint64_t bytes);

/* Seals the open segment and starts the next: all events so far are in sealed files. */
int journal_roll(struct journal *j);
