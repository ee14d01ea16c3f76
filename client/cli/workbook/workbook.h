/* An office's own list as the projects of it: what is a project and what is not, row by row, with
 * the figures that the sheet declares for itself. No row goes by unsaid: it is imported, skipped
 * for a reason, or wrong. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/cli/workbook/columns/text.h"

struct csvfile;
struct workbook_asked;

enum workbook_money { WORKBOOK_MONEY_TOTAL, WORKBOOK_MONEY_PLAN, WORKBOOK_MONEY_MAX_ };

struct workbook_project {
	uint32_t row;
	size_t sheet; /* of the workbook */
	const char *code, *name, *mark, *unit, *sector, *category, *stage, *place, *content, *list,
	    *batch, *owner, *legal_entity; /* "" = none */
	uint32_t year, start, finish;
	bool has[WORKBOOK_MONEY_MAX_];
	int64_t fen[WORKBOOK_MONEY_MAX_];
	bool twice; /* stands in an earlier sheet, too */
};

/* A row skipped, a cell in error: `code` of messages.csv. */
struct workbook_note {
	uint32_t row;
	size_t sheet;
	const char *column, *value, *code, *arg;
	const char *text; /* NULL: the text of `code` with `arg` */
};

enum workbook_figure { WORKBOOK_COUNT, WORKBOOK_SUM_TOTAL, WORKBOOK_SUM_PLAN };

struct workbook_check {
	uint32_t row;
	size_t sheet;
	const char *group;
	enum workbook_figure figure;
	int64_t declared, found; /* 分, or projects */
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
	struct workbook_notes skipped, errors,
	    unknown;		       /* unknown headers: arg = the suggested column */
	struct workbook_notes remarks; /* other things a person should know */
	struct workbook_check *check;
	size_t n_checks;
	uint32_t rows_read;
	size_t sheets, workbooks_read; /* of the workbook; those with projects */
	const char **name;	       /* of each sheet; "" of a CSV file */
	bool too_many;
};
