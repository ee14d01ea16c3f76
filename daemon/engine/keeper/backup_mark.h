/* The mark that a backup carries: the file `backup.mark` in its folder. A store in which a daemon
 * finds it is a backup that was copied in the place of a store: see restored.h. Text, three lines:
 *
 *   epoch 30313233343536373839616263646500
 *   seq 137
 *   at 1577930400000000
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/limits.h"

#define BACKUP_MARK "backup.mark"

struct backup_mark {
	uint8_t epoch[EPOCH_SIZE]; /* the store's */
	uint64_t seq;		   /* the last event when the backup began */
	usec_t at;		   /* the store's time then */
};

/* Synced, also the folder. */
int backup_mark_write(const char *dir, const struct backup_mark *m);
/* -EBADMSG: what is there is not what backup_mark_write() writes. */
int backup_mark_read(const char *dir, struct backup_mark *ret, bool *ret_found);
int backup_mark_remove(const char *dir);
