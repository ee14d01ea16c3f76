/* An office's own list as the projects of it: what is a project and what is not, row by row, with
 * the figures that the sheet declares for itself. No row goes by unsaid: it is imported, skipped
 * for a reason, or wrong. */
#pragma once

#include "client/cli/workbook/columns/header.h"

enum sheet_money { SHEET_MONEY_TOTAL, SHEET_MONEY_PLAN, SHEET_MONEY_MAX_ };

struct sheet_project {
	uint32_t row;
	size_t sheet; /* of the workbook */
	const char *code, *name, *mark, *unit, *sector, *category, *stage, *place, *content, *list,
	    *batch, *owner, *legal_entity; /* "" = none */
	uint32_t year, start, finish;
	bool has[SHEET_MONEY_MAX_];
	int64_t fen[SHEET_MONEY_MAX_];
	bool twice; /* stands in an earlier sheet, too */
};

/* A row skipped, a cell in error: `code` of messages.csv. */
struct sheet_note {
	uint32_t row;
	size_t sheet;
	const char *column, *value, *code, *arg;
	const char *text; /* NULL: the text of `code` with `arg` */
};

enum sheet_figure { SHEET_COUNT, SHEET_SUM_TOTAL, SHEET_SUM_PLAN };

struct sheet_check {
	uint32_t row;
	size_t sheet;
	const char *group;
	enum sheet_figure figure;
	int64_t declared, found; /* 分, or projects */
	bool ok;
};

struct sheet_notes {
	struct sheet_note *note;
	size_t n;
};

struct sheet {
	struct pool pool;
	struct sheet_project *project;
	size_t n_projects;
	struct sheet_notes skipped, errors,
	    unknown;		    /* unknown headers: arg = the suggested column */
	struct sheet_notes remarks; /* other things a person should know */
	struct sheet_check *check;
	size_t n_checks;
	uint32_t rows_read;
	size_t sheets, sheets_read; /* of the workbook; those with projects */
	const char **name;	    /* of each sheet; "" of a CSV file */
	bool too_many;
};

/* Reads one grid; `name` "" or the sheet's. */
void sheet_add(struct sheet *s, const struct csvfile *f, const struct sheet_asked *asked,
	       const char *name);
/* Closes: a project that stands in two sheets is taken once. < 0: memory. */
int sheet_end(struct sheet *s);
void sheet_done(struct sheet *s);

void sheet_note(struct sheet *s, struct sheet_notes *to, const struct sheet_note *note);
#define SHEET_NOTE(s, to, ...) sheet_note((s), &(s)->to, &(struct sheet_note){__VA_ARGS__})
