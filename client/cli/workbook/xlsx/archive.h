/* The entries of a .xlsx file, which is a ZIP archive. They are inflated piece by piece, never as a
 * whole, and only while the archive keeps to the limits of proto/limits.h. The reader of a workbook
 * keeps here why it refuses one. Belongs to the process that reads workbooks. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "proto/bytes.h"

struct archive;

/* Gets the next piece of an entry. 0, or a result that ends the reading and is handed on. */
typedef int archive_sink(void *user, const char *piece, size_t size, bool last);

/* `raw` must live as long as the archive. Never NULL on success; -ENOMEM, or STATUS_INVALID with a
 * code of messages.csv in *ret_code. */
int archive_open(struct bytes raw, struct archive **ret, const char **ret_code);
struct archive *archive_free(struct archive *a);

/* Is there an entry of this name? Names are compared as the format demands, without case. */
bool archive_has(const struct archive *a, const char *name);
/* Hands the entry to the sink; the last call has `last` set and may be empty. -ENOMEM, the sink's
 * result, or STATUS_INVALID: missing, damaged, encrypted, over a limit (archive_why()). */
int archive_read(struct archive *a, const char *name, archive_sink *sink, void *user);

/* Refuses the workbook: keeps `code`, unless an earlier one is kept, and returns STATUS_INVALID. */
int archive_refuse(struct archive *a, const char *code);
/* The code of the refusal; "sheet.book_damaged" if none was kept. */
const char *archive_why(const struct archive *a);
