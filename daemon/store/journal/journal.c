#include "store/journal/journal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/point.h"
#include "store/journal/recover.h"
#include "store/journal/roll.h"
#include "store/journal/segment.h"
#include "store/journal/spare.h"

#define GROUP_BUFFER (64 * 1024)
#define GROUP_BUFFER_KEPT (4 * 1024 * 1024)

/* Why this thread's last journal_open failed; kept here since the journal itself is freed then. */
static _Thread_local char open_fault[FAULT_MAX];

const char *journal_fault(const struct journal *j)
{
	return j->fault;
}

const char *journal_open_fault(void)
{
	return open_fault;
}

static int open_dir(struct journal *j, const struct journal_config *c)
{
	int r;

	if (asprintf(&j->path, "%s/journal", c->dir) < 0) {
		j->path = NULL;
		return -ENOMEM;
	}
	if (c->create) {
		r = journal_create(j, c);
		if (r)
			return r;
	}
	j->dir_fd = open(j->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->dir_fd < 0)
		return journal_blames(j, ".", -errno);
	if (!c->read_only && flock(j->dir_fd, LOCK_EX | LOCK_NB) < 0)
		return journal_says(j, -errno,
				    "%s is in use: another duband runs on this store, stop it "
				    "first",
				    j->path);
	return 0;
}

static int open_in(struct journal *j, const struct journal_config *c, uint64_t *ret_cut)
{
	int r;

	j->group_cap = GROUP_BUFFER;
	j->group = malloc(j->group_cap);
	if (!j->group)
		return -ENOMEM;
	r = sm3_new(&j->sm3);
	if (r)
		return r;
	r = open_dir(j, c);
	if (r)
		return r;
	r = journal_recover(j, c, ret_cut);
	if (r || j->read_only)
		return r;
	return spare_new(&j->spare, j->dir_fd, j->segment_bytes);
}

int journal_open(struct journal **ret, const struct journal_config *c,
		 struct journal_opened *ret_opened)
{
	_cleanup_(journal_freep) struct journal *j = calloc(1, sizeof *j);
	uint64_t cut = 0;
	int r;

	open_fault[0] = 0;
	if (!j)
		return -ENOMEM;
	j->dir_fd = j->fd = -1;
	j->read_only = c->read_only;
	j->tell = c->tell;
	j->tell_user = c->tell_user;
	j->segment_bytes = c->segment_bytes ? c->segment_bytes : SEGMENT_BYTES_DEFAULT;
	j->segment_bytes = frame_padded(j->segment_bytes);
	j->reserve_bytes = c->reserve_bytes ? c->reserve_bytes : (uint64_t)SPACE_RESERVE_BYTES;
	j->group_size = FRAME_HEADER_SIZE;
	r = open_in(j, c, &cut);
	if (r) {
		if (!j->fault[0])
			(void)journal_says(j, r, "cannot open the journal in %s: %s", c->dir,
					   strerror(-r));
		memcpy(open_fault, j->fault, sizeof open_fault);
		return r;
	}
	*ret_opened = (struct journal_opened){
	    .first_seq = j->segments[0].first,
	    .last_seq = j->segments[0].first <= j->durable ? j->durable : 0,
	    .cut_seq = cut,
	    .cut_kept = cut && j->cut_kept,
	};
	memcpy(ret_opened->last_hash, j->durable_hash, HASH_SIZE);
	*ret = TAKE_PTR(j);
	return 0;
}

struct journal *journal_free(struct journal *j)
{
	if (!j)
		return NULL;
	spare_free(j->spare); /* first, since its thread uses dir_fd */
	for (size_t i = 0; i < j->n_segments; i++)
		free(j->segments[i].index);
	free(j->segments);
	if (j->fd >= 0)
		close(j->fd);
	if (j->dir_fd >= 0)
		close(j->dir_fd);
	sm3_free(j->sm3);
	free(j->group);
	free(j->path);
	free(j);
	return NULL;
}

/* ---- a group */

