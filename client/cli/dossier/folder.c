#include "client/cli/dossier/folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "proto/cleanup.h"

int dossier_fail(struct dossier *d, const char *name, int error)
{
	return cli_fail(d->c, CLI_LOCAL, "local.unwritable", name, message_errno(error), NULL);
}

FILE *dossier_open(struct dossier *d, const char *name)
{
	_cleanup_free_ char *path = NULL;
	if (asprintf(&path, "%s/%s", d->dir, name) < 0)
		return NULL;
	return fopen(path, "we");
}

/* Closes the file and adds its name to the list for the checksums. */
int dossier_close(struct dossier *d, FILE *out, const char *name)
{
	bool bad = ferror(out) != 0;
	if (fclose(out) != 0 || bad)
		return dossier_fail(d, name, errno ? errno : EIO);
	char *copy = strdup(name);
	if (!copy || rows_add(&d->files, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	return 0;
}
