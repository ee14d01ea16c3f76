/* A table as a file: CSV as spreadsheets open it (UTF-8 with its mark, CRLF), or a workbook. */
#pragma once

#include "client/cli/print/table.h"

/* 0 or -errno; the file may then be there in part. */
int out_csv(const char *path, const struct table *t);
int out_xlsx(const char *path, const struct table *t);

/* A column's head, with the unit of its money: "总投资（万元）". malloc'ed; NULL: memory. */
char *out_head(const struct table *t, size_t column);
