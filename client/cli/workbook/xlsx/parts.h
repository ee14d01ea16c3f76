/* Where the parts of a workbook are: by the relationships that name them, not by customary names.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct archive;

enum { PART_ROOM = 512 };

struct xlsx_part {
	char *id;   /* by which the source names it */
	char *type; /* the last word of its type: worksheet, sharedStrings */
	char *name; /* as the archive has it, without a leading slash */
};

struct xlsx_parts {
	struct xlsx_part *part;
	size_t n;
};

/* The parts that `source` refers to; "" = the package itself. Targets outside the file are left
 * out. 0, -ENOMEM, STATUS_INVALID (archive_why()). To be freed with parts_done() in any case. */
int parts_read(struct archive *a, const char *source, struct xlsx_parts *ret);
/* By id, or the first of a type; NULL: none. */
const struct xlsx_part *parts_by_id(const struct xlsx_parts *p, const char *id);
const struct xlsx_part *parts_by_type(const struct xlsx_parts *p, const char *type);
void parts_done(struct xlsx_parts *p);

/* What the list of content types says of a part, in `buf` of PART_ROOM bytes; "" = nothing. */
int parts_content_type(struct archive *a, const char *name, char *buf);
