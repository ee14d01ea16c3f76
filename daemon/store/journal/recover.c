/* Opening the journal: create it, or check it, cut a torn tail and write the rest of the tail
 * again. */
#include "store/journal/recover.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/cleanup.h"
#include "store/journal/config.h"
#include "store/journal/frame.h"
#include "store/journal/image.h"
#include "store/journal/journal_private.h"
#include "store/journal/point.h"
#include "store/journal/segment.h"

#define NEW_NAME "journal.new"
#define LOOKS 5

/* ---- a fresh store: dir/journal appears with its first segment, or not at all */

static int make_first(int dir_fd, const struct journal_config *c, uint64_t bytes)
{
	struct mark header = {.seq = 1};
	char name[SEGMENT_NAME_MAX];
	uint8_t block[FRAME_ALIGN];
	_cleanup_close_ int fd =
	    openat(dir_fd, segment_name(1, name), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return -errno;
	memcpy(header.epoch, c->epoch, EPOCH_SIZE);
	mark_encode(block, HEADER_MAGIC, &header);
	r = file_write(fd, block, sizeof block, 0);
	if (!r)
		r = file_zero(fd, FRAME_ALIGN, bytes);
	journal_point("create-made");
	if (!r)
		r = file_fsync(fd);
	if (!r)
		r = file_fsync(dir_fd);
	journal_point("create-synced");
	return r;
}

int journal_create(struct journal *j, const struct journal_config *c)
{
	_cleanup_close_ int top = open(c->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	_cleanup_close_ int fd = -1;
	int r;

	if (top < 0)
		return journal_says(j, -errno, "cannot open %s: %m", c->dir);
	if (faccessat(top, "journal", F_OK, 0) == 0)
		return journal_says(j, -EEXIST, "%s exists already: this is not a fresh store",
				    j->path);
	/* It may exist from a creation that was interrupted; nothing was written to the journal
	 * then. */
	if (mkdirat(top, NEW_NAME, 0700) < 0 && errno != EEXIST)
		return journal_says(j, -errno, "cannot make %s: %m", j->path);
	fd = openat(top, NEW_NAME, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return journal_says(j, -errno, "cannot make %s: %m", j->path);
	r = make_first(fd, c, j->segment_bytes);
	if (!r && renameat(top, NEW_NAME, top, "journal") < 0)
		r = -errno;
	journal_point("create-renamed");
	if (!r)
		r = file_fsync(top);
	if (r)
		return journal_says(j, r, "cannot make %s: %s", j->path, strerror(-r));
	return 0;
}

/* ---- frames */

/* A segment with another one after it must be complete. */
static int check_sealed(struct image *m, uint64_t synced)
{
	int r = image_walk(m, synced);

	if (r)
		return r;
	if (!image_sealed(m))
		return image_damaged(m, m->end, "event %llu should be here: its footer says so",
				     (unsigned long long)m->last + 1);
	return m->j->read_only ? 0 : image_rewrite(m, true);
}

static int walk_tail(struct image *m, uint64_t synced, bool *ret_sealed, uint64_t *ret_used)
{
	int r = image_walk(m, synced);

	*ret_sealed = !r && image_sealed(m);
	*ret_used = m->end;
	return r || *ret_sealed ? r : image_search_on(m, ret_used);
}

/* A reader of a running daemon's journal may read while a frame is being written or the segment
 * being sealed. What looks like damage then is complete when it is read again. */
static int walk_living(struct image *m, bool *ret_sealed, uint64_t *ret_used)
{
	int r = 0;

	for (int i = 0; i < LOOKS; i++) {
		r = image_load(m);
		if (!r)
			r = walk_tail(m, 0, ret_sealed, ret_used);
		if (r != -EBADMSG)
			break;
	}
	return r;
}

static int check_last(struct image *m, uint64_t synced, uint64_t *ret_cut_seq)
{
	bool sealed;
	uint64_t used;
	int r =
	    m->j->read_only ? walk_living(m, &sealed, &used) : walk_tail(m, synced, &sealed, &used);

	if (r)
		return r;
	if (m->last < synced)
		return image_damaged(m, m->end,
				     "the journal ends with event %llu, but event %llu was "
				     "checkpointed",
				     (unsigned long long)m->last, (unsigned long long)synced);
	if (!m->j->read_only) {
		if (used > m->end) {
			*ret_cut_seq = m->last + 1;
			r = image_cut(m, used);
		}
		if (!r)
			r = image_rewrite(m, sealed);
	}
	if (!r)
		image_settle(m, sealed);
	return r;
}

/* ---- all segments */

/* The segments of the folder, and the one that is looked at. */
struct segments_chain {
	struct journal *j;
	const uint64_t *first;
	size_t n, i;
	uint64_t synced;
	struct mark end; /* of the segment before */
	bool end_known;	 /* its hash is */
};

static bool is_last(const struct segments_chain *c)
{
	return c->i + 1 == c->n;
}

/* Damage among events that the state holds already does not end the start: it is told, and met
 * again by whoever reads there. `last`: the last event of the damaged segment. */
static int pass(struct segments_chain *c, uint64_t first, uint64_t last,
		const struct journal_damage *d)
{
	const struct mark header = {.seq = first};
	struct segment *s;

	if (last > c->synced)
		return -EBADMSG;
	s = journal_add_segment(c->j, &header);
	if (!s)
		return -ENOMEM;
	s->last = last;
	s->sealed = s->unsettled = true;
	c->end = (struct mark){.seq = last};
	c->end_known = false;
	c->j->fault[0] = 0;
	journal_tell(c->j, s, d->offset, d->what);
	return 0;
}

/* A segment that is there, but not as it should be. */
static int damaged(struct segments_chain *c, uint64_t offset, const char *what)
{
	const struct journal_damage d = {.offset = offset, .what = what};
	uint64_t first = c->first[c->i];

	return is_last(c) ? -EBADMSG : pass(c, first, c->first[c->i + 1] - 1, &d);
}

/* The segment must continue where the one before ended, and the first begin with event 1. */
static int check_gap(struct segments_chain *c)
{
	const struct journal_damage d = {.what = DAMAGE_MISSING};
	uint64_t first = c->first[c->i], due = c->end.seq + 1;
	char name[SEGMENT_NAME_MAX];

	if (first == due)
		return 0;
	(void)journal_says(c->j, -EBADMSG,
			   "%s: the segment with event %llu is missing, the next there is "
			   "%s. " JOURNAL_RESTORE,
			   c->j->path, (unsigned long long)due, segment_name(first, name));
	return pass(c, due, first - 1, &d);
}

static bool read_header(int fd, uint64_t first, struct mark *ret)
{
	uint8_t block[FRAME_ALIGN];

	return file_read(fd, block, sizeof block, 0) == 0 &&
	       mark_decode(block, HEADER_MAGIC, ret) && ret->seq == first;
}

static int check_header(struct segments_chain *c, int fd, struct mark *ret)
{
	uint64_t first = c->first[c->i];
	char name[SEGMENT_NAME_MAX];

	(void)segment_name(first, name);
	if (!read_header(fd, first, ret)) {
		(void)journal_says(c->j, -EBADMSG,
				   "%s/%s: its header at offset 0 is damaged. " JOURNAL_RESTORE,
				   c->j->path, name);
		return damaged(c, 0, DAMAGE_HEADER);
	}
	if (memcmp(ret->epoch, c->j->epoch, EPOCH_SIZE) == 0 &&
	    (!c->end_known || memcmp(ret->hash, c->end.hash, HASH_SIZE) == 0))
		return 0;
	(void)journal_says(c->j, -EBADMSG,
			   "%s/%s: its header at offset 0 belongs to another "
			   "history. " JOURNAL_RESTORE,
			   c->j->path, name);
	return damaged(c, 0, DAMAGE_ORDER);
}

static int check_footer(struct segments_chain *c, int fd, const struct mark *header)
{
	uint8_t block[FRAME_ALIGN];
	char name[SEGMENT_NAME_MAX];
	struct segment *s;
	struct mark end;
	uint64_t size;
	int r = file_size(fd, &size);

	if (r)
		return r;
	if (size < 2 * FRAME_ALIGN || file_read(fd, block, sizeof block, size - FRAME_ALIGN) ||
	    !mark_decode(block, FOOTER_MAGIC, &end) || end.seq + 1 < header->seq ||
	    end.seq >= c->first[c->i + 1] || memcmp(end.epoch, c->j->epoch, EPOCH_SIZE) != 0) {
		(void)journal_says(c->j, -EBADMSG,
				   "%s/%s: it ends at offset %llu without a footer, though a "
				   "segment follows. " JOURNAL_RESTORE,
				   c->j->path, segment_name(header->seq, name),
				   (unsigned long long)size);
		return damaged(c, size < FRAME_ALIGN ? 0 : size - FRAME_ALIGN, DAMAGE_FOOTER);
	}
	s = journal_add_segment(c->j, header);
	if (!s)
		return -ENOMEM;
	s->last = end.seq;
	s->end = size - FRAME_ALIGN;
	s->sealed = true;
	c->end = end;
	c->end_known = true;
	return 0;
}

static int check_marks(struct segments_chain *c)
{
	char name[SEGMENT_NAME_MAX];
	_cleanup_close_ int fd = -1;
	struct mark header;
	size_t before;
	int r = check_gap(c);

	if (r)
		return r;
	fd = openat(c->j->dir_fd, segment_name(c->first[c->i], name), O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		r = journal_blames(c->j, name, -errno);
		return damaged(c, 0, DAMAGE_UNREADABLE) ? r : 0;
	}
	before = c->j->n_segments;
	r = check_header(c, fd, &header);
	if (r || c->j->n_segments > before) /* passed as damaged */
		return r;
	if (!is_last(c))
		return check_footer(c, fd, &header);
	return journal_add_segment(c->j, &header) ? 0 : -ENOMEM;
}

/* That of the first segment whose header can be read. The others are compared with it. */
static void find_epoch(struct journal *j, const uint64_t *first, size_t n)
{
	char name[SEGMENT_NAME_MAX];
	struct mark header;

	for (size_t i = 0; i < n; i++) {
		_cleanup_close_ int fd =
		    openat(j->dir_fd, segment_name(first[i], name), O_RDONLY | O_CLOEXEC);

		if (fd >= 0 && read_header(fd, first[i], &header)) {
			memcpy(j->epoch, header.epoch, EPOCH_SIZE);
			return;
		}
	}
}

static int check_frames(struct journal *j, size_t i, uint64_t synced, uint64_t *ret_cut_seq)
{
	struct segment *s = &j->segments[i];
	bool last = i + 1 == j->n_segments;
	struct image m;
	int r;

	if (!last && s->last <= synced)
		return 0;
	r = image_open(&m, j, s);
	if (!r && !(last && j->read_only))
		r = image_load(&m);
	if (!r)
		r = last ? check_last(&m, synced, ret_cut_seq) : check_sealed(&m, synced);
	if (!r && !last && m.last != s->last)
		r = image_damaged(&m, m.end, "its footer says event %llu",
				  (unsigned long long)s->last);
	if (!r && !last)
		s->indexed = true;
	if (!r && last && !s->sealed && !j->read_only) {
		j->size = m.size;
		j->fd = TAKE_FD(m.fd);
	}
	image_done(&m);
	return r;
}

int journal_recover(struct journal *j, const struct journal_config *c, uint64_t *ret_cut_seq)
{
	_cleanup_free_ uint64_t *first = NULL;
	struct segments_chain chain = {.j = j, .synced = c->synced_seq, .end_known = true};
	size_t n;
	int r;

	r = segment_list(j->dir_fd, &first, &n);
	if (r)
		return r;
	if (n == 0)
		return journal_says(j, -ENOENT,
				    "%s holds no segment: restore the journal from the last backup",
				    j->path);
	find_epoch(j, first, n);
	chain.first = first;
	chain.n = n;
	for (; !r && chain.i < n; chain.i++)
		r = check_marks(&chain);
	/* A segment's name must be on disk before frames are written to it. */
	if (!r && !j->read_only)
		r = file_fsync(j->dir_fd);
	for (size_t i = 0; !r && i < j->n_segments; i++)
		r = check_frames(j, i, c->synced_seq, ret_cut_seq);
	if (r)
		return r;
	j->head = j->durable = j->segments[j->n_segments - 1].last;
	memcpy(j->head_hash, j->durable_hash, HASH_SIZE);
	j->fault[0] = 0; /* may be set by an attempt that a later one corrected */
	return 0;
}
