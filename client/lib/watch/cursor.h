/* A watch's place on disk. `at` is a page boundary whose hash is known; events after it up to
 * and including `acked` are dealt with too, and skipped when they come again. */
#pragma once

#include "duban/watch.h"

struct cursor_place {
	struct duban_cursor at;
	uint64_t acked;
};

/* -ENOENT if there is none, -EBADMSG if it is none, -errno. */
int cursor_load(const char *path, struct cursor_place *ret);
/* Whole or not at all, synced. 0 or -errno. */
int cursor_save(const char *path, const struct cursor_place *place);
/* One watch a file, held by a lock on PATH.lock until the descriptor is closed: -EWOULDBLOCK if
 * another has it. (The cursor file itself is replaced each time and cannot carry a lock.) */
int cursor_lock(const char *path, int *ret_fd);
