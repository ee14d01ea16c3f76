/* The position of a watch, in a file with a check of its bytes. `at` is a page boundary with a
 * known hash. Events after it, up to and including `acked`, are acknowledged and are skipped when
 * their page is read again. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "duban/watch.h"

struct cursor_place {
	struct duban_cursor at;
	uint64_t acked;
};

/* An epoch or hash of nothing but zeros is not known: a watch from a seq has neither, and is not
 * compared with the daemon's. */
bool cursor_knows(const uint8_t *bytes, size_t size);

/* -ENOENT if the file does not exist, -EBADMSG if it is not a cursor file, else 0 or -errno. */
int cursor_load(const char *path, struct cursor_place *ret);
/* Replaces the file atomically and syncs it. 0 or -errno. */
int cursor_save(const char *path, const struct cursor_place *place);
/* One watch per file. The lock is on PATH.lock, because the cursor file itself is replaced at each
 * save, and is held until the descriptor is closed. -EWOULDBLOCK if another watch holds it. */
int cursor_lock(const char *path, int *ret_fd);
