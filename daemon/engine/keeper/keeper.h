/* Work on the whole store: stored files, backup and verify. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/limits.h"

struct access_entry;
struct arena;
struct backup_mark;
struct blob_draft;
struct blob_range;
struct damage;
struct engine;

/* Stored files (store/blob/blob.h), written before the event that names them. STATUS_FULL: they
 * would use the disk space that is kept in reserve. */
int engine_draft_blob(struct engine *e, unsigned number, struct blob_draft **ret);
int engine_add_blob(struct engine *e, struct blob_draft *d, struct bytes piece);
void engine_clear_blobs(struct engine *e, unsigned n);
/* STATUS_DAMAGED: the file is not there, or not what was stored; the register of damage knows it.
 */
int engine_read_blob(struct engine *e, const uint8_t digest[HASH_SIZE],
		     const struct blob_range *range, size_t *ret_n);
int engine_check_blob(struct engine *e, const uint8_t digest[HASH_SIZE], uint64_t size);

/* What is kept for a while (store/blob/kept.h). STATUS_FULL as above. */
int engine_keep(struct engine *e, uint32_t num, struct bytes content);
int engine_kept(struct engine *e, uint32_t num, struct arena *a, struct bytes *ret);
int engine_tidy_kept(struct engine *e, bool (*keep)(void *user, uint32_t num), void *user);

/* Notes who read personal data (store/access/access.h), and drops what is older than so many
 * months. It is on disk when this returns. STATUS_FULL: no space, nothing was noted. */
int engine_note_access(struct engine *e, const struct access_entry *entry, int months);
const char *engine_folder(const struct engine *e); /* the store's */

/* Can a backup be made in the new folder `dir`? */
enum backup_target {
	TARGET_FINE,
	TARGET_INSIDE,	  /* the store itself, or a folder in it */
	TARGET_EXISTS,	  /* there is something */
	TARGET_NO_PARENT, /* the folder above does not exist */
	TARGET_FORBIDDEN, /* this process may not write there: *ret_errno */
	TARGET_PRIVATE,	  /* a /tmp that only this process sees, and that goes with it */
	TARGET_HALF,	  /* what an interrupted backup to `dir` left is there (BACKUP_HALF) */
};
enum backup_target engine_backup_target(const struct engine *e, const char *dir, int *ret_errno);

/* For a helper thread or process, except engine_prepare_backup. */
int engine_prepare_backup(struct engine *e, struct backup_mark *ret); /* checkpoint + roll */
/* STATUS_DAMAGED: the journal is, *ret says where. */
int engine_backup(struct engine *e, const char *dir, const struct backup_mark *mark,
		  struct damage *ret);
/* A backup is made in a folder with BACKUP_HALF after its name, which it loses when it is whole.
 * engine_backup_done: gives it the name, or removes it if `r` is not 0; returns `r`. */
#define BACKUP_HALF ".half"
int engine_backup_done(struct engine *e, const char *half, const char *dir, int r);
/* At a start: removes what a backup left that was being made when the last process ended. Returns
 * its folder (malloc); NULL: there was none. */
char *engine_backup_clean(const char *dir);
/* What `duband --verify` does: folds the journal of `dir` into a scratch store and compares the
 * state with the store's last checkpoint. Makes and changes nothing in `dir`. *ret_text is text for
 * people (malloc). */
int engine_verify(const char *dir, bool *ret_ok, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE],
		  char **ret_text);
