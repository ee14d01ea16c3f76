/* The number formats of a workbook's cells: a cell names a style, the style a format. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/xlsx/format.h"

struct archive;

struct styles {
	struct format *of; /* of each style */
	size_t n;
};

/* 0, -ENOMEM, STATUS_INVALID (archive_why()). To be freed with styles_done() in any case. */
int styles_read(struct archive *a, const char *part, struct styles *ret);
/* NULL: there is no such style. In a workbook without styles all cells have the plain one. */
const struct format *styles_at(const struct styles *s, uint32_t style);
void styles_done(struct styles *s);
