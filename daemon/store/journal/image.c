#include "store/journal/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/cleanup.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/point.h"
#include "store/journal/record.h"
#include "store/journal/segment.h"

void image_done(struct image *m)
{
	if (m->fd >= 0)
		close(m->fd);
	free(m->data);
}

int image_damaged(const struct image *m, uint64_t offset, const char *fmt, ...)
{
	char name[SEGMENT_NAME_MAX], what[300];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	return journal_says(m->j, -EBADMSG, "%s/%s is damaged at offset %llu: %s. " JOURNAL_RESTORE,
			    m->j->path, segment_name(m->s->first, name), (unsigned long long)offset,
			    what);
}

int image_load(struct image *m)
{
	int r = file_size(m->fd, &m->size);

	if (r)
		return r;
	free(m->data);
	m->data = malloc(m->size ? m->size : 1);
	if (!m->data)
		return -ENOMEM;
	return file_read(m->fd, m->data, m->size, 0);
}

int image_open(struct image *m, struct journal *j, struct segment *s)
{
	char name[SEGMENT_NAME_MAX];

	*m = (struct image){.j = j, .s = s, .fd = -1};
	m->fd = openat(j->dir_fd, segment_name(s->first, name),
		       (j->read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC);
	return m->fd < 0 ? -errno : 0;
}

/* Checks the records of a complete frame: their seqs must be consecutive and they must fill the
 * frame. *ret_hash: the last record's hash, with which the next frame must begin. */
static bool frame_records(const uint8_t *p, const struct frame *f, uint8_t ret_hash[HASH_SIZE])
{
	const uint8_t *at = p + FRAME_HEADER_SIZE;
	struct journal_record r;

	for (uint32_t i = 0; i < f->count; i++)
		if (!record_decode(&at, p + f->length, &r) || r.seq != f->first + i)
			return false;
	memcpy(ret_hash, r.hash, HASH_SIZE);
	return at == p + f->length;
}

/* *ret_whole: a complete frame of this epoch is at `offset`. It is an error if that frame does not
 * follow the one before; an incomplete frame only ends the walk. */
static int next_frame(struct image *m, uint64_t offset, struct frame *f, bool *ret_whole)
{
	enum frame_fault fault = frame_check(m->data + offset, m->size - offset, f);
	bool ours = fault != FRAME_BAD && memcmp(f->epoch, m->j->epoch, EPOCH_SIZE) == 0;

	*ret_whole = ours;
	if (!ours)
		return 0;
	if (fault == FRAME_FOREIGN)
		return journal_says(m->j, -EPROTO,
				    "%s was written by a newer duband: install that version",
				    m->j->path);
	if (f->first != m->last + 1)
		return image_damaged(
		    m, offset, "expected event %llu, found a complete frame that begins with %llu",
		    (unsigned long long)m->last + 1, (unsigned long long)f->first);
	if (memcmp(f->prev, m->hash, HASH_SIZE) != 0)
		return image_damaged(m, offset,
				     "the frame of event %llu does not follow the frame before it",
				     (unsigned long long)f->first);
	if (!frame_records(m->data + offset, f, m->hash))
		return image_damaged(m, offset,
				     "the frame of event %llu is complete, but its records are not",
				     (unsigned long long)f->first);
	return 0;
}

/* The events up to the checkpoint need not be folded: damage among them is told, and the walk goes
 * on behind it. False: a later event is missing, too, or the walk cannot go on. */
static bool pass_damage(struct image *m, uint64_t synced)
{
	struct frame f;

	for (uint64_t at = m->end + FRAME_ALIGN; at < m->size && m->last < synced;
	     at += FRAME_ALIGN) {
		if (frame_check(m->data + at, m->size - at, &f) != FRAME_FINE ||
		    memcmp(f.epoch, m->j->epoch, EPOCH_SIZE) != 0 || f.first <= m->last + 1)
			continue;
		if (f.first > synced + 1)
			return false;
		journal_tell(m->j, m->s, m->end, DAMAGE_CHECKSUM);
		m->last = f.first - 1;
		memcpy(m->hash, f.prev, HASH_SIZE);
		m->end = at;
		return true;
	}
	return false;
}

int image_walk(struct image *m, uint64_t synced)
{
	struct frame f;
	bool whole = true;
	int r = 0;

	m->last = m->s->first - 1;
	memcpy(m->hash, m->s->prev, HASH_SIZE);
	m->end = FRAME_ALIGN;
	m->unsynced = m->last >= synced ? FRAME_ALIGN : 0;
	m->s->n_index = 0;
	while (m->end < m->size) {
		r = next_frame(m, m->end, &f, &whole);
		if ((r == -EBADMSG || (!r && !whole)) && pass_damage(m, synced)) {
			r = 0;
			continue;
		}
		if (!r && whole)
			r = segment_index(m->s, f.first, m->end);
		if (r || !whole)
			return r;
		m->last = f.first + f.count - 1;
		if (!m->unsynced && m->last > synced)
			m->unsynced = m->end;
		m->end += frame_padded(f.length);
	}
	/* The file was cut short within the padding of the last frame. */
	if (m->end > m->size)
		return image_damaged(m, m->size, "the file ends within its last frame");
	return 0;
}

static bool image_footer(const struct image *m, uint64_t offset, struct mark *ret)
{
	return offset + FRAME_ALIGN <= m->size &&
	       mark_decode(m->data + offset, FOOTER_MAGIC, ret) &&
	       memcmp(ret->epoch, m->j->epoch, EPOCH_SIZE) == 0;
}

bool image_sealed(const struct image *m)
{
	struct mark footer;

	return image_footer(m, m->end, &footer) && footer.seq == m->last &&
	       memcmp(footer.hash, m->hash, HASH_SIZE) == 0;
}

static bool nonzero(const uint8_t *p, size_t size)
{
	return p[0] != 0 || memcmp(p, p + 1, size - 1) != 0;
}

/* Frames begin on a FRAME_ALIGN boundary and are written one after the other; each is synced before
 * the next begins. So everything after the first bad frame belongs to that torn frame, unless a
 * complete frame or footer with later events follows: that proves that the bad frame was complete
 * once and is damaged. The text of an event cannot look like a header: text holds no NUL byte,
 * every header does. */
int image_search_on(const struct image *m, uint64_t *ret_used)
{
	uint64_t used = m->end, expected = m->last + 1;
	struct mark footer;
	struct frame f;

	for (uint64_t at = m->end; at < m->size; at += FRAME_ALIGN) {
		size_t left = m->size - at < FRAME_ALIGN ? m->size - at : FRAME_ALIGN;

		if (!nonzero(m->data + at, left))
			continue;
		used = at + left;
		if (frame_check(m->data + at, m->size - at, &f) != FRAME_BAD &&
		    memcmp(f.epoch, m->j->epoch, EPOCH_SIZE) == 0 && f.first > expected)
			return image_damaged(
			    m, m->end,
			    "event %llu should be here, and the later event %llu at "
			    "offset %llu is complete",
			    (unsigned long long)expected, (unsigned long long)f.first,
			    (unsigned long long)at);
		if (image_footer(m, at, &footer) && footer.seq >= expected)
			return image_damaged(m, m->end,
					     "event %llu should be here: the footer at offset %llu "
					     "says that it was written",
					     (unsigned long long)expected, (unsigned long long)at);
	}
	*ret_used = used;
	return 0;
}

/* Saves the bytes of the torn frame for people to examine. They were never answered, so it is no
 * error if a full disk does not allow it. */
static int keep_cut(struct image *m, uint64_t used)
{
	char name[40];
	_cleanup_close_ int fd = -1;
	int r;

	(void)snprintf(name, sizeof name, "cut-%020llu", (unsigned long long)m->last + 1);
	fd = openat(m->j->dir_fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	r = fd < 0 ? -errno : file_write(fd, m->data + m->end, used - m->end, 0);
	if (!r)
		r = file_fsync(fd);
	if (!r)
		r = file_fsync(m->j->dir_fd);
	m->j->cut_kept = r == 0;
	if (fd >= 0 && r)
		(void)unlinkat(m->j->dir_fd, name, 0);
	return r == -ENOSPC || r == -EDQUOT ? 0 : r;
}

int image_cut(struct image *m, uint64_t used)
{
	int r;

	r = keep_cut(m, used);
	if (r)
		return r;
	journal_point("open-cut-kept");
	memset(m->data + m->end, 0, used - m->end);
	r = file_zero(m->fd, m->end, used);
	if (r)
		return r;
	journal_point("open-cut-zeroed");
	r = file_sync(m->fd);
	journal_point("open-cut-synced");
	return r;
}

/* After a failed sync the page cache may hold data that the disk does not have, and it looks fine
 * until the power fails. So all events after the last checkpoint are written again from the bytes
 * that were checked, before any of them is folded. */
int image_rewrite(struct image *m, bool sealed)
{
	uint64_t from = m->unsynced ? m->unsynced : m->end;
	uint64_t to = sealed ? m->end + FRAME_ALIGN : m->end;
	int r = 0;

	if (from == FRAME_ALIGN)
		from = 0; /* write the header again, too */
	if (from < to)
		r = file_write(m->fd, m->data + from, to - from, from);
	if (!r && sealed && m->size > to && ftruncate(m->fd, (off_t)to) < 0)
		r = -errno;
	journal_point("open-tail-rewritten");
	if (!r)
		r = file_fsync(m->fd);
	journal_point("open-tail-synced");
	if (!r && m->unsynced)
		m->j->unsynced += m->end - m->unsynced;
	return r;
}

void image_settle(struct image *m, bool sealed)
{
	m->s->last = m->last;
	m->s->end = m->end;
	m->s->sealed = sealed;
	m->s->indexed = true;
	memcpy(m->j->durable_hash, m->hash, HASH_SIZE);
}
