/* Reads the rows below the header: the meaning of their cells, and the kind of each row. */
#pragma once

struct workbook_reading;

/* Fills in r->line, up to the header of another table. */
void workbook_lines(struct workbook_reading *r);
