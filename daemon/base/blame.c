#include "base/blame.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/cleanup.h"

#define USER_MAX 64

/* The name of a user; its number if the machine has no name for it. */
static const char *user(uid_t uid, char ret[USER_MAX])
{
	char buf[4096];
	struct passwd row, *found = NULL;

	if (getpwuid_r(uid, &row, buf, sizeof buf, &found) == 0 && found)
		(void)snprintf(ret, USER_MAX, "%s", found->pw_name);
	else
		(void)snprintf(ret, USER_MAX, "%u", (unsigned)uid);
	return ret;
}

/* The file, or the nearest folder above it that can be looked at: what is below is hidden by it. */
static bool look(char *path, struct stat *st)
{
	char *slash;

	while (stat(path, st) < 0) {
		slash = strrchr(path, '/');
		if (!slash)
			return false;
		slash[slash == path] = '\0';
		if (slash == path && stat(path, st) < 0)
			return false;
	}
	return true;
}

char *blame(const char *path, int error)
{
	char seen[PATH_MAX], owner[USER_MAX], me[USER_MAX], *text = NULL;
	struct stat st;
	int n;

	(void)snprintf(seen, sizeof seen, "%s", path);
	if ((error == EACCES || error == EPERM) && look(seen, &st))
		n = asprintf(&text,
			     "cannot open %s: %s; %s belongs to %s, mode %04o, and this is the "
			     "user %s",
			     path, strerror(error), strcmp(seen, path) == 0 ? "it" : seen,
			     user(st.st_uid, owner), st.st_mode & 07777U, user(geteuid(), me));
	else
		n = asprintf(&text, "cannot open %s: %s", path, strerror(error));
	return n < 0 ? NULL : text;
}
