#include "store/walk/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "proto/cleanup.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/record.h"
#include "store/journal/segment.h"
#include "store/walk/search.h"

struct walking {
	struct journal_walk *w;
	int dir_fd, fd;
	const uint64_t *first;
	size_t n, i;
	char name[SEGMENT_NAME_MAX];
	uint64_t offset, size;
	uint8_t epoch[EPOCH_SIZE];
	bool epoch_known;
	uint8_t hash[HASH_SIZE]; /* of w->last */
	bool hash_known;
	struct sm3 *sm3;
	uint8_t *buf;
	size_t cap;
};

static int damaged(struct walking *k, const char *name, uint64_t offset, const char *what)
{
	const struct journal_damage d = {.file = name, .offset = offset, .what = what};

	k->hash_known = false;
	return k->w->damaged(k->w->user, &d);
}

static bool is_last(const struct walking *k)
{
	return k->i + 1 == k->n;
}

/* Reads at the walk's offset. *ret_what: why it cannot be read, NULL if it can. */
static int read_at(struct walking *k, size_t size, const char **ret_what)
{
	int r = 0;

	*ret_what = NULL;
	if (size > k->cap) {
		uint8_t *grown = realloc(k->buf, size);

		if (!grown)
			return -ENOMEM;
		k->buf = grown;
		k->cap = size;
	}
	r = file_read(k->fd, k->buf, size, k->offset);
	if (r == -EBADMSG)
		*ret_what = DAMAGE_SHORT;
	else if (r == -EIO)
		*ret_what = DAMAGE_UNREADABLE;
	return *ret_what ? 0 : r;
}

/* The records must be consecutive and fill the frame; with `chain`, each hash is computed again. */
static int check_records(struct walking *k, const struct frame *f, const char **ret_what)
{
	const uint8_t *at = k->buf + FRAME_HEADER_SIZE, *end = k->buf + f->length;
	uint8_t hash[HASH_SIZE], last[HASH_SIZE];
	struct journal_record rec;
	int r = 0;

	memcpy(last, f->prev, HASH_SIZE);
	for (uint32_t n = 0; n < f->count; n++) {
		if (!record_decode(&at, end, &rec) || rec.seq != f->first + n) {
			*ret_what = DAMAGE_ORDER;
			return 0;
		}
		if (k->w->chain)
			r = journal_chain(k->sm3, last, rec.event, hash);
		if (r)
			return r;
		if (k->w->chain && memcmp(hash, rec.hash, HASH_SIZE) != 0)
			*ret_what = DAMAGE_ORDER;
		memcpy(last, rec.hash, HASH_SIZE);
	}
	if (at != end)
		*ret_what = DAMAGE_ORDER;
	if (!*ret_what) {
		memcpy(k->hash, last, HASH_SIZE);
		k->hash_known = true;
	}
	return 0;
}

/* Checks the frame at the offset. *ret_what: what is wrong with it. */
static int check_frame(struct walking *k, struct frame *f, const char **ret_what)
{
	int r = read_at(k, FRAME_ALIGN, ret_what);

	if (r || *ret_what)
		return r;
	*ret_what = DAMAGE_CHECKSUM;
	if (!frame_header(k->buf, f))
		return 0;
	r = read_at(k, frame_padded(f->length), ret_what);
	if (r || *ret_what)
		return r;
	if (frame_check(k->buf, f->length, f) != FRAME_FINE) {
		*ret_what = DAMAGE_CHECKSUM;
		return 0;
	}
	if (f->first != k->w->last + 1 || memcmp(f->epoch, k->epoch, EPOCH_SIZE) != 0 ||
	    (k->hash_known && memcmp(f->prev, k->hash, HASH_SIZE) != 0)) {
		*ret_what = DAMAGE_ORDER;
		return 0;
	}
	return check_records(k, f, ret_what);
}

/* Is the footer at the offset? *ret_what: there is one that does not fit what is before it. */
static int check_footer(struct walking *k, bool *ret_there, const char **ret_what)
{
	struct mark m;
	int r = read_at(k, FRAME_ALIGN, ret_what);

	*ret_there = !r && !*ret_what && mark_decode(k->buf, FOOTER_MAGIC, &m);
	*ret_what = NULL;
	if (*ret_there && (m.seq != k->w->last || memcmp(m.epoch, k->epoch, EPOCH_SIZE) != 0 ||
			   (k->hash_known && memcmp(m.hash, k->hash, HASH_SIZE) != 0)))
		*ret_what = DAMAGE_FOOTER;
	if (*ret_there && !*ret_what) {
		memcpy(k->hash, m.hash, HASH_SIZE);
		k->hash_known = true;
	}
	return r;
}

static int piece(struct walking *k, size_t size)
{
	int r = k->w->piece ? k->w->piece(k->w->user, k->buf, size, k->offset) : 0;

	k->offset += size;
	return r;
}

/* At a place that is no whole frame. Tells the damage and goes to the next whole frame. *ret_more =
 * false: there is none; then, at the end of the open segment, nothing is damaged. */
