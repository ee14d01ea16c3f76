#include "store/journal/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "proto/status.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/reader_private.h"
#include "store/journal/record.h"
#include "store/journal/segment.h"
#include "store/walk/search.h"

#define READ_PIECE (64 * 1024)

int reader_damaged(struct journal_reader *r, uint64_t offset, const char *what, const char *why)
{
	struct segment *s = &r->j->segments[r->segment];
	char name[SEGMENT_NAME_MAX];

	journal_tell(r->j, s, offset, what);
	return journal_says(r->j, STATUS_DAMAGED,
			    "%s/%s is damaged at offset %llu, event %llu: %s. Copy this segment "
			    "from the last backup or a standby",
			    r->j->path, segment_name(s->first, name), (unsigned long long)offset,
			    (unsigned long long)r->seq, why);
}

/* For a file that cannot be opened or read. What is wrong with this process stays an error. */
static int unreadable(struct journal_reader *r, uint64_t offset, int e)
{
	switch (e) {
	case -ENOENT:
		return reader_damaged(r, offset, DAMAGE_MISSING, "the file is missing");
	case -EBADMSG:
		return reader_damaged(r, offset, DAMAGE_SHORT, "the file is shorter than it was");
	case -EIO:
	case -EACCES:
	case -EPERM:
	case -ELOOP:
	case -EISDIR:
	case -ENOTDIR:
		return reader_damaged(r, offset, DAMAGE_UNREADABLE, strerror(-e));
	default:
		return journal_says(r->j, e, "cannot read a segment of %s: %s", r->j->path,
				    strerror(-e));
	}
}

/* Reads the marks of a segment that the start could not read. */
static int settle(struct journal_reader *r, struct segment *s)
{
	uint8_t block[FRAME_ALIGN];
	struct mark m;
	uint64_t size;
	int e = file_size(r->fd, &size);

	if (!e)
		e = file_read(r->fd, block, sizeof block, 0);
	if (e)
		return unreadable(r, 0, e);
	if (!mark_decode(block, HEADER_MAGIC, &m) || m.seq != s->first)
		return reader_damaged(r, 0, DAMAGE_HEADER, "its header is damaged");
	if (memcmp(m.epoch, r->j->epoch, EPOCH_SIZE) != 0)
		return reader_damaged(r, 0, DAMAGE_ORDER, "it is of another history");
	e = size < 2 * FRAME_ALIGN ? -EBADMSG
				   : file_read(r->fd, block, sizeof block, size - FRAME_ALIGN);
	if (e)
		return unreadable(r, 0, e);
	/* A segment that ends too early has another one behind it that is missing. */
	if (!mark_decode(block, FOOTER_MAGIC, &m) || m.seq != s->last)
		return reader_damaged(r, size - FRAME_ALIGN, DAMAGE_FOOTER,
				      "its footer is damaged");
	s->end = size - FRAME_ALIGN;
	s->unsettled = false;
	return 0;
}

