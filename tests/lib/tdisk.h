/* A disk that may lose what was not synced, for crash tests. A test's program defines pwrite
 * and the like itself and hands them here; between tdisk_start and tdisk_stop each unsynced
 * write is remembered with what was there before, and a power cut takes back any of its
 * sectors. A sync that is made to fail leaves its writes in the page cache and never on the
 * disk, until they are written again: what Linux does. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum tdisk_loss { TDISK_LOSE_NONE, TDISK_LOSE_ALL, TDISK_LOSE_ANY };

void tdisk_start(void);
void tdisk_stop(void);
/* Takes back unsynced sectors, sizes and names on the real files and forgets the rest. Other
 * threads that write stand still from then on: the process is to end, or to tdisk_start. */
void tdisk_power_cut(enum tdisk_loss loss);

/* This thread's n-th operation from now on (1 = the next) fails with `error` (0: a short write),
 * and with `lasting` each later one too. */
void tdisk_fail_at(int n, int error, bool lasting);
bool tdisk_failed(void); /* was it reached? */
/* Before the n-th operation of any thread from now on the power is cut and the process ends
 * with 42. */
void tdisk_crash_at(int n);

ssize_t tdisk_pwrite(int fd, const void *p, size_t size, off_t offset);
int tdisk_fdatasync(int fd);
int tdisk_fsync(int fd);
int tdisk_ftruncate(int fd, off_t size);
int tdisk_renameat(int from_dir, const char *from, int to_dir, const char *to);

/* In exactly one place of a program that uses it. */
#define TDISK_OVERRIDE                                                                             \
	ssize_t pwrite(int fd, const void *p, size_t size, off_t offset)                           \
	{                                                                                          \
		return tdisk_pwrite(fd, p, size, offset);                                          \
	}                                                                                          \
	int fdatasync(int fd)                                                                      \
	{                                                                                          \
		return tdisk_fdatasync(fd);                                                        \
	}                                                                                          \
	int fsync(int fd)                                                                          \
	{                                                                                          \
		return tdisk_fsync(fd);                                                            \
	}                                                                                          \
	int ftruncate(int fd, off_t size)                                                          \
	{                                                                                          \
		return tdisk_ftruncate(fd, size);                                                  \
	}                                                                                          \
	int renameat(int from_dir, const char *from, int to_dir, const char *to)                   \
	{                                                                                          \
		return tdisk_renameat(from_dir, from, to_dir, to);                                 \
	}
