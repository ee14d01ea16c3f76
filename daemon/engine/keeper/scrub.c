#include "engine/keeper/scrub.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/arena.h"
#include "engine/keeper/damage.h"
#include "model/core/record.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "store/walk/walk.h"

int scrub_read(struct scrub *s, uint64_t bytes)
{
	uint64_t before = s->bytes / SCRUB_STEP;

	s->bytes += bytes;
	if (s->bytes / SCRUB_STEP != before) {
		(void)fprintf(s->out, "read\t%" PRIu64 "\t%" PRIu64 "\n", s->bytes, s->of_bytes);
		(void)fflush(s->out);
	}
	while (s->pace >= 0 && s->allowed < bytes) {
		char token;
		ssize_t n = read(s->pace, &token, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return STATUS_UNAVAILABLE;
		s->allowed += SCRUB_STEP;
	}
	s->allowed -= s->pace >= 0 ? bytes : 0;
	return 0;
}

void scrub_found(struct scrub *s, const char *file, uint64_t offset, const char *what)
{
	s->found++;
	(void)fprintf(s->out, "damage\t%s\t%" PRIu64 "\t%s\n", file, offset, what);
	(void)fflush(s->out);
}

/* ---- the journal */

static int on_piece(void *user, const void *p, size_t size, uint64_t offset)
{
	(void)p;
	(void)offset;
	return scrub_read(user, size);
}

static int on_damage(void *user, const struct journal_damage *d)
{
	char file[DAMAGED_FILE_MAX];

	(void)snprintf(file, sizeof file, "journal/%s", d->file);
	scrub_found(user, file, d->offset, d->what);
	return 0;
}

static int scrub_journal(struct scrub *s)
{
	struct journal_walk w = {.user = s, .chain = true, .piece = on_piece, .damaged = on_damage};

	return journal_walk(&w, s->dir);
}

/* ---- stored files (佐证) */

/* So many records are taken at once: a reader that stays open keeps the database from using its
 * free pages again. */
enum { FILES_AT_ONCE = 256 };

struct files {
	struct {
		uint8_t digest[HASH_SIZE];
		uint64_t size;
	} file[FILES_AT_ONCE];
	size_t n;
};

/* The next files after the last of `f`. */
static int next_files(struct db *db, struct arena *pad, struct files *f)
{
	struct bytes after = f->n ? BYTES(f->file[f->n - 1].digest, HASH_SIZE) : BYTES("", 0);
	_cleanup_(txn_abortp) struct txn *t = NULL;
	struct scan s;
	int r = txn_begin(&t, db, false);

	if (r)
		return r;
	s = scan_after(t, TABLE_evidence, BYTES("", 0), after);
	for (f->n = 0; f->n < FILES_AT_ONCE && scan_next(&s); f->n++) {
		Duban__Evidence *e;

		arena_reset(pad);
		e = record_unpack(t, s.value, &duban__evidence__descriptor, pad);
		if (!e || e->digest.len != HASH_SIZE)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		memcpy(f->file[f->n].digest, e->digest.data, HASH_SIZE);
		f->file[f->n].size = e->size;
	}
	return txn_error(t);
}

static int check_files(struct scrub *s, const struct files *f)
{
	char name[BLOB_NAME_SIZE];
	const char *what;
	int r = 0;

	for (size_t i = 0; !r && i < f->n; i++) {
		r = blob_check(s->dir, f->file[i].digest, f->file[i].size, &what);
		if (!r && what)
			scrub_found(s, blob_name(f->file[i].digest, name), 0, what);
		if (!r)
			r = scrub_read(s, f->file[i].size);
	}
	return r;
}

static int open_records(struct scrub *s, struct db **ret)
{
	struct db_config c = {.dir = s->dir, .read_only = true, .sync = true};

	return db_open(ret, &c);
}

static int each_files(struct scrub *s, int (*each)(struct scrub *s, const struct files *f))
{
	_cleanup_(arena_freep) struct arena *pad = NULL;
	_cleanup_(db_freep) struct db *db = NULL;
	_cleanup_free_ struct files *f = calloc(1, sizeof *f);
	int r = f ? arena_new(&pad, WIRE_ARENA_MAX) : -ENOMEM;

	if (!r)
		r = open_records(s, &db);
	while (!r) {
		r = next_files(db, pad, f);
		if (r || f->n == 0)
			break;
		r = each(s, f);
	}
	return r;
}

static int scrub_files(struct scrub *s)
{
	return each_files(s, check_files);
}

static int count_files(struct scrub *s, const struct files *f)
{
	for (size_t i = 0; i < f->n; i++)
		s->of_bytes += f->file[i].size;
	return 0;
}

/* ---- all */

static int count_bytes(struct scrub *s)
{
	int r = journal_walk_bytes(s->dir, &s->of_bytes);

	return r ? r : each_files(s, count_files);
}

/* What is to be read, in this order. A step may fail as a whole; the others are done all the
 * same. */
static const struct scrub_step {
	int (*run)(struct scrub *s);
	const char *what;
} steps[] = {
    {count_bytes, "the files"},
    {scrub_journal, "the journal"},
    {scrub_files, "the stored files of data.mdb's records"},
};

/* Only while nobody else wants the processor or the disk. A kernel or service that does not let us
 * is no reason not to read. */
static void step_back(void)
{
	enum { IOPRIO_WHO_PROCESS = 1, IOPRIO_IDLE = 3 << 13 };

	(void)setpriority(PRIO_PROCESS, 0, 19);
	(void)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_IDLE);
}

int scrub_run(struct scrub *s, char **ret_fault)
{
	int r = 0;

	*ret_fault = NULL;
	step_back();
	for (size_t i = 0; i < sizeof steps / sizeof *steps && r != STATUS_UNAVAILABLE; i++) {
		int e = steps[i].run(s);

		if (e && !r &&
		    asprintf(ret_fault, "%s of %s cannot be read: %s", steps[i].what, s->dir,
			     e < 0 ? strerror(-e) : status_name(e)) < 0)
			*ret_fault = NULL;
		r = r && e != STATUS_UNAVAILABLE ? r : e;
	}
	if (!r)
		(void)fprintf(s->out, "done\t%" PRIu64 "\t%u\n", s->bytes, s->found);
	(void)fflush(s->out);
	return r > 0 ? -EPIPE : r;
}