static int enter(struct journal_reader *r, size_t segment)
{
	struct segment *s = &r->j->segments[segment];
	char name[SEGMENT_NAME_MAX];
	bool was_unsettled = s->unsettled;
	int e = 0;

	if (r->fd >= 0)
		close(r->fd);
	r->segment = segment;
	r->offset = FRAME_ALIGN;
	r->have = 0;
	r->fd = openat(r->j->dir_fd, segment_name(s->first, name), O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		return unreadable(r, 0, -errno);
	if (s->unsettled)
		e = settle(r, s);
	if (!e && s->damaged && (was_unsettled || s->damaged_at == 0))
		journal_tell(r->j, s, s->damaged_at, NULL);
	return e;
}

static int reserve(struct journal_reader *r, size_t size)
{
	uint8_t *grown;

	if (size <= r->cap)
		return 0;
	grown = realloc(r->buf, size);
	if (!grown)
		return -ENOMEM;
	r->buf = grown;
	r->cap = size;
	return 0;
}

int reader_fetch(struct journal_reader *r, size_t size, const uint8_t **ret, bool *ret_there)
{
	uint64_t end = r->j->segments[r->segment].end, left = end > r->offset ? end - r->offset : 0;
	size_t piece = left < READ_PIECE ? (size_t)left : READ_PIECE;
	int e;

	*ret_there = size <= left;
	if (!*ret_there)
		return 0;
	if (r->have == 0 || r->offset < r->at || r->offset + size > r->at + r->have) {
		if (piece < size)
			piece = size;
		e = reserve(r, piece);
		if (e)
			return e;
		r->have = 0;
		e = file_read(r->fd, r->buf, piece, r->offset);
		if (e)
			return unreadable(r, r->offset, e);
		r->at = r->offset;
		r->have = piece;
	}
	*ret = r->buf + (r->offset - r->at);
	return 0;
}

/* Reads the next frame's header without checking the checksum. */
static int peek(struct journal_reader *r, struct frame *f)
{
	const uint8_t *p;
	bool there;
	int e;

	e = reader_fetch(r, FRAME_HEADER_SIZE, &p, &there);
	if (e)
		return e;
	if (!there || !frame_header(p, f))
		return reader_damaged(r, r->offset, DAMAGE_CHECKSUM, "no frame begins here");
	return 0;
}

static int load(struct journal_reader *r)
{
	struct segment *s = &r->j->segments[r->segment];
	const uint8_t *p;
	struct frame f;
	bool there;
	int e;

	e = peek(r, &f);
	if (!e)
		e = reader_fetch(r, f.length, &p, &there);
	if (e)
		return e;
	if (!there || frame_check(p, f.length, &f) != FRAME_FINE)
		return reader_damaged(r, r->offset, DAMAGE_CHECKSUM,
				      "the frame's checksum does not match");
	if (memcmp(f.epoch, r->j->epoch, EPOCH_SIZE) != 0)
		return reader_damaged(r, r->offset, DAMAGE_ORDER, "the frame is of another epoch");
	if (r->placed && memcmp(f.prev, r->hash, HASH_SIZE) != 0)
		return reader_damaged(r, r->offset, DAMAGE_ORDER,
				      "the frame does not follow the frame before it");
	if (s->damaged && s->damaged_at == r->offset)
		journal_tell(r->j, s, r->offset, NULL);
	memcpy(r->hash, f.prev, HASH_SIZE);
	r->next = p + FRAME_HEADER_SIZE;
	r->end = p + f.length;
	r->left = f.count;
	r->offset += frame_padded(f.length);
	return 0;
}

static size_t segment_with(const struct journal *j, uint64_t seq)
{
	size_t low = 0, high = j->n_segments;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (j->segments[middle].first <= seq)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Takes the next record of the current frame. */
static int take(struct journal_reader *r, struct journal_record *ret)
{
	uint8_t hash[HASH_SIZE];
	struct journal_record rec;
	int e;

	if (!record_decode(&r->next, r->end, &rec) || rec.seq != r->seq)
		return reader_damaged(r, r->offset, DAMAGE_ORDER,
				      "the records do not match the frame's header");
	if (r->check) {
		e = journal_chain(r->j->sm3, r->hash, rec.event, hash);
		if (e)
			return e;
		if (memcmp(hash, rec.hash, HASH_SIZE) != 0)
			return reader_damaged(r, r->offset, DAMAGE_ORDER,
					      "its hash does not match the chain");
	}
	memcpy(r->hash, rec.hash, HASH_SIZE);
	r->left--;
	r->seq++;
	*ret = rec;
	return 0;
}

static int place(struct journal_reader *r)
{
	struct segment *s = &r->j->segments[r->segment];
	struct journal_record rec;
	int e;

	if (r->seq > r->j->durable) { /* not written yet */
		r->offset = s->end;
		memcpy(r->hash, r->j->durable_hash, HASH_SIZE);
		return 0;
	}
	e = reader_seek(r, s);
	if (!e)
		e = load(r);
	/* The frame may only say that it holds the event: its header is damaged. */
	if (e == STATUS_DAMAGED) {
		bool there = false;
		int found = reader_search_on(r, s, &there);

		e = found < 0 ? found : there ? load(r) : e;
	}
	if (e)
		return e;
	for (const uint8_t *p = r->next; r->left > 0; r->left--) {
		if (!record_decode(&p, r->end, &rec) || rec.seq == r->seq)
			break;
		r->next = p;
		memcpy(r->hash, rec.hash, HASH_SIZE);
	}
	return 0;
}

int journal_read(struct journal_reader **ret, struct journal *j, uint64_t seq)
{
	_cleanup_(journal_reader_freep) struct journal_reader *r = NULL;
	int e;

	if (seq < j->segments[0].first || seq > j->durable + 1)
		return STATUS_NOT_FOUND;
	r = calloc(1, sizeof *r);
	if (!r)
		return -ENOMEM;
	*r = (struct journal_reader){.j = j, .fd = -1, .seq = seq};
	e = enter(r, segment_with(j, seq));
	if (!e)
		e = place(r);
	r->placed = true;
	if (e)
		return e;
	*ret = TAKE_PTR(r);
	return 0;
}

struct journal_reader *journal_reader_free(struct journal_reader *r)
{
	if (!r)
		return NULL;
	if (r->fd >= 0)
		close(r->fd);
	free(r->buf);
	free(r);
	return NULL;
}

void journal_reader_check_chain(struct journal_reader *r)
{
	r->check = true;
}

int journal_reader_next(struct journal_reader *r, struct journal_record *ret, bool *ret_found)
{
	int e = 0;

	if (r->seq > r->j->durable) {
		*ret_found = false;
		return 0;
	}
	if (r->left == 0) {
		while (!e && r->seq > r->j->segments[r->segment].last)
			e = enter(r, r->segment + 1);
		if (!e)
			e = load(r);
	}
	if (!e)
		e = take(r, ret);
	if (!e)
		*ret_found = true;
	return e;
}

int journal_hash_at(struct journal *j, uint64_t seq, uint8_t ret[HASH_SIZE])
{
	_cleanup_(journal_reader_freep) struct journal_reader *r = NULL;
	int e;

	if (seq == j->durable || seq + 1 == j->segments[0].first) {
		memcpy(ret, seq == j->durable ? j->durable_hash : j->segments[0].prev, HASH_SIZE);
		return 0;
	}
	if (seq > j->durable)
		return STATUS_NOT_FOUND;
	/* It is the hash before the next event; if that one is damaged, the event's own. */
	e = journal_read(&r, j, seq + 1);
	if (e == STATUS_DAMAGED && seq >= j->segments[0].first) {
		struct journal_record rec;
		bool found;

		e = journal_read(&r, j, seq);
		if (!e)
			e = journal_reader_next(r, &rec, &found);
	}
	if (!e)
		memcpy(ret, r->hash, HASH_SIZE);
	return e;
}

/* The first frame of the reader's segment behind its place that is whole; 0: none. */
static int next_whole(struct journal_reader *r, uint64_t *ret)
{
	const struct segment *s = &r->j->segments[r->segment];
	struct frame_search search = {
	    .fd = r->fd, .from = FRAME_ALIGN, .end = s->end, .above = r->seq, .epoch = r->j->epoch};
	struct frame f;
	uint64_t offset;
	bool there;
	int e;

	*ret = 0;
	if (r->fd < 0 || s->unsettled)
		return 0;
	if (s->damaged)
		search.from = s->damaged_at & ~(uint64_t)(FRAME_ALIGN - 1);
	e = frame_search(&search, &f, &offset, &there);
	if (!e && there)
		*ret = f.first;
	return e;
}

int journal_readable_after(struct journal *j, uint64_t seq, uint64_t *ret)
{
	*ret = 0;
	for (size_t i = segment_with(j, seq); i < j->n_segments; i++) {
		struct journal_reader r = {.j = j, .fd = -1, .segment = i, .seq = seq};
		int e;

		if (seq < j->segments[i].first)
			seq = r.seq = j->segments[i].first;
		e = enter(&r, i);
		if (!e)
			e = place(&r);
		if (!e)
			*ret = seq;
		else if (e == STATUS_DAMAGED)
			e = next_whole(&r, ret);
		closep(&r.fd);
		free(r.buf);
		if (e || *ret)
			return e;
	}
	return 0;
}
