#include "folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/blame.h"
#include "proto/limits.h"

#define FILES_WANTED 65536
/* Descriptors kept back from peers: for the journal, the state database, jobs, the daemon's own
 * sockets and connections that wait for accept(). */
#define FILES_SPARE 512

int folder_lock(const char *dir, int *ret_fd)
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

char *folder_blame(const char *dir, int r)
{
	_cleanup_free_ char *lock = NULL;

	if (asprintf(&lock, "%s/lock", dir) < 0)
		return NULL;
	return blame(access(lock, F_OK) == 0 ? lock : dir, -r);
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
