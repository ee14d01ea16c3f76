/* An office's own list: which of its rows are projects, and the sums that the sheet declares. Every
 * row is accounted for: it is imported, skipped for a reason, or an error. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/text.h"
#include "client/cli/workbook/limits.h"
#include "proto/limits.h"

struct csvfile;
struct workbook_asked;

enum workbook_money { WORKBOOK_MONEY_TOTAL, WORKBOOK_MONEY_PLAN, WORKBOOK_MONEY_MAX_ };

struct workbook_project {
	uint32_t row;
	size_t sheet; /* index of the sheet */
	const char *code, *name, *mark, *unit, *sector, *category, *stage, *place, *content, *list,
	    *batch, *owner, *legal_entity; /* "" = none */
	uint32_t year, start, finish;
	bool start_open; /* only the year of the start is known */
	bool has[WORKBOOK_MONEY_MAX_];
	int64_t fen[WORKBOOK_MONEY_MAX_];
	bool twice; /* it is in an earlier row too */
};

/* A skipped row, or an error in a cell; `code` of messages.csv. */
struct workbook_note {
	uint32_t row;
	size_t sheet;
	const char *column, *value, *code, *arg, *second; /* arguments of its text */
	const char *text; /* NULL: use the text of `code` with `arg` */
};

enum workbook_figure { WORKBOOK_COUNT, WORKBOOK_SUM_TOTAL, WORKBOOK_SUM_PLAN };

struct workbook_check {
	uint32_t row;
	size_t sheet;
	const char *group;
	enum workbook_figure figure;
	int64_t declared, found; /* in 分, or a number of projects */
	bool ok;
};

struct workbook_notes {
	struct workbook_note *note;
	size_t n;
};

struct workbook {
	struct pool pool;
	struct workbook_project *project;
	size_t n_projects;
	struct workbook_project *bad; /* with a cell that is an error: sent to find their others */
	size_t n_bad;
	struct workbook_notes skipped, errors,
	    unknown;		       /* unknown headers; arg = the suggested column */
	struct workbook_notes remarks; /* other remarks for the user */
	struct workbook_check *check;
	size_t n_checks;
	uint32_t rows_read;
	size_t sheets, workbooks_read;	      /* of the workbook; those that have projects */
	const char **name;		      /* of each sheet; "" for a CSV file */
	size_t money_at[WORKBOOK_MONEY_MAX_]; /* columns of the last table; SIZE_MAX: none */
	bool mapped[WORKBOOK_MAPS_MAX];	      /* the header of this --map was found */
	bool too_many;
};
