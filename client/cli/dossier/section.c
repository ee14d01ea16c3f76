#include "client/cli/dossier/section.h"

#include <errno.h>
#include <string.h>

#include "client/cli/dossier/folder.h"
#include "client/cli/dossier/page.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"

int dossier_table(struct dossier *d, const char *section, struct print_table *t)
{
	_cleanup_free_ char *name = NULL, *path = NULL;
	int r = 0;
	if (asprintf(&name, "%s.csv", section) < 0 || asprintf(&path, "%s/%s", d->dir, name) < 0)
		r = -ENOMEM;
	if (r == 0 && table_rows(t) > 0) {
		r = out_csv(path, t);
		r = r != 0 ? dossier_fail(d, name, -r) : 0;
		char *copy = r == 0 ? strdup(name) : NULL;
		if (r == 0 && (!copy || rows_add(&d->files, copy) < 0))
			r = -ENOMEM;
		dossier_page_table(d, section, t);
	}
	table_free(t);
	return r;
}
