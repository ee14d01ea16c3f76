/* What one header says; shared by the pieces that find the header and that suggest a --map. */
#pragma once

#include "client/cli/workbook/columns/header.h"

/* Fills all of h but its place. */
void workbook_head_read(struct pool *p, const struct workbook_asked *asked, const char *text,
			struct workbook_head *h);
/* The years that a title or a file's name says, each once; how many. */
size_t workbook_years(const char *plain, uint32_t *ret, size_t max);
