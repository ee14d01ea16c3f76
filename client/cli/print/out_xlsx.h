/* A table written as an .xlsx workbook with typed cells. */
#pragma once

struct table;

int out_xlsx(const char *path, const struct table *t);
