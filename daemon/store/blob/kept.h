/* What is kept for a while and then deleted, which no record may hold: the rows of an upload that
 * waits for a second person. DIR/waiting/<number>, whole and synced before the event that names the
 * number with the bytes' SM3. Not in backups. A file that no such event names does no harm. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"

struct arena;

/* Replaces a file of that number. STATUS_FULL: no space. */
int kept_write(const char *dir, uint32_t num, struct bytes content);
/* *ret in the arena; empty if the file is missing or cannot be read. */
int kept_read(const char *dir, uint32_t num, struct arena *a, struct bytes *ret);
/* Deletes the files that `keep` does not want, and what a crash left half written. */
int kept_tidy(const char *dir, bool (*keep)(void *user, uint32_t num), void *user);
