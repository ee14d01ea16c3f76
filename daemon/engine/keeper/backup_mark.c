#include "engine/keeper/backup_mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "store/blob/blob.h"
#include "store/journal/segment.h"
#include "text/hex.h"

enum { MARK_TEXT_MAX = 160 };

static int mark_path(const char *dir, char path[PATH_MAX])
{
	return snprintf(path, PATH_MAX, "%s/" BACKUP_MARK, dir) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static size_t mark_text(const struct backup_mark *m, char text[MARK_TEXT_MAX])
{
	char epoch[2 * EPOCH_SIZE + 1];

	return (size_t)snprintf(text, MARK_TEXT_MAX, "epoch %s\nseq %" PRIu64 "\nat %" PRId64 "\n",
				hex_text(BYTES(m->epoch, EPOCH_SIZE), epoch), m->seq, m->at);
}

/* Only the text that is written for these values is one. */
static bool mark_parse(const char *text, struct backup_mark *ret)
{
	char epoch[2 * EPOCH_SIZE + 1], again[MARK_TEXT_MAX];
	struct backup_mark m;

	if (sscanf(text, "epoch %32s\nseq %" SCNu64 "\nat %" SCNd64, epoch, &m.seq, &m.at) != 3 ||
	    !hex_parse(epoch, m.epoch, EPOCH_SIZE))
		return false;
	(void)mark_text(&m, again);
	*ret = m;
	return strcmp(text, again) == 0;
}

int backup_mark_write(const char *dir, const struct backup_mark *m)
{
	char path[PATH_MAX], text[MARK_TEXT_MAX];
	_cleanup_close_ int fd = -1;
	int r = mark_path(dir, path);

	if (r)
		return r;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = file_write(fd, text, mark_text(m, text), 0);
	if (!r)
		r = file_fsync(fd);
	return r ? r : blob_sync_folder(dir);
}

int backup_mark_read(const char *dir, struct backup_mark *ret, bool *ret_found)
{
	char path[PATH_MAX], text[MARK_TEXT_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;
	int r = mark_path(dir, path);

	*ret_found = false;
	if (r)
		return r;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	n = read(fd, text, sizeof text - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	*ret_found = mark_parse(text, ret);
	return *ret_found ? 0 : -EBADMSG;
}

int backup_mark_remove(const char *dir)
{
	char path[PATH_MAX];
	int r = mark_path(dir, path);

	if (!r && unlink(path) < 0)
		r = errno == ENOENT ? 0 : -errno;
	return r ? r : blob_sync_folder(dir);
}
