#include "store/access/access.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/crc32c.h"
#include "proto/status.h"
#include "store/blob/blob.h"
#include "store/journal/segment.h"

enum { MONTH_DIGITS = 6, LINE_MAX_BYTES = 4096, PARTS = 7 };

static int folder_of(const char *dir, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/" ACCESS_FOLDER, dir);

	return n < 0 || n >= PATH_MAX - MONTH_DIGITS - 2 ? -ENAMETOOLONG : 0;
}

static int file_of(const char *dir, uint32_t yyyymm, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/" ACCESS_FOLDER "/%06u", dir, yyyymm);

	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static bool is_month(const char *name)
{
	return strlen(name) == MONTH_DIGITS && strspn(name, "0123456789") == MONTH_DIGITS;
}

/* ---- writing */

static void close_dir(DIR **d)
{
	if (*d)
		(void)closedir(*d);
}

/* What cannot be removed stays, and is tried again with the next month. */
static void remove_before(const char *dir, uint32_t oldest)
{
	_cleanup_(close_dir) DIR *d = NULL;
	char top[PATH_MAX];
	struct dirent *e;

	if (folder_of(dir, top))
		return;
	d = opendir(top);
	while (d && (e = readdir(d)))
		if (is_month(e->d_name) && strtoul(e->d_name, NULL, 10) < oldest)
			(void)unlinkat(dirfd(d), e->d_name, 0);
}

static int make_file(const char *dir, const char *path, uint32_t oldest, int *ret_fd)
{
	char top[PATH_MAX];
	int r = folder_of(dir, top);

	if (!r)
		r = blob_make_folder(top, dir);
	if (r)
		return r;
	remove_before(dir, oldest);
	*ret_fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (*ret_fd < 0)
		return -errno;
	return blob_sync_folder(top);
}

/* A line that a crash cut off gets an end of its own, so that the next is whole. */
static bool ends_whole(int fd, uint64_t size)
{
	char last = '\n';

	return size == 0 || (!file_read(fd, &last, 1, size - 1) && last == '\n');
}

static int append(int fd, const char *line, size_t n)
{
	uint64_t size = 0;
	int r = file_size(fd, &size);

	if (!r && !ends_whole(fd, size))
		r = file_write(fd, "\n", 1, size++);
	if (!r)
		r = file_write(fd, line, n, size);
	if (!r)
		r = file_sync(fd);
	return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
}

int access_note(const char *dir, uint32_t yyyymm, uint32_t oldest, const struct access_entry *e)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], body[LINE_MAX_BYTES], line[LINE_MAX_BYTES + 16];
	int r = file_of(dir, yyyymm, path), n;

	if (r)
		return r;
	n = snprintf(body, sizeof body, "%" PRId64 "\t%d\t%" PRIu32 "\t%s\t%s\t%s", e->at, e->role,
		     e->persons, e->principal, e->what, e->of);
	if (n < 0 || n >= (int)sizeof body)
		return -EMSGSIZE;
	n = snprintf(line, sizeof line, "%08" PRIx32 "\t%s\n", crc32c(0, BYTES(body, (size_t)n)),
		     body);
	fd = open(path, O_RDWR | O_APPEND | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT)
		return -errno;
	if (fd < 0)
		r = make_file(dir, path, oldest, &fd);
	if (r)
		return r == -ENOSPC || r == -EDQUOT ? STATUS_FULL : r;
	return append(fd, line, (size_t)n);
}

/* ---- reading */

int access_month(const char *dir, uint32_t from, uint32_t *ret)
{
	_cleanup_(close_dir) DIR *d = NULL;
	char top[PATH_MAX];
	struct dirent *e;
	int r = folder_of(dir, top);

	*ret = 0;
	if (r)
		return r;
	d = opendir(top);
	if (!d)
		return errno == ENOENT ? 0 : -errno;
	while ((e = readdir(d))) {
		uint32_t month = is_month(e->d_name) ? (uint32_t)strtoul(e->d_name, NULL, 10) : 0;

		if (month && month >= from && (!*ret || month < *ret))
			*ret = month;
	}
	return 0;
}

struct access_reader {
	FILE *file;
	uint64_t place;
	char *line;
	size_t cap;
};

int access_open(struct access_reader **ret, const char *dir, uint32_t yyyymm, uint64_t place)
{
	_cleanup_(access_closep) struct access_reader *r = calloc(1, sizeof *r);
	char path[PATH_MAX];
	int bad = file_of(dir, yyyymm, path);

	if (!r || bad)
		return r ? bad : -ENOMEM;
	r->file = fopen(path, "re");
	if (!r->file)
		return -errno;
	r->place = place;
	if (place > INT64_MAX || fseeko(r->file, (off_t)place, SEEK_SET) < 0)
		return -EINVAL;
	*ret = TAKE_PTR(r);
	return 0;
}

struct access_reader *access_close(struct access_reader *r)
{
	if (!r)
		return NULL;
	if (r->file)
		(void)fclose(r->file);
	free(r->line);
	free(r);
	return NULL;
}

uint64_t access_place(const struct access_reader *r)
{
	return r->place;
}

/* The parts of a line between tabs; false: it has another number of them. */
static bool cut(char *line, char *part[PARTS])
{
	for (size_t i = 0; i < PARTS; i++) {
		part[i] = line;
		line = line ? strchr(line, '\t') : NULL;
		if (!line && i < PARTS - 1)
			return false;
		if (line && i < PARTS - 1)
			*line++ = '\0';
	}
	return !line;
}

static bool parse(char *text, struct access_entry *ret)
{
	char *tab = strchr(text, '\t'), *part[PARTS], *end;

	if (!tab || crc32c(0, BYTES_STR(tab + 1)) != strtoul(text, &end, 16) || end != tab ||
	    !cut(text, part))
		return false;
	*ret = (struct access_entry){.at = strtoll(part[1], NULL, 10),
				     .role = (int)strtol(part[2], NULL, 10),
				     .persons = (uint32_t)strtoul(part[3], NULL, 10),
				     .principal = part[4],
				     .what = part[5],
				     .of = part[6]};
	return true;
}

bool access_next(struct access_reader *r, struct arena *a, struct access_entry *ret, bool *ret_fine)
{
	ssize_t n = getline(&r->line, &r->cap, r->file);
	char *copy;

	*ret = (struct access_entry){.principal = "", .what = "", .of = ""};
	if (n <= 0)
		return false;
	r->place += (uint64_t)n;
	copy = arena_strn(a, r->line, (size_t)n - (r->line[n - 1] == '\n'));
	*ret_fine = copy && r->line[n - 1] == '\n' && parse(copy, ret);
	return true;
}

/* ---- backup */

int access_copy(const char *dir, const char *to)
{
	char from_top[PATH_MAX], to_top[PATH_MAX];
	int r = folder_of(dir, from_top);

	if (!r)
		r = folder_of(to, to_top);
	if (r || (access(from_top, F_OK) < 0 && errno == ENOENT))
		return r;
	r = blob_copy_folder(from_top, to_top, is_month);
	return r ? r : blob_sync_folder(to);
}
