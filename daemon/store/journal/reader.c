#include "store/journal/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "proto/status.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/record.h"
#include "store/journal/segment.h"

#define READ_PIECE (64 * 1024)

struct journal_reader {
	struct journal *j;
	size_t segment;
	int fd;
	uint64_t offset; /* offset of the next frame */
	/* The part of the segment that was read. Never beyond the durable end: bytes after it still
	 * change. */
	uint8_t *buf;
	size_t cap, have;
	uint64_t at; /* offset of buf[0] */
	/* Position within the current frame. */
	const uint8_t *next, *end;
	uint32_t left;
	uint64_t seq;		 /* seq of the next record */
	uint8_t hash[HASH_SIZE]; /* hash of the record before it */
	bool placed;		 /* hash is known */
	bool check;
};

static int says(struct journal_reader *r, uint64_t offset, const char *what)
{
	char name[SEGMENT_NAME_MAX];

	return journal_says(r->j, -EBADMSG,
			    "%s/%s is damaged at offset %llu, event %llu: %s. Copy this segment "
			    "from the last backup or a standby",
			    r->j->path, segment_name(r->j->segments[r->segment].first, name),
			    (unsigned long long)offset, (unsigned long long)r->seq, what);
}

static int enter(struct journal_reader *r, size_t segment)
{
	char name[SEGMENT_NAME_MAX];

	if (r->fd >= 0)
		close(r->fd);
	r->segment = segment;
	r->offset = FRAME_ALIGN;
	r->have = 0;
	(void)segment_name(r->j->segments[segment].first, name);
	r->fd = openat(r->j->dir_fd, name, O_RDONLY | O_CLOEXEC);
	if (r->fd < 0)
		return journal_says(r->j, -errno, "cannot open %s/%s: %m", r->j->path, name);
	return 0;
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

/* Reads `size` bytes at the offset of the next frame. *ret_there = false: the segment's durable
 * part is shorter. */
static int fetch(struct journal_reader *r, size_t size, const uint8_t **ret, bool *ret_there)
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
		if (e == -EBADMSG)
			return says(r, r->offset, "the file is shorter than it was");
		if (e)
			return journal_says(r->j, e, "cannot read %s: %s", r->j->path,
					    strerror(-e));
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

	e = fetch(r, FRAME_HEADER_SIZE, &p, &there);
	if (e)
		return e;
	if (!there || !frame_header(p, f))
		return says(r, r->offset, "no frame begins here");
	return 0;
}

static int load(struct journal_reader *r)
{
	const uint8_t *p;
	struct frame f;
	bool there;
	int e;

	e = peek(r, &f);
	if (!e)
		e = fetch(r, f.length, &p, &there);
	if (e)
		return e;
	if (!there || frame_check(p, f.length, &f) != FRAME_FINE)
		return says(r, r->offset, "the frame's checksum does not match");
	if (memcmp(f.epoch, r->j->epoch, EPOCH_SIZE) != 0)
		return says(r, r->offset, "the frame is of another epoch");
	if (r->placed && memcmp(f.prev, r->hash, HASH_SIZE) != 0)
		return says(r, r->offset, "the frame does not follow the frame before it");
	memcpy(r->hash, f.prev, HASH_SIZE);
	r->next = p + FRAME_HEADER_SIZE;
	r->end = p + f.length;
	r->left = f.count;
	r->offset += frame_padded(f.length);
	return 0;
}

static int build_index(struct journal_reader *r, struct segment *s)
{
	struct frame f;
	int e = 0;

	s->n_index = 0;
	for (r->offset = FRAME_ALIGN; !e && r->offset < s->end;) {
		e = peek(r, &f);
		if (!e)
			e = segment_index(s, f.first, r->offset);
		if (!e)
			r->offset += frame_padded(f.length);
	}
	if (!e && r->offset != s->end)
		e = says(r, r->offset, "the last frame ends after the footer");
	s->indexed = e == 0;
	return e;
}

/* Finds the frame with r->seq: starts at the index entry before it and reads header by header. */
static int seek(struct journal_reader *r, struct segment *s)
{
	size_t low = 0, high;
	struct frame f;
	int e;

	if (!s->indexed) {
		e = build_index(r, s);
		if (e)
			return e;
	}
	for (high = s->n_index; high - low > 1;) {
		size_t middle = (low + high) / 2;

		if (s->index[middle].seq <= r->seq)
			low = middle;
		else
			high = middle;
	}
	r->offset = s->n_index ? s->index[low].offset : FRAME_ALIGN;
	for (;;) {
		e = peek(r, &f);
		if (e)
			return e;
		if (f.first > r->seq)
			return says(r, r->offset, "the frame with this event is missing");
		if (r->seq - f.first < f.count)
			return 0;
		r->offset += frame_padded(f.length);
	}
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
		return says(r, r->offset, "the records do not match the frame's header");
	if (r->check) {
		e = journal_chain(r->j->sm3, r->hash, rec.event, hash);
		if (e)
			return e;
		if (memcmp(hash, rec.hash, HASH_SIZE) != 0)
			return says(r, r->offset, "its hash does not match the chain");
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
	e = seek(r, s);
	if (!e)
		e = load(r);
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
	/* It is the hash before the next event. */
	e = journal_read(&r, j, seq + 1);
	if (!e)
		memcpy(ret, r->hash, HASH_SIZE);
	return e;
}
