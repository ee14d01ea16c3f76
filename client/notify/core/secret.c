#include "client/notify/core/secret.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "client/notify/core/fault.h"
#include "client/notify/limits.h"
#include "proto/cleanup.h"
#include "proto/status.h"

int secret_path(const char *name, char **ret, char **ret_fault)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY"), *own = getenv(SECRETS_FOLDER);

	if (*name == '/') {
		*ret = strdup(name);
		return *ret ? 0 : -ENOMEM;
	}
	if (!*name || strchr(name, '/'))
		return fault_text(ret_fault,
				  "'%s' is neither an absolute path nor the name of a credential",
				  name);
	if (!dir && own && strncmp(name, "notify_", 7) == 0)
		return asprintf(ret, "%s/%s", own, name + 7) < 0 ? -ENOMEM : 0;
	if (!dir)
		return fault_text(
		    ret_fault,
		    "'%s' is the name of a credential, and no unit has passed any: give "
		    "an absolute path, or LoadCredential=%s:/FILE in the unit",
		    name, name);
	return asprintf(ret, "%s/%s", dir, name) < 0 ? -ENOMEM : 0;
}

int secret_read(const char *name, char **into, char **ret_fault)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_fclose_ FILE *f = NULL;
	char line[SECRET_BYTES_MAX + 2];
	struct stat st;
	size_t n;
	int r = secret_path(name, &path, ret_fault);

	if (r)
		return r;
	f = fopen(path, "re");
	if (!f || fstat(fileno(f), &st) < 0)
		return fault_text(ret_fault, "%s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode) || (st.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)))
		return fault_text(
		    ret_fault, "%s holds a secret and others can read or change it: chmod 600 %s",
		    path, path);
	n = fread(line, 1, sizeof line - 1, f);
	line[n] = '\0';
	if (n > 0 && line[n - 1] == '\n')
		line[--n] = '\0';
	if (n == 0 || n > SECRET_BYTES_MAX || strlen(line) != n || strchr(line, '\n'))
		r = fault_text(ret_fault, "%s is not one line of 1 to %d bytes", path,
			       SECRET_BYTES_MAX);
	else if (!(name = strdup(line)))
		r = -ENOMEM;
	explicit_bzero(line, sizeof line);
	if (r)
		return r;
	free(*into);
	*into = (char *)(uintptr_t)name;
	return 0;
}
