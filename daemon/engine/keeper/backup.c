/* Checks a backup: each stored file (佐证) that its records name must be in it, undamaged. */
#include "engine/keeper/backup.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/core/record.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

#define LACK_NAMED 20

static int check_all(struct txn *t, struct arena *pad, const char *dir, struct backup_lack *lack)
{
	struct scan s = scan_start(t, TABLE_evidence, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		const char *what = NULL;
		Duban__Evidence *e;

		arena_reset(pad);
		e = record_unpack(t, s.value, &duban__evidence__descriptor, pad);
		if (!e || e->digest.len != HASH_SIZE)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		r = blob_check(dir, e->digest.data, e->size, &what);
		if (!r && what && lack->n++ < DAMAGES_MAX) {
			struct damage *d = &lack->place[lack->n - 1];

			*d = (struct damage){.offset = 0};
			(void)blob_name(e->digest.data, d->file);
			(void)snprintf(d->what, sizeof d->what, "%s", what);
		}
	}
	return r ? r : txn_error(t);
}

int engine_check_backup(const char *dir, struct backup_lack *ret)
{
	struct db_config c = {.dir = dir, .read_only = true, .sync = true};
	_cleanup_(arena_freep) struct arena *pad = NULL;
	_cleanup_(db_freep) struct db *db = NULL;
	_cleanup_(txn_abortp) struct txn *t = NULL;
	int r;

	ret->n = 0;
	r = arena_new(&pad, WIRE_ARENA_MAX);

	if (!r)
		r = db_open(&db, &c);
	if (!r)
		r = txn_begin(&t, db, false);
	if (!r)
		r = check_all(t, pad, dir, ret);
	return !r && ret->n ? STATUS_DAMAGED : r;
}

char *backup_lack_text(struct engine *e, const struct backup_lack *lack)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);

	if (!f)
		return NULL;
	for (size_t i = 0; i < lack->n && i < DAMAGES_MAX; i++) {
		const struct damage *d = &lack->place[i];

		engine_note_damage(e, d->file, d->offset, d->what);
		if (i < LACK_NAMED)
			(void)fprintf(f, "%s%s at offset %" PRIu64 " (%s)", i ? ", " : "", d->file,
				      d->offset, d->what);
	}
	if (lack->n > LACK_NAMED)
		(void)fprintf(f, " and %zu more", lack->n - LACK_NAMED);
	if (fclose(f) != 0)
		free(TAKE_PTR(text));
	return text;
}
