#include "lib/tdisk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SECTOR 512

/* One unsynced operation and what is needed to undo it. */
struct undo {
	struct undo *before;
	dev_t dev;
	ino_t ino; /* of the file; for a name, of its folder */
	int fd;
	bool data;  /* contents; names and sizes are kept in the file system's own log */
	bool stuck; /* its sync failed: it reaches the disk only if it is written again */
	off_t offset, old_size;
	size_t size;
	uint8_t *old;  /* former contents: `size` bytes from offset, 0 beyond old_size */
	uint8_t *kept; /* for each sector: it is certainly on the disk */
	char *from, *to;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct undo *undos;
static bool tracking;
static int fail_in, fail_error, crash_in;
static bool fail_lasting, fail_reached;
static pthread_t fail_thread;

static void must(bool ok, const char *what)
{
	if (!ok) {
		fprintf(stderr, "tdisk: %s: %m\n", what);
		abort();
	}
}

static struct undo *undo_free(struct undo *u)
{
	struct undo *before = u->before;

	close(u->fd);
	free(u->old);
	free(u->kept);
	free(u->from);
	free(u->to);
	free(u);
	return before;
}

static void forget_all(void)
{
	while (undos)
		undos = undo_free(undos);
}

void tdisk_start(void)
{
	/* a thread that was stopped by a power cut may hold the lock: initialise it again */
	pthread_mutex_init(&lock, NULL);
	forget_all();
	tracking = true;
	fail_in = crash_in = 0;
	fail_reached = false;
}

void tdisk_stop(void)
{
	pthread_mutex_lock(&lock);
	tracking = false;
	fail_in = crash_in = 0;
	forget_all();
	pthread_mutex_unlock(&lock);
}

void tdisk_fail_at(int n, int error, bool lasting)
{
	fail_in = n;
	fail_error = error;
	fail_lasting = lasting;
	fail_thread = pthread_self();
	fail_reached = false;
}

bool tdisk_failed(void)
{
	return fail_reached;
}

void tdisk_crash_at(int n)
{
	crash_in = n;
}

static struct undo *undo_new(int fd)
{
	struct undo *u = calloc(1, sizeof *u);
	char path[64];
	struct stat st;

