#include "store/journal/segment.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "proto/cleanup.h"
#include "proto/status.h"

#define ZERO_PIECE (1024 * 1024)

char *segment_name(uint64_t first, char buf[SEGMENT_NAME_MAX])
{
	(void)snprintf(buf, SEGMENT_NAME_MAX, "%020llu.seg", (unsigned long long)first);
	return buf;
}

/* Accepts exactly the names that segment_name makes. */
static bool parse_name(const char *name, uint64_t *ret)
{
	char again[SEGMENT_NAME_MAX], *end;
	unsigned long long v = strtoull(name, &end, 10);

	if (strcmp(name, segment_name(v, again)) != 0 || v == 0)
		return false;
	*ret = v;
	return true;
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int list_add(uint64_t **list, size_t *n, size_t *cap, uint64_t first)
{
	if (*n == *cap) {
		size_t want = *cap ? *cap * 2 : 64;
		uint64_t *grown = reallocarray(*list, want, sizeof *grown);

		if (!grown)
			return -ENOMEM;
		*list = grown;
		*cap = want;
	}
	(*list)[(*n)++] = first;
	return 0;
}

enum { LISTS_MAX_TRIED = 16 }; /* a writer that rolls all the time */

static int list_once(int dir_fd, uint64_t **ret, size_t *ret_n)
{
	_cleanup_free_ uint64_t *list = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;
	uint64_t first;
	int r = 0, fd;
	DIR *d;

	fd = openat(dir_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	d = fdopendir(fd);
	if (!d) {
		close(fd);
		return -ENOMEM;
	}
	errno = 0;
	while (!r && (e = readdir(d)) != NULL)
		if (parse_name(e->d_name, &first))
			r = list_add(&list, &n, &cap, first);
	if (!r && errno)
		r = -errno;
	closedir(d);
	if (r)
		return r;
	if (n > 0)
		qsort(list, n, sizeof *list, by_number);
	*ret = TAKE_PTR(list);
	*ret_n = n;
	return 0;
}

/* While a folder is read, a file that is renamed meanwhile may be missed though a later one is
 * seen. Two lists that are equal missed none. */
int segment_list(int dir_fd, uint64_t **ret, size_t *ret_n)
{
	_cleanup_free_ uint64_t *list = NULL;
	size_t n = 0;
	int r = list_once(dir_fd, &list, &n);

	for (int i = 0; !r && i < LISTS_MAX_TRIED; i++) {
		_cleanup_free_ uint64_t *before = TAKE_PTR(list);
		size_t had = n;

		r = list_once(dir_fd, &list, &n);
		if (!r && n == had && (n == 0 || memcmp(list, before, n * sizeof *list) == 0))
			break;
	}
	if (r)
		return r;
	*ret = TAKE_PTR(list);
	*ret_n = n;
	return 0;
}

int segment_index(struct segment *s, uint64_t seq, uint64_t offset)
{
	if (s->n_index > 0 && offset - s->index[s->n_index - 1].offset < INDEX_STEP)
		return 0;
	if (s->n_index == s->cap_index) {
		size_t want = s->cap_index ? s->cap_index * 2 : 16;
		struct place_of *grown = reallocarray(s->index, want, sizeof *grown);

		if (!grown)
			return -ENOMEM;
		s->index = grown;
		s->cap_index = want;
	}
	s->index[s->n_index++] = (struct place_of){.seq = seq, .offset = offset};
	return 0;
}

int file_write(int fd, const void *p, size_t size, uint64_t offset)
{
	ssize_t n = pwrite(fd, p, size, (off_t)offset);

	if (n < 0)
		return -errno;
	/* A short write to a regular file means that the disk is full. It is not retried. */
	return (size_t)n == size ? 0 : -ENOSPC;
}

int file_read(int fd, void *p, size_t size, uint64_t offset)
{
	uint8_t *at = p;

	while (size > 0) {
		ssize_t n = pread(fd, at, size, (off_t)offset);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EBADMSG;
		at += n;
		offset += (uint64_t)n;
		size -= (size_t)n;
	}
	return 0;
}

int file_zero(int fd, uint64_t from, uint64_t to)
{
	_cleanup_free_ uint8_t *zero = NULL;
	int r = 0;

	if (from >= to)
		return 0;
	zero = calloc(1, to - from < ZERO_PIECE ? to - from : ZERO_PIECE);
	if (!zero)
		return -ENOMEM;
	while (!r && from < to) {
		size_t piece = to - from < ZERO_PIECE ? to - from : ZERO_PIECE;

		r = file_write(fd, zero, piece, from);
		from += piece;
	}
	return r;
}

int file_sync(int fd)
{
	return fdatasync(fd) < 0 ? -errno : 0;
}

int file_fsync(int fd)
{
	return fsync(fd) < 0 ? -errno : 0;
}

int file_size(int fd, uint64_t *ret)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	*ret = (uint64_t)st.st_size;
	return 0;
}

int file_lengthen(int fd, uint64_t from, uint64_t to)
{
	int r = 0;

	if (fallocate(fd, 0, (off_t)from, (off_t)(to - from)) < 0 && errno != EOPNOTSUPP)
		r = -errno;
	if (!r)
		r = file_zero(fd, from, to);
	if (!r)
		r = file_fsync(fd);
	if (r && ftruncate(fd, (off_t)from) < 0)
		return -errno;
	return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
}
