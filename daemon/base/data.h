/* The data shipped in daemon/data, inside the program. */
#pragma once

#include "proto/bytes.h"

struct bytes data_bands(void);	    /* bands.csv */
struct bytes data_calendar(void);   /* calendar-cn.csv */
struct bytes data_parameters(void); /* parameters.csv */
struct bytes data_papers(void);	    /* papers.csv */
struct bytes data_templates(void);  /* templates.csv */

/* Calls `add` with the cells of each line below the header. They stay in `text`, which is the
 * caller's for good. The files are ours: no quotes, no commas in a cell; a broken line is a
 * broken build and the tests say so. */
struct data_text {
	char *text;
	size_t size;
};
void data_rows(struct bytes csv, struct data_text into, size_t columns, void (*add)(char **cell));
