/* A table written as an .xlsx workbook with typed cells. */
#pragma once

#include <stdint.h>

struct print_table;
struct lxw_worksheet;

int out_xlsx(const char *path, const struct print_table *t);

/* On paper: A4 across, as wide as the page, the row of heads on each. */
void out_xlsx_paper(struct lxw_worksheet *sheet, uint32_t heads);
