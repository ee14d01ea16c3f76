/* The rows below the header: what the cells of each are, and what kind of row that makes it. */
#pragma once

struct workbook_reading;

/* Fills r->line: facts, then kinds; up to another table's header. */
void workbook_lines(struct workbook_reading *r);
#define WORKBOOK_TRADE_BYTES 60 /* a longer section's title is no trade */
