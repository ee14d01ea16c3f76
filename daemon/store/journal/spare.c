/* The next segment is written with zeros ahead of need, so that a frame never waits for the
 * file system to find blocks. It is made under another name: what is called `spare` is whole. */
#include "store/journal/spare.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "proto/status.h"
#include "store/journal/point.h"
#include "store/journal/segment.h"

#define HALF_NAME "spare.half"
#define SYNC_PIECE (4 * 1024 * 1024)

enum spare_state { SPARE_WANTED, SPARE_READY, SPARE_TAKEN, SPARE_FAILED };

struct spare {
	pthread_t thread;
	bool running, stop;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	enum spare_state state;
	int error; /* of SPARE_FAILED */
	int dir_fd;
	uint64_t bytes;
};

static bool stopping(struct spare *s)
{
	bool stop;

	pthread_mutex_lock(&s->lock);
	stop = s->stop;
	pthread_mutex_unlock(&s->lock);
	return stop;
}

/* Room first, so that a full disk is known before it is filled; then real zeros, since blocks
 * that are only promised are slower to write. Synced in pieces to let the journal's own syncs
 * through between them. */
static int fill(struct spare *s, int fd)
{
	int r = 0;

	if (fallocate(fd, 0, 0, (off_t)s->bytes) < 0 && errno != EOPNOTSUPP)
		return -errno;
	for (uint64_t at = 0; !r && at < s->bytes && !stopping(s); at += SYNC_PIECE) {
		uint64_t to = s->bytes - at < SYNC_PIECE ? s->bytes : at + SYNC_PIECE;

		r = file_zero(fd, at, to);
		if (!r)
			r = file_sync(fd);
	}
	return r ? r : file_fsync(fd);
}

static int make(struct spare *s)
{
	_cleanup_close_ int fd =
	    openat(s->dir_fd, HALF_NAME, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return -errno;
	journal_point("spare-made");
	r = fill(s, fd);
	journal_point("spare-filled");
	if (!r && !stopping(s) && renameat(s->dir_fd, HALF_NAME, s->dir_fd, SPARE_NAME) < 0)
		r = -errno;
	if (r || stopping(s))
		(void)unlinkat(s->dir_fd, HALF_NAME, 0);
	journal_point("spare-ready");
	return r;
}

/* One left by an earlier run. A roll that did not come to its end wrote into its first block
 * and nowhere else. */
static bool usable(struct spare *s)
{
	_cleanup_close_ int fd = openat(s->dir_fd, SPARE_NAME, O_RDONLY | O_CLOEXEC);
	static const uint8_t zero[FRAME_ALIGN];
	uint8_t block[FRAME_ALIGN];
	uint64_t size;

	return fd >= 0 && file_size(fd, &size) == 0 && size >= s->bytes &&
	       file_read(fd, block, sizeof block, 0) == 0 && memcmp(block, zero, sizeof block) == 0;
}

static void *keep_ready(void *arg)
{
	struct spare *s = arg;

	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		int r;

		if (s->state != SPARE_WANTED) {
			pthread_cond_wait(&s->changed, &s->lock);
			continue;
		}
		pthread_mutex_unlock(&s->lock);
		r = usable(s) ? 0 : make(s);
		pthread_mutex_lock(&s->lock);
		s->error = r;
		s->state = r ? SPARE_FAILED : SPARE_READY;
		pthread_cond_broadcast(&s->changed);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* The daemon takes its signals by descriptor: none may hit this thread. */
static int start(struct spare *s)
{
	sigset_t all, before;
	int r;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	r = -pthread_create(&s->thread, NULL, keep_ready, s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	s->running = r == 0;
	return r;
}

int spare_new(struct spare **ret, int dir_fd, uint64_t bytes)
{
	_cleanup_(spare_freep) struct spare *s = calloc(1, sizeof *s);
	int r;

	if (!s)
		return -ENOMEM;
	s->dir_fd = dir_fd;
	s->bytes = bytes;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	r = start(s);
	if (r)
		return r;
	*ret = TAKE_PTR(s);
	return 0;
}

struct spare *spare_free(struct spare *s)
{
	if (!s)
		return NULL;
	if (s->running) {
		pthread_mutex_lock(&s->lock);
		s->stop = true;
		pthread_cond_broadcast(&s->changed);
		pthread_mutex_unlock(&s->lock);
		pthread_join(s->thread, NULL);
	}
	pthread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	free(s);
	return NULL;
}

void spare_want(struct spare *s)
{
	pthread_mutex_lock(&s->lock);
	s->state = SPARE_WANTED;
	pthread_cond_broadcast(&s->changed);
	pthread_mutex_unlock(&s->lock);
}

/* A failure is tried again: the disk may have room now. */
static int wait_ready(struct spare *s)
{
	int r;

	pthread_mutex_lock(&s->lock);
	if (s->state != SPARE_READY) {
		s->state = SPARE_WANTED;
		pthread_cond_broadcast(&s->changed);
	}
	while (s->state == SPARE_WANTED)
		pthread_cond_wait(&s->changed, &s->lock);
	r = s->state == SPARE_READY ? 0 : s->error;
	pthread_mutex_unlock(&s->lock);
	return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
}

int spare_take(struct spare *s, uint64_t bytes, int *ret_fd, uint64_t *ret_size)
{
	_cleanup_close_ int fd = -1;
	uint64_t size;
	int r;

	r = wait_ready(s);
	if (r)
		return r;
	fd = openat(s->dir_fd, SPARE_NAME, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	r = file_size(fd, &size);
	if (!r && size < bytes) {
		r = file_lengthen(fd, size, bytes);
		size = bytes;
	}
	if (r)
		return r;
	pthread_mutex_lock(&s->lock);
	s->state = SPARE_TAKEN;
	pthread_mutex_unlock(&s->lock);
	*ret_fd = TAKE_FD(fd);
	*ret_size = size;
	return 0;
}
