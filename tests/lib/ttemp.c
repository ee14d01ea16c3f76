#include "lib/ttemp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/cleanup.h"

/* The test cannot run without its files: report the path and abort. */
static void die(const char *what, const char *path)
{
	fprintf(stderr, "ttemp: %s %s: %m\n", what, path);
	abort();
}

char *ttemp_new(void)
{
	const char *base = getenv("TMPDIR");
	char *dir = NULL;

	if (asprintf(&dir, "%s/duban-test-XXXXXX", base && *base ? base : "/tmp") < 0)
		abort();
	if (!mkdtemp(dir))
		die("cannot make", dir);
	return dir;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	if (remove(path) < 0)
		fprintf(stderr, "ttemp: cannot remove %s: %m\n", path);
	return 0;
}

char *ttemp_remove(char *dir)
{
	if (dir)
		(void)nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(dir);
	return NULL;
}

int ttemp_setup(void **state)
{
	*state = ttemp_new();
	return 0;
}

int ttemp_teardown(void **state)
{
	*state = ttemp_remove(*state);
	return 0;
}

char *ttemp_path(const char *dir, const char *name)
{
	char *path = NULL;

	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

void ttemp_write(const char *path, const void *data, size_t size)
{
	_cleanup_fclose_ FILE *f = fopen(path, "we");

	if (!f || fwrite(data, 1, size, f) != size || fflush(f) != 0)
		die("cannot write", path);
}

void *ttemp_read(const char *path, size_t *ret_size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *data;
	size_t have = 0;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		die("cannot read", path);
	data = malloc((size_t)st.st_size + 1);
	if (!data)
		abort();
	while (have < (size_t)st.st_size) {
		n = read(fd, data + have, (size_t)st.st_size - have);
		if (n <= 0)
			die("cannot read", path);
		have += (size_t)n;
	}
	data[have] = 0;
	if (ret_size)
		*ret_size = have;
	return data;
}

static void copy_file(const char *from, const char *to)
{
	size_t size;
	_cleanup_free_ void *data = ttemp_read(from, &size);

	ttemp_write(to, data, size);
}

static void copy_entry(const char *from, const char *to, const char *name)
{
	_cleanup_free_ char *source = ttemp_path(from, name);
	_cleanup_free_ char *target = ttemp_path(to, name);
	struct stat st;

	if (lstat(source, &st) < 0)
		die("cannot copy", source);
	if (S_ISDIR(st.st_mode))
		ttemp_copy(source, target);
	else if (S_ISREG(st.st_mode))
		copy_file(source, target);
}

void ttemp_copy(const char *from, const char *to)
{
	struct dirent *e;
	DIR *d;

	if (mkdir(to, 0700) < 0 && errno != EEXIST)
		die("cannot make", to);
	d = opendir(from);
	if (!d)
		die("cannot list", from);
	while ((e = readdir(d)) != NULL)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			copy_entry(from, to, e->d_name);
	closedir(d);
}
