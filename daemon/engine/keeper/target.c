/* Where a backup may go. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/core/engine_private.h"
#include "engine/keeper/keeper.h"
#include "proto/cleanup.h"

static bool within(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 &&
	       (!path[n] || path[n] == '/' || folder[n - 1] == '/');
}

/* With PrivateTmp=yes systemd mounts a folder of its own there, and removes it when the service
 * stops. */
static bool is_private(const char *path)
{
	_cleanup_fclose_ FILE *f = NULL;
	char line[PATH_MAX * 2], root[PATH_MAX], at[PATH_MAX];

	if (!within(path, "/tmp") && !within(path, "/var/tmp"))
		return false;
	f = fopen("/proc/self/mountinfo", "re");
	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "%*s %*s %*s %4095s %4095s", root, at) == 2 && within(path, at) &&
		    strstr(root, "systemd-private-"))
			return true;
	return false;
}

static enum backup_target look(const struct engine *e, const char *dir, const char *parent,
			       int *ret_errno)
{
	_cleanup_free_ char *half = NULL;
	char store[PATH_MAX];
	struct stat st;

	if (realpath(e->dir, store) && within(parent, store))
		return TARGET_INSIDE;
	if (lstat(dir, &st) == 0)
		return TARGET_EXISTS;
	if (asprintf(&half, "%s" BACKUP_HALF, dir) >= 0 && lstat(half, &st) == 0)
		return TARGET_HALF;
	if (is_private(parent))
		return TARGET_PRIVATE;
	if (faccessat(AT_FDCWD, parent, W_OK | X_OK, AT_EACCESS) == 0)
		return TARGET_FINE;
	*ret_errno = errno;
	return TARGET_FORBIDDEN;
}

/* The folder above the target is looked at by its real name, whatever links lead to it. */
enum backup_target engine_backup_target(const struct engine *e, const char *dir, int *ret_errno)
{
	char path[PATH_MAX], above[PATH_MAX], *slash;
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	if (snprintf(path, sizeof path, "%.*s", (int)n, dir) >= (int)sizeof path) {
		*ret_errno = ENAMETOOLONG;
		return TARGET_FORBIDDEN;
	}
	slash = strrchr(path, '/');
	if (!slash || !slash[1])
		return TARGET_EXISTS;
	*slash = '\0';
	if (realpath(*path ? path : "/", above)) {
		*slash = '/';
		return look(e, path, above, ret_errno);
	}
	*ret_errno = errno;
	return errno == ENOENT || errno == ENOTDIR ? TARGET_NO_PARENT : TARGET_FORBIDDEN;
}
