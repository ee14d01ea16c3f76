/* Checking a backup: each stored file that its records name must be in it. */
#pragma once

#include <stddef.h>

#include "engine/keeper/damage.h"

/* What keeps a backup from being whole. */
struct backup_lack {
	struct damage place[DAMAGES_MAX]; /* file and offset in the store */
	size_t n;			  /* of all; only the first DAMAGES_MAX are in `place` */
};
/* STATUS_DAMAGED: stored files (佐证) that the backup's records name are missing or damaged in it.
 */
int engine_check_backup(const char *dir, struct backup_lack *ret);
/* Names the places, for people (malloc), and enters them into the register. On the engine's
 * thread. */
char *backup_lack_text(struct engine *e, const struct backup_lack *lack);
