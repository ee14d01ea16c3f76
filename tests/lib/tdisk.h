/* Simulates a disk that can lose data that was not synced, for crash tests. The test program
 * replaces pwrite() and the other calls by these (TDISK_OVERRIDE). Between tdisk_start and
 * tdisk_stop each unsynced write is recorded with the old contents, and a power cut can undo any of
 * its sectors. After a sync that is made to fail, its writes remain visible in the page cache but
 * do not reach the disk until they are written again, as under Linux. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

enum tdisk_loss { TDISK_LOSE_NONE, TDISK_LOSE_ALL, TDISK_LOSE_ANY };

void tdisk_start(void);
void tdisk_stop(void);
/* Undoes unsynced sectors, sizes and names in the real files and discards the records. Other
 * threads block at their next write: the process must then exit or call tdisk_start. */
void tdisk_power_cut(enum tdisk_loss loss);

/* Makes this thread's n-th operation from now on (1 = the next) fail with `error`, or write only a
 * part if `error` is 0. With `lasting` all later ones fail too. */
void tdisk_fail_at(int n, int error, bool lasting);
bool tdisk_failed(void); /* true: that operation was reached */
/* Cuts the power before the n-th operation of any thread from now on, and exits with 42. */
void tdisk_crash_at(int n);

ssize_t tdisk_pwrite(int fd, const void *p, size_t size, off_t offset);
int tdisk_fdatasync(int fd);
int tdisk_fsync(int fd);
int tdisk_ftruncate(int fd, off_t size);
int tdisk_renameat(int from_dir, const char *from, int to_dir, const char *to);

/* Put this into exactly one file of the test program. */
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
