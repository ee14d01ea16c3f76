/* A file of rows, sent in parts and decided by one commit: all rows or none. The handle keeps
 * the rows (they are compared and sent again if the daemon lost them), so memory is about the
 * file's size; above IMPORT_BYTES_MAX or IMPORT_ROWS_MAX of limits.h it is refused. */
#pragma once

#include "duban/call.h"

#ifdef __cplusplus
extern "C" {
#endif

struct duban_import_column {
	const char *name; /* canonical English name */
	const char
	    *unit; /* of a money column: 元, 万元, 亿元; NULL or "" = each cell says its own */
};

/* Told after each part and before the commit (done == total). Not 0: stop, the import ends with
 * DUBAN_E_CANCELLED and nothing was imported. */
typedef int duban_progress_fn(void *userdata, size_t done, size_t total);

struct duban_import_options {
	int kind;	  /* ImportKind of event.proto */
	const char *file; /* a name for the record */
	const struct duban_import_column *columns;
	size_t n_columns;
	const char *document; /* calendar: 文号 */
	bool city_override;
	uint32_t year;
	duban_progress_fn *progress; /* may be NULL */
	void *userdata;
};

struct duban_import; /* opaque; belongs to the handle it was made on, free it first */

/* Options and strings are copied. */
DUBAN_API int duban_import_new(struct duban *d, const struct duban_import_options *options,
			       struct duban_import **ret);
/* One row: `n_columns` cells, UTF-8, NULL = empty; `line` as in the file (the header is 1). */
DUBAN_API int duban_import_row(struct duban_import *import, uint32_t line,
			       const char *const *cells);
/* Sends the parts not yet sent, then the commit; results as duban_call(). May be called again:
 * first with `dry_run`, then for real (only what the daemon no longer has is sent again); after
 * DUBAN_E_TIMEOUT to settle it, which then asks under the same request id. */
DUBAN_API int duban_import_commit(struct duban_import *import, bool dry_run,
				  struct duban_reply **ret);
/* NULL-safe. */
DUBAN_API void duban_import_free(struct duban_import *import);

#ifdef __cplusplus
}
#endif
