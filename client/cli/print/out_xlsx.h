/* A table written as an .xlsx workbook with typed cells. */
#pragma once

struct print_table;

int out_xlsx(const char *path, const struct print_table *t);
