/* Checks a backup: each stored file (佐证) that its records name must be in it, undamaged. */
#include "engine/keeper/backup.h"

#include <inttypes.h>
#include <stdio.h>

#include "model/core/record.h"
#include "store/blob/blob.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/hex.h"

#define LOST_NAMED 20

static void name(FILE *out, const uint8_t digest[HASH_SIZE], uint64_t nth)
{
	char hex[2 * HASH_SIZE + 1];

	if (nth > LOST_NAMED)
		return;
	if (nth > 1)
		(void)fputs(", ", out);
	(void)fputs(hex_text(BYTES(digest, HASH_SIZE), hex), out);
}

static int check_all(struct txn *t, struct arena *pad, const char *dir, FILE *out)
{
	struct scan s = scan_start(t, TABLE_evidence, BYTES("", 0));
	uint64_t lost = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Evidence *e;
		bool fine = true;

		arena_reset(pad);
		e = record_unpack(t, s.value, &duban__evidence__descriptor, pad);
		if (!e || e->digest.len != HASH_SIZE)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		r = blob_check(dir, e->digest.data, e->size, &fine);
		if (!r && !fine)
			name(out, e->digest.data, ++lost);
	}
	if (lost > LOST_NAMED)
		(void)fprintf(out, " and %" PRIu64 " more", lost - LOST_NAMED);
	return r ? r : txn_error(t);
}

static int check_records(const char *dir, FILE *out)
{
	struct db_config c = {.dir = dir, .read_only = true, .sync = true};
	_cleanup_(arena_freep) struct arena *pad = NULL;
	_cleanup_(db_freep) struct db *db = NULL;
	_cleanup_(txn_abortp) struct txn *t = NULL;
	int r = arena_new(&pad, WIRE_ARENA_MAX);

	if (!r)
		r = db_open(&db, &c);
	if (!r)
		r = txn_begin(&t, db, false);
	return r ? r : check_all(t, pad, dir, out);
}

int engine_check_backup(const char *dir, char **ret_lost)
{
	_cleanup_free_ char *lost = NULL;
	size_t size;
	FILE *out = open_memstream(&lost, &size);
	int r;

	*ret_lost = NULL;
	if (!out)
		return -errno;
	r = check_records(dir, out);
	if (fclose(out) != 0 && !r)
		r = -ENOMEM;
	if (!r && size > 0)
		*ret_lost = TAKE_PTR(lost);
	return r;
}
