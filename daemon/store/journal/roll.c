/* Disk space, and the roll from one segment to the next. A crash between any two steps leaves one
 * of these, and recover.c handles each: a sealed last segment, a spare with a header, an empty
 * segment. */
#include "store/journal/roll.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/statvfs.h>

#include "proto/status.h"
#include "store/journal/frame.h"
#include "store/journal/journal_private.h"
#include "store/journal/point.h"
#include "store/journal/segment.h"
#include "store/journal/spare.h"

/* After the last frame there must be space for the footer. */
bool journal_fits(const struct journal *j, uint64_t bytes)
{
	return j->fd >= 0 && j->segments[j->n_segments - 1].end + bytes + FRAME_ALIGN <= j->size;
}

/* The footer proves that nothing is missing at the end of this segment. It must be on disk before
 * the next segment exists. */
static int seal(struct journal *j)
{
	struct segment *s = &j->segments[j->n_segments - 1];
	struct mark footer = {.seq = s->last};
	uint8_t block[FRAME_ALIGN];
	int r;

	memcpy(footer.epoch, j->epoch, EPOCH_SIZE);
	memcpy(footer.hash, j->durable_hash, HASH_SIZE);
	mark_encode(block, FOOTER_MAGIC, &footer);
	journal_point("roll-begun");
	r = file_write(j->fd, block, sizeof block, s->end);
	if (r)
		return journal_broken(j, r, "writing the footer", s->end);
	journal_point("roll-footer-written");
	if (ftruncate(j->fd, (off_t)(s->end + FRAME_ALIGN)) < 0)
		return journal_broken(j, -errno, "truncating", s->end);
	journal_point("roll-truncated");
	r = file_fsync(j->fd);
	if (r)
		return journal_broken(j, r, "syncing the footer", s->end);
	journal_point("roll-sealed");
	s->sealed = true;
	close(j->fd);
	j->fd = -1;
	return 0;
}

/* Makes the spare at `fd` the next segment. Its name must be on disk before frames are written to
 * it. */
static int name_segment(struct journal *j, int fd, const struct mark *header)
{
	char name[SEGMENT_NAME_MAX];
	uint8_t block[FRAME_ALIGN];
	int r;

	mark_encode(block, HEADER_MAGIC, header);
	r = file_write(fd, block, sizeof block, 0);
	if (r)
		return r;
	journal_point("roll-header-written");
	r = file_sync(fd);
	if (r)
		return r;
	journal_point("roll-header-synced");
	if (renameat(j->dir_fd, SPARE_NAME, j->dir_fd, segment_name(header->seq, name)) < 0)
		return -errno;
	journal_point("roll-renamed");
	r = file_fsync(j->dir_fd);
	if (r)
		return r;
	journal_point("roll-done");
	return 0;
}

/* Gets the spare before sealing: if there is none, the old segment stays open for frames that
 * fit. */
static int roll(struct journal *j, uint64_t bytes)
{
	struct mark header = {.seq = j->durable + 1};
	_cleanup_close_ int fd = -1;
	uint64_t size;
	int r;

	r = spare_take(j->spare, bytes, &fd, &size);
	if (r > 0)
		return r;
	if (r)
		return journal_broken(j, r, "making the next segment", 0);
	journal_point("roll-spare-taken");
	if (j->fd >= 0) {
		r = seal(j);
		if (r)
			return r;
	}
	memcpy(header.epoch, j->epoch, EPOCH_SIZE);
	memcpy(header.hash, j->durable_hash, HASH_SIZE);
	r = name_segment(j, fd, &header);
	if (r)
		return journal_broken(j, r, "starting the next segment", 0);
	if (!journal_add_segment(j, &header))
		return -ENOMEM;
	j->fd = TAKE_FD(fd);
	j->size = size;
	spare_want(j->spare);
	return 0;
}

static int make_room(struct journal *j, uint64_t bytes)
{
	const struct segment *s = &j->segments[j->n_segments - 1];
	uint64_t whole = FRAME_ALIGN + bytes + FRAME_ALIGN;
	int r;

	if (j->fd < 0 || s->last >= s->first)
		return roll(j, whole);
	/* An empty segment that is too small grows: a new one would have the same name. */
	r = file_lengthen(j->fd, j->size, whole);
	if (r < 0)
		return journal_broken(j, r, "lengthening", j->size);
	if (!r)
		j->size = whole;
	return r;
}

int journal_room(struct journal *j, size_t bytes, bool use_reserve)
{
	uint64_t need = frame_padded(j->group_size + bytes);

	assert(!j->read_only);
	if (j->failed)
		return j->failed;
	if (bytes > FRAME_LENGTH_MAX || need > FRAME_LENGTH_MAX)
		return STATUS_TOO_MANY;
	/* One system call per group is enough. */
	if (j->group_count == 0)
		j->free = journal_free_bytes(j);
	if (!use_reserve && j->free < j->reserve_bytes)
		return STATUS_FULL;
	return journal_fits(j, need) ? 0 : make_room(j, need);
}

int journal_roll(struct journal *j)
{
	const struct segment *s = &j->segments[j->n_segments - 1];

	assert(!j->read_only && j->group_count == 0);
	if (j->failed)
		return j->failed;
	if (j->fd >= 0 && s->last < s->first)
		return 0;
	return roll(j, 0);
}

bool journal_spares(const struct journal *j, uint64_t bytes)
{
	uint64_t room = journal_free_bytes(j);

	return room >= bytes && room - bytes >= j->reserve_bytes;
}

uint64_t journal_reserve_bytes(const struct journal *j)
{
	return j->reserve_bytes;
}

uint64_t journal_free_bytes(const struct journal *j)
{
	struct statvfs fs;

	if (fstatvfs(j->dir_fd, &fs) < 0)
		return 0;
	return (uint64_t)fs.f_bavail * fs.f_frsize;
}
