#include "client/cli/frame/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

static int read_all(struct cli *c, const char *path, int fd, char **ret, size_t *ret_size)
{
	size_t size = 0, room = 64 * 1024;
	_cleanup_free_ char *text = malloc(room + 1);
	while (text) {
		ssize_t n = read(fd, text + size, room - size);
		if (n < 0)
			return cli_fail(c, CLI_LOCAL, "local.unreadable", path,
					message_errno(errno), NULL);
		size += (size_t)n;
		if (size > IMPORT_BYTES_MAX)
			return cli_fail(c, STATUS_INVALID, "import.too_large", "32 MiB", NULL);
		if (n == 0) {
			*ret = TAKE_PTR(text);
			*ret_size = size;
			return 0;
		}
		if (size < room)
			continue;
		room *= 2;
		char *more = realloc(text, room + 1);
		if (!more)
			break;
		text = more;
	}
	return -ENOMEM;
}

int cli_read_file(struct cli *c, const char *path, char **ret, size_t *ret_size)
{
	struct stat st;
	if (strcmp(path, "-") == 0)
		return read_all(c, path, STDIN_FILENO, ret, ret_size);
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", path, message_errno(errno), NULL);
	if (!S_ISREG(st.st_mode))
		return cli_fail(c, CLI_LOCAL, "local.not_regular", path, NULL);
	if (st.st_size > IMPORT_BYTES_MAX)
		return cli_fail(c, STATUS_INVALID, "import.too_large", "32 MiB", NULL);
	return read_all(c, path, fd, ret, ret_size);
}
