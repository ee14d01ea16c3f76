/* What one header says; shared by the pieces that find the header and that suggest a --map. */
#pragma once

#include "client/cli/workbook/columns/header.h"

/* Fills all of h but its place. */
void sheet_head_read(struct pool *p, const struct sheet_asked *asked, const char *text,
		     struct sheet_head *h);
/* The years that a title or a file's name says, each once; how many. */
size_t sheet_years(const char *plain, uint32_t *ret, size_t max);
