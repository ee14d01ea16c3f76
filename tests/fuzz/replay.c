/* Runs a fuzz target over files and folders of files, in the order of their names: the
 * corpus as an ordinary test, with any compiler. */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"
#include "proto/cleanup.h"

static int replay_file(const char *path)
{
	_cleanup_fclose_ FILE *f = fopen(path, "rbe");
	_cleanup_free_ uint8_t *data = NULL;
	struct stat st;
	if (!f || fstat(fileno(f), &st) < 0) {
		perror(path);
		return -1;
	}
	/* no byte more than the file has: a read beyond the end is seen */
	size_t size = (size_t)st.st_size;
	data = malloc(size ? size : 1);
	if (!data || fread(data, 1, size, f) != size) {
		perror(path);
		return -1;
	}
	return LLVMFuzzerTestOneInput(data, size);
}

static int is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int replay_folder(const char *path, unsigned *files)
{
	struct dirent **entries;
	int n = scandir(path, &entries, is_visible, alphasort), r = 0;
	if (n < 0) {
		perror(path);
		return -1;
	}
	for (int i = 0; i < n; i++) {
		_cleanup_free_ char *file = NULL;
		if (asprintf(&file, "%s/%s", path, entries[i]->d_name) < 0)
			abort();
		if (r == 0)
			r = replay_file(file);
		*files += 1;
		free(entries[i]);
	}
	free(entries);
	return r;
}

int main(int argc, char **argv)
{
	unsigned files = 0;
	for (int i = 1; i < argc; i++) {
		struct stat st;
		bool is_folder = stat(argv[i], &st) == 0 && S_ISDIR(st.st_mode);
		int r = is_folder ? replay_folder(argv[i], &files) : replay_file(argv[i]);
		if (r != 0)
			return EXIT_FAILURE;
		files += !is_folder;
	}
	printf("%u files\n", files);
	/* an empty corpus shows nothing */
	return files > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