static int pass_damage(struct walking *k, const char *what, bool *ret_more)
{
	const struct frame_search s = {.fd = k->fd,
				       .from = k->offset + FRAME_ALIGN,
				       .end = k->size,
				       .above = k->w->last,
				       .epoch = k->epoch};
	struct frame f, found;
	uint64_t offset;
	int r = frame_search(&s, &found, &offset, ret_more);
	bool living = is_last(k);

	if (r)
		return r;
	/* The daemon may have written this frame and the next since it was read. */
	if (*ret_more && living) {
		const struct walking before = *k;
		const char *now = NULL;

		r = check_frame(k, &f, &now);
		memcpy(k->hash, before.hash, HASH_SIZE);
		k->hash_known = before.hash_known;
		if (r || !now)
			return r;
	}
	if (!*ret_more && living)
		return 0;
	if (!*ret_more && k->offset + FRAME_ALIGN == k->size)
		what = DAMAGE_FOOTER;
	r = damaged(k, k->name, k->offset, what);
	if (*ret_more) {
		k->offset = offset;
		k->w->last = found.first - 1;
	}
	return r;
}

static int walk_frames(struct walking *k)
{
	const char *what;
	struct frame f;
	bool there, more = true;
	int r = 0;

	while (!r && more) {
		/* the file may be growing */
		r = file_size(k->fd, &k->size);
		if (!r)
			r = check_footer(k, &there, &what);
		if (!r && there && !what)
			return piece(k, FRAME_ALIGN);
		if (!r && there)
			return damaged(k, k->name, k->offset, what);
		if (!r)
			r = check_frame(k, &f, &what);
		if (r)
			return r;
		if (what) {
			r = pass_damage(k, what, &more);
			continue;
		}
		k->w->last = f.first + f.count - 1;
		r = piece(k, frame_padded(f.length));
	}
	return r;
}

static int check_header(struct walking *k)
{
	const char *what;
	struct mark m;
	int r;

	k->offset = 0;
	r = read_at(k, FRAME_ALIGN, &what);
	if (r)
		return r;
	if (!what && (!mark_decode(k->buf, HEADER_MAGIC, &m) || m.seq != k->first[k->i]))
		what = DAMAGE_HEADER;
	if (!what && ((k->epoch_known && memcmp(m.epoch, k->epoch, EPOCH_SIZE) != 0) ||
		      (k->hash_known && memcmp(m.hash, k->hash, HASH_SIZE) != 0)))
		what = DAMAGE_ORDER;
	if (what) {
		k->offset = FRAME_ALIGN;
		return damaged(k, k->name, 0, what);
	}
	memcpy(k->epoch, m.epoch, EPOCH_SIZE);
	memcpy(k->hash, m.hash, HASH_SIZE);
	k->epoch_known = k->hash_known = true;
	return piece(k, FRAME_ALIGN);
}

static int walk_segment(struct walking *k)
{
	uint64_t first = k->first[k->i];
	_cleanup_close_ int fd = -1;
	int r = 0;

	if (first != k->w->last + 1)
		r = damaged(k, segment_name(k->w->last + 1, k->name), 0, DAMAGE_MISSING);
	(void)segment_name(first, k->name);
	k->w->last = first - 1;
	if (r)
		return r;
	fd = openat(k->dir_fd, k->name, O_RDONLY | O_CLOEXEC);
	k->fd = fd;
	if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
		return -errno;
	if (fd < 0) {
		r = damaged(k, k->name, 0, errno == ENOENT ? DAMAGE_MISSING : DAMAGE_UNREADABLE);
	} else {
		r = k->w->begin ? k->w->begin(k->w->user, k->name) : 0;
		if (!r)
			r = check_header(k);
		if (!r && k->epoch_known)
			r = walk_frames(k);
		if (!r && k->w->end)
			r = k->w->end(k->w->user);
	}
	/* a segment whose end is damaged ends where the next begins */
	if (!is_last(k) && !k->hash_known)
		k->w->last = k->first[k->i + 1] - 1;
	return r;
}

int journal_walk_folder(const char *dir, int *ret_fd)
{
	_cleanup_free_ char *path = NULL;

	if (asprintf(&path, "%s/journal", dir) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	*ret_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *ret_fd < 0 ? -errno : 0;
}

int journal_walk_bytes(const char *dir, uint64_t *ret)
{
	_cleanup_free_ uint64_t *first = NULL;
	_cleanup_close_ int dir_fd = -1;
	uint64_t size;
	size_t n = 0;
	int r = journal_walk_folder(dir, &dir_fd);

	*ret = 0;
	if (!r)
		r = segment_list(dir_fd, &first, &n);
	for (size_t i = 0; !r && i < n; i++) {
		char name[SEGMENT_NAME_MAX];
		_cleanup_close_ int fd =
		    openat(dir_fd, segment_name(first[i], name), O_RDONLY | O_CLOEXEC);

		if (fd >= 0 && file_size(fd, &size) == 0)
			*ret += size;
	}
	return r;
}

int journal_walk(struct journal_walk *w, const char *dir)
{
	_cleanup_free_ uint64_t *first = NULL;
	_cleanup_(sm3_freep) struct sm3 *sm3 = NULL;
	struct walking k = {.w = w, .dir_fd = -1, .fd = -1, .hash_known = true};
	int r = journal_walk_folder(dir, &k.dir_fd);

	w->last = 0;
	if (!r)
		r = segment_list(k.dir_fd, &first, &k.n);
	if (!r)
		r = sm3_new(&sm3);
	k.first = first;
	k.sm3 = sm3;
	if (!r && k.n == 0)
		r = damaged(&k, segment_name(1, k.name), 0, DAMAGE_MISSING);
	for (; !r && k.i < k.n; k.i++)
		r = walk_segment(&k);
	closep(&k.dir_fd);
	free(k.buf);
	return r;
}
