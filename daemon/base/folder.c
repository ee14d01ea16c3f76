#include "base/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/blame.h"
#include "proto/limits.h"

#define FILES_WANTED 65536
/* Descriptors kept back from peers: for the journal, the state database, jobs, the daemon's own
 * sockets and connections that wait for accept(). */
#define FILES_SPARE 512

/* INVALID: group or others may write to the folder. */
static int lock(const char *dir, int *ret_fd)
{
	_cleanup_close_ int top = -1, fd = -1;
	struct stat st;

	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return -errno;
	top = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0 || fstat(top, &st) < 0)
		return -errno;
	/* whoever can write here could replace the admin socket with one of their own */
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return STATUS_INVALID;
	fd = openat(top, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* Which file, whose it is. */
static char *blame_one(const char *dir, int r)
{
	_cleanup_free_ char *file = NULL;

	if (asprintf(&file, "%s/lock", dir) < 0)
		return NULL;
	return blame(access(file, F_OK) == 0 ? file : dir, -r);
}

int folder_open(const char *dir, int *ret_fd, char *fault, size_t size)
{
	_cleanup_free_ char *why = NULL;
	int r = lock(dir, ret_fd);

	if (r == -EWOULDBLOCK) {
		(void)snprintf(fault, size, "%s is in use by another duband: stop it first", dir);
	} else if (r > 0) {
		(void)snprintf(fault, size, "%s is writable by group or others: chmod 700 %s", dir,
			       dir);
		return -EPERM;
	} else if (r < 0) {
		why = blame_one(dir, r);
		(void)snprintf(fault, size,
			       "%s; the data folder and what is in it must belong to this user, "
			       "and its parent folder must exist: see --data",
			       why ? why : strerror(-r));
	}
	return r;
}

int folder_raise_files(size_t *ret_peers)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) < 0)
		return -errno;
	if (l.rlim_cur < FILES_WANTED) {
		l.rlim_cur = l.rlim_max < FILES_WANTED ? l.rlim_max : FILES_WANTED;
		if (setrlimit(RLIMIT_NOFILE, &l) < 0)
			return -errno;
	}
	if (l.rlim_cur < FILES_SPARE + 64)
		return -EMFILE;
	*ret_peers = (l.rlim_cur - FILES_SPARE) / 2;
	if (*ret_peers > PEERS_MAX)
		*ret_peers = PEERS_MAX;
	return 0;
}
