/* Copies the journal for a backup while the daemon runs. Files are only ever appended to, so any
 * prefix that ends with a whole frame is a valid journal. */
#include "store/journal/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/cleanup.h"
#include "store/journal/frame.h"
#include "store/journal/segment.h"

#define COPY_PIECE (1024 * 1024)

struct copying {
	int from, to;	 /* folders */
	uint64_t copied; /* seq of the last event copied */
	uint8_t *buf;
	size_t cap;
};

static int reserve(struct copying *c, size_t size)
{
	uint8_t *grown;

	if (size <= c->cap)
		return 0;
	grown = realloc(c->buf, size);
	if (!grown)
		return -ENOMEM;
	c->buf = grown;
	c->cap = size;
	return 0;
}

/* Reads the block at `offset`; *ret_there = false if the file ends before it. */
static int block_at(struct copying *c, int fd, uint64_t offset, bool *ret_there)
{
	int r = file_read(fd, c->buf, FRAME_ALIGN, offset);

	*ret_there = r == 0;
	return r == -EBADMSG ? 0 : r;
}

/* *ret: the padded length of the frame that begins with the block just read, or 0 if the frame is
 * not completely written (yet). */
static int whole_frame(struct copying *c, int fd, uint64_t offset, size_t *ret)
{
	struct frame f;
	int r;

	*ret = 0;
	if (!frame_header(c->buf, &f))
		return 0;
	r = reserve(c, frame_padded(f.length));
	if (!r)
		r = file_read(fd, c->buf, frame_padded(f.length), offset);
	if (r)
		return r == -EBADMSG ? 0 : r;
	if (frame_check(c->buf, f.length, &f) != FRAME_FINE || f.first != c->copied + 1)
		return 0;
	c->copied += f.count;
	*ret = frame_padded(f.length);
	return 0;
}

/* Copies frame by frame, checking each, up to the footer or to a frame that is not complete. */
static int copy_frames(struct copying *c, int from, int to)
{
	uint64_t offset = FRAME_ALIGN;
	struct mark footer;
	bool there;
	size_t n;
	int r;

	for (;;) {
		r = block_at(c, from, offset, &there);
		if (r || !there)
			return r;
		if (mark_decode(c->buf, FOOTER_MAGIC, &footer) && footer.seq == c->copied)
			return file_write(to, c->buf, FRAME_ALIGN, offset);
		r = whole_frame(c, from, offset, &n);
		if (r || n == 0)
			return r;
		r = file_write(to, c->buf, n, offset);
		if (r)
			return r;
		offset += n;
	}
}

static int copy_header(struct copying *c, int from, int to, uint64_t first)
{
	struct mark header;
	bool there;
	int r = block_at(c, from, 0, &there);

	if (r)
		return r;
	if (!there || !mark_decode(c->buf, HEADER_MAGIC, &header) || header.seq != first)
		return -EBADMSG;
	c->copied = first - 1;
	return file_write(to, c->buf, FRAME_ALIGN, 0);
}

static int copy_segment(struct copying *c, uint64_t first)
{
	_cleanup_close_ int from = -1, to = -1;
	char name[SEGMENT_NAME_MAX];
	int r;

	from = openat(c->from, segment_name(first, name), O_RDONLY | O_CLOEXEC);
	if (from < 0)
		return -errno;
	to = openat(c->to, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (to < 0)
		return -errno;
	r = copy_header(c, from, to, first);
	if (!r)
		r = copy_frames(c, from, to);
	return r ? r : file_fsync(to);
}

static int open_folder(const char *dir, bool make)
{
	_cleanup_free_ char *path = NULL;
	int fd;

	if (asprintf(&path, "%s/journal", dir) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	if (make && mkdir(path, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int sync_folder(const char *dir)
{
	_cleanup_close_ int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : file_fsync(fd);
}

static int copy_all(struct copying *c, uint64_t up_to_seq)
{
	_cleanup_free_ uint64_t *first = NULL;
	size_t n;
	int r = segment_list(c->from, &first, &n);

	if (!r)
		r = reserve(c, COPY_PIECE);
	for (size_t i = 0; !r && i < n; i++) {
		/* The first begins with event 1, and each ends where the next begins: a gap is
		 * damage. */
		if (c->copied + 1 != first[i])
			return -EBADMSG;
		r = copy_segment(c, first[i]);
	}
	if (!r)
		r = file_fsync(c->to);
	return !r && c->copied < up_to_seq ? -ENODATA : r;
}

int journal_copy_sealed(const char *from_dir, const char *to_dir, uint64_t up_to_seq)
{
	struct copying c = {.from = -1, .to = -1};
	int r = 0;

	c.from = open_folder(from_dir, false);
	c.to = c.from < 0 ? -1 : open_folder(to_dir, true);
	if (c.from < 0 || c.to < 0)
		r = c.from < 0 ? c.from : c.to;
	else
		r = copy_all(&c, up_to_seq);
	if (!r)
		r = sync_folder(to_dir);
	if (c.from >= 0)
		close(c.from);
	if (c.to >= 0)
		close(c.to);
	free(c.buf);
	return r;
}