	must(u && fstat(fd, &st) == 0, "fstat");
	u->dev = st.st_dev;
	u->ino = st.st_ino;
	u->old_size = st.st_size;
	/* Opened again instead of duplicated, so that the test's lock on the file ends when the
	 * test closes it. By /proc, because the file may have been renamed. */
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	u->fd = open(path, (S_ISREG(st.st_mode) ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	must(u->fd >= 0, "open");
	u->before = undos;
	undos = u;
	return u;
}

static void undo_save(struct undo *u, off_t offset, size_t size)
{
	ssize_t n;

	u->offset = offset;
	u->size = size;
	u->old = calloc(1, size + 1);
	u->kept = calloc(1, size / SECTOR + 2);
	must(u->old && u->kept, "calloc");
	n = pread(u->fd, u->old, size, offset);
	must(n >= 0, "pread");
}

/* ---- the power cut */

static bool lost(enum tdisk_loss loss, bool stuck)
{
	return loss == TDISK_LOSE_ALL || (loss == TDISK_LOSE_ANY && (stuck || rand() % 2));
}

static void take_back_bytes(const struct undo *u, enum tdisk_loss loss)
{
	for (size_t at = 0; at < u->size; at += SECTOR) {
		size_t n = u->size - at < SECTOR ? u->size - at : SECTOR;

		if (!u->kept[at / SECTOR] && lost(loss, u->stuck))
			must(syscall(SYS_pwrite64, u->fd, u->old + at, n, u->offset + (off_t)at) ==
				 (ssize_t)n,
			     "pwrite");
	}
	if (u->offset + (off_t)u->size > u->old_size && lost(loss, u->stuck))
		must(syscall(SYS_ftruncate, u->fd, u->old_size) == 0, "ftruncate");
}

static void take_back(const struct undo *u, enum tdisk_loss loss)
{
	if (u->from) {
		if (lost(loss, false))
			(void)syscall(SYS_renameat, u->fd, u->to, u->fd, u->from);
	} else {
		take_back_bytes(u, loss);
	}
}

static void cut(enum tdisk_loss loss)
{
	tracking = false;
	for (struct undo *u = undos; loss != TDISK_LOSE_NONE && u; u = u->before)
		take_back(u, loss);
	forget_all();
}

void tdisk_power_cut(enum tdisk_loss loss)
{
	pthread_mutex_lock(&lock);
	cut(loss);
}

/* ---- the operations */

/* Counts the operation; true if it is to fail. */
static bool fails(void)
{
	if (crash_in > 0 && --crash_in == 0) {
		cut(TDISK_LOSE_ANY);
		_exit(42);
	}
	if (fail_in <= 0 || !pthread_equal(fail_thread, pthread_self()))
		return false;
	if (fail_in > 1) {
		fail_in--;
		return false;
	}
	fail_reached = true;
	if (!fail_lasting)
		fail_in = 0;
	return true;
}

static bool same_file(const struct undo *u, const struct stat *st)
{
	return u->dev == st->st_dev && u->ino == st->st_ino;
}

/* Sectors of earlier writes that were written again and are now synced are on the disk too. */
static void keep_sectors(const struct undo *synced)
{
	for (struct undo *u = synced->before; u; u = u->before) {
		if (u->ino != synced->ino || u->dev != synced->dev || u->from)
			continue;
		for (size_t at = 0; at < u->size; at += SECTOR) {
			off_t pos = u->offset + (off_t)at;

			if (pos >= synced->offset && pos < synced->offset + (off_t)synced->size)
				u->kept[at / SECTOR] = 1;
		}
	}
}

static void synced(int fd, bool ok)
{
	struct undo **link = &undos;
	struct stat st;

	must(fstat(fd, &st) == 0, "fstat");
	while (*link) {
		struct undo *u = *link;

		if (!same_file(u, &st) || u->stuck) {
			link = &u->before;
		} else if (ok) {
			keep_sectors(u);
			*link = undo_free(u);
		} else {
			u->stuck = u->data;
			link = &u->before;
		}
	}
}

ssize_t tdisk_pwrite(int fd, const void *p, size_t size, off_t offset)
{
	ssize_t n;

	pthread_mutex_lock(&lock);
	if (tracking && fails()) {
		if (fail_error || size < 2) {
			pthread_mutex_unlock(&lock);
			errno = fail_error ? fail_error : EIO;
			return -1;
		}
		size /= 2;
	}
	if (tracking) {
		undo_save(undo_new(fd), offset, size);
		undos->data = true;
	}
	n = syscall(SYS_pwrite64, fd, p, size, offset);
	pthread_mutex_unlock(&lock);
	return n;
}

static int sync_one(int fd, long number)
{
	bool fail;
	int r = 0;

	pthread_mutex_lock(&lock);
	fail = tracking && fails();
	/* No real sync is needed: this process sees the page cache, and the undo list knows what
	 * the disk would hold. */
	if (!tracking)
		r = (int)syscall(number, fd);
	else
		synced(fd, !fail);
	pthread_mutex_unlock(&lock);
	if (fail) {
		errno = fail_error ? fail_error : EIO;
		return -1;
	}
	return r;
}

int tdisk_fdatasync(int fd)
{
	return sync_one(fd, SYS_fdatasync);
}

int tdisk_fsync(int fd)
{
	return sync_one(fd, SYS_fsync);
}

int tdisk_ftruncate(int fd, off_t size)
{
	struct stat st;
	int r;

	pthread_mutex_lock(&lock);
	if (tracking && fails()) {
		pthread_mutex_unlock(&lock);
		errno = fail_error ? fail_error : EIO;
		return -1;
	}
	if (tracking && fstat(fd, &st) == 0 && st.st_size > size)
		undo_save(undo_new(fd), size, (size_t)(st.st_size - size));
	r = (int)syscall(SYS_ftruncate, fd, size);
	pthread_mutex_unlock(&lock);
	return r;
}

int tdisk_renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	int r;

	pthread_mutex_lock(&lock);
	if (tracking && fails()) {
		pthread_mutex_unlock(&lock);
		errno = fail_error ? fail_error : EIO;
		return -1;
	}
	r = (int)syscall(SYS_renameat, from_dir, from, to_dir, to);
	if (tracking && r == 0) {
		struct undo *u = undo_new(to_dir);

		u->from = strdup(from);
		u->to = strdup(to);
		must(u->from && u->to, "strdup");
	}
	pthread_mutex_unlock(&lock);
	return r;
}