static int group_fits(struct journal *j, size_t size)
{
	size_t want = j->group_cap;
	uint8_t *grown;

	while (want < frame_padded(size))
		want *= 2;
	if (want == j->group_cap)
		return 0;
	grown = realloc(j->group, want);
	if (!grown)
		return -ENOMEM;
	j->group = grown;
	j->group_cap = want;
	return 0;
}

int journal_add(struct journal *j, struct journal_record *r)
{
	size_t size = j->group_size + JOURNAL_RECORD_OVERHEAD + r->event.size;
	int e;

	assert(!j->read_only && r->seq == j->head + 1);
	if (j->failed)
		return j->failed;
	if (r->event.size > FRAME_LENGTH_MAX || size > FRAME_LENGTH_MAX)
		return journal_says(j, -EMSGSIZE, "event %llu: a group of %zu bytes is too large",
				    (unsigned long long)r->seq, size);
	e = group_fits(j, size);
	if (e)
		return e;
	e = journal_chain(j->sm3, j->head_hash, r->event, r->hash);
	if (e)
		return e;
	record_encode(j->group + j->group_size, r);
	j->group_size = size;
	j->group_count++;
	j->head = r->seq;
	memcpy(j->head_hash, r->hash, HASH_SIZE);
	return 0;
}

static void group_clear(struct journal *j)
{
	j->group_size = FRAME_HEADER_SIZE;
	j->group_count = 0;
	if (j->group_cap > GROUP_BUFFER_KEPT) {
		uint8_t *less = realloc(j->group, GROUP_BUFFER);

		if (less) {
			j->group = less;
			j->group_cap = GROUP_BUFFER;
		}
	}
}

int journal_sync(struct journal *j)
{
	struct frame f = {.length = (uint32_t)j->group_size, .count = j->group_count};
	size_t padded = frame_padded(j->group_size);
	struct segment *s;
	int r;

	if (j->failed)
		return j->failed;
	if (j->group_count == 0)
		return 0;
	if (!journal_fits(j, padded)) {
		r = journal_room(j, 0, true);
		if (r)
			return r > 0 ? journal_broken(j, -ENOSPC, "finding room", 0) : r;
	}
	s = &j->segments[j->n_segments - 1];
	f.first = j->durable + 1;
	memcpy(f.epoch, j->epoch, EPOCH_SIZE);
	memcpy(f.prev, j->durable_hash, HASH_SIZE);
	frame_seal(j->group, &f);
	memset(j->group + j->group_size, 0, padded - j->group_size);
	journal_point("group-before-write");
	r = file_write(j->fd, j->group, padded, s->end);
	if (r)
		return journal_broken(j, r, "writing", s->end);
	journal_point("group-written");
	r = file_sync(j->fd);
	if (r)
		return journal_broken(j, r, "syncing", s->end);
	journal_point("group-synced");
	r = segment_index(s, f.first, s->end);
	if (r)
		return r;
	s->end += padded;
	s->last = j->durable = j->head;
	memcpy(j->durable_hash, j->head_hash, HASH_SIZE);
	j->unsynced += padded;
	group_clear(j);
	return 0;
}

/* ---- seq, hash and sizes */

void journal_epoch(const struct journal *j, uint8_t ret[EPOCH_SIZE])
{
	memcpy(ret, j->epoch, EPOCH_SIZE);
}

size_t journal_group_bytes(const struct journal *j)
{
	return j->group_count ? j->group_size : 0;
}

uint64_t journal_unsynced_bytes(const struct journal *j)
{
	return j->unsynced;
}

void journal_checkpointed(struct journal *j, uint64_t seq)
{
	assert(seq == j->durable);
	j->unsynced = 0;
}

uint64_t journal_first(const struct journal *j)
{
	return j->segments[0].first;
}

uint64_t journal_head(const struct journal *j)
{
	return j->head;
}

uint64_t journal_durable(const struct journal *j)
{
	return j->durable;
}

void journal_head_hash(const struct journal *j, uint8_t ret[HASH_SIZE])
{
	memcpy(ret, j->head_hash, HASH_SIZE);
}

void journal_durable_hash(const struct journal *j, uint8_t ret[HASH_SIZE])
{
	memcpy(ret, j->durable_hash, HASH_SIZE);
}
