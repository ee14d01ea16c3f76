/* A table written as an .xlsx workbook with typed cells. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct print_table;
struct lxw_worksheet;

int out_xlsx(const char *path, const struct print_table *t);

/* On paper: A4 across, as wide as the page, the row of heads on each. */
void out_xlsx_paper(struct lxw_worksheet *sheet, uint32_t heads);
/* A number as it is written ("12.3"), and how wide a column of so many characters is. */
void out_xlsx_number(struct lxw_worksheet *sheet, uint32_t row, uint16_t col, const char *text);
void out_xlsx_width(struct lxw_worksheet *sheet, uint16_t col, size_t characters);
