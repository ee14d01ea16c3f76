/* Import of a file of rows: the rows are sent in parts, and one commit imports all of them or none.
 * The handle keeps the rows, so that they can be sent again if the daemon lost them; it needs about
 * as much memory as the file. Files above IMPORT_BYTES_MAX or IMPORT_ROWS_MAX of limits.h are
 * refused. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct duban_import_column {
	const char *name; /* canonical English name */
	const char *
	    unit; /* of a money column: 元, 万元, 亿元; NULL or "" = each cell names its own unit */
};

/* Called after each part and before the commit (then done == total), in bytes. Returning anything
 * but 0 stops the import with DUBAN_E_CANCELLED; nothing is imported then. */
typedef int duban_progress_fn(void *userdata, size_t done, size_t total);

struct duban_import_options {
	int kind;	  /* ImportKind of event.proto */
	const char *file; /* file name kept in the journal */
	const struct duban_import_column *columns;
	size_t n_columns;
	const char *document; /* calendar: 文号 */
	bool city_override;
	bool replace; /* calendar: the file is the whole truth of its years */
	uint32_t year;
	duban_progress_fn *progress; /* may be NULL */
	void *userdata;
	const char *for_unit, *for_person; /* on whose behalf it is imported, or NULL */
	const char *why; /* for the second person, if the import needs one, or NULL */
};

struct duban_import; /* opaque; must be freed before the handle that it was made on */

/* Copies the options and their strings. */
DUBAN_API int duban_import_new(struct duban *d, const struct duban_import_options *options,
			       struct duban_import **ret);
/* Adds one row: `n_columns` cells, UTF-8, NULL = empty; `line` is the line in the file (the header
 * is line 1). */
DUBAN_API int duban_import_row(struct duban_import *import, uint32_t line,
			       const char *const *cells);
/* Sends the parts not sent yet, then the commit. Results as duban_call(). It may be called again:
 * first with `dry_run` and then for real (parts are sent again only if the daemon no longer has
 * them), or after DUBAN_E_TIMEOUT to find out what happened; it then uses the same request id. */
DUBAN_API int duban_import_commit(struct duban_import *import, bool dry_run,
				  struct duban_reply **ret);
/* NULL-safe. */
DUBAN_API void duban_import_free(struct duban_import *import);

#ifdef __cplusplus
}
#endif
