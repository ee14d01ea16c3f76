/* The files of daemon/data, which are linked into the program. */
#pragma once

#include "proto/bytes.h"

struct bytes data_bands(void);	    /* bands.csv */
struct bytes data_cadences(void);   /* cadences.csv */
struct bytes data_calendar(void);   /* calendar-cn.csv */
struct bytes data_parameters(void); /* parameters.csv */
struct bytes data_ladders(void);    /* ladders.csv */
struct bytes data_papers(void);	    /* papers.csv */
struct bytes data_scores(void);	    /* scores.csv */
struct bytes data_templates(void);  /* templates.csv */
/* of publications: brief.txt, bulletin.txt ... */
struct bytes data_brief(void);
struct bytes data_bulletin(void);
struct bytes data_pack(void);
struct bytes data_daily(void);
struct bytes data_news(void);
struct bytes data_correction(void);

/* Calls `add` with the cells of each line below the header. The cells point into `text`, a buffer
 * of the caller that must stay valid as long as they are used. Quotes and commas inside a cell are
 * not supported: these files are part of the source tree, and the tests check their form. */
struct data_text {
	char *text;
	size_t size;
};
void data_rows(struct bytes csv, struct data_text into, size_t columns, void (*add)(char **cell));
