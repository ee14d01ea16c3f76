#include "client/cli/chain/dates.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/import/columns.h"
#include "client/cli/import/csvfile.h"
#include "client/cli/import/source.h"
#include "client/cli/project/code.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/workbook.h"
#include "proto/limits.h"
#include "text/date.h"
#include "text/number.h"

enum { DATES_PROJECT, DATES_NO, DATES_DATE, DATES_COLUMNS_ };

static const char *const names[] = {"project", "no", "date"};

struct dates_file {
	struct csvfile *f;
	size_t at[DATES_COLUMNS_];
	struct problems problems;
};

/* A workbook's table must be all in sight: here nothing could say what was left out. */
static int load(struct cli *c, const char *path, struct dates_file *x)
{
	struct workbook told = {};
	struct import_source from = {
	    .kind = "chains", .grid = x->f, .told = &told, .problems = &x->problems};
	int r = import_source_read(c, path, &from);
	if (r == 0 && from.hides)
		r = cli_fail(c, STATUS_INVALID, "sheet.hidden_here", path, NULL);
	workbook_done(&told);
	return r;
}

static size_t column_of(const char *head)
{
	const char *column = import_column_of("chains", head);
	if (strcmp(head, "date") == 0 || strcmp(head, "日期") == 0 || strcmp(column, "limit") == 0)
		return DATES_DATE;
	for (size_t i = 0; i < DATES_DATE; i++)
		if (strcmp(column, names[i]) == 0)
			return i;
	return DATES_COLUMNS_;
}

static bool is_name(const char *head)
{
	return strcmp(head, "项目名称") == 0 || strcmp(head, "工程名称") == 0;
}

/* Other columns, such as the names of projects and links, are for the reader only; but the names of
 * projects tell of which project a row is where no column has their codes. */
static void read_head(struct dates_file *x)
{
	for (size_t i = 0; i < DATES_COLUMNS_; i++)
		x->at[i] = SIZE_MAX;
	for (size_t k = 0; x->f->n_rows > 0 && k < x->f->row[0].n; k++) {
		size_t i = column_of(csv_cell(x->f, 0, k));
		if (i < DATES_COLUMNS_ && x->at[i] == SIZE_MAX)
			x->at[i] = k;
	}
	for (size_t k = 0; x->f->n_rows > 0 && k < x->f->row[0].n; k++)
		if (x->at[DATES_PROJECT] == SIZE_MAX && is_name(csv_cell(x->f, 0, k)))
			x->at[DATES_PROJECT] = k;
	for (size_t i = 0; i < DATES_COLUMNS_; i++)
		if (x->at[i] == SIZE_MAX)
			PROBLEM(&x->problems, .code = "import.missing_column", .line = 1,
				.column = names[i], .arg = names[i]);
}

static void read_row(struct dates_file *x, size_t row, struct chain_dates *io)
{
	const char *cell[DATES_COLUMNS_];
	uint32_t line = x->f->row[row].line;
	bool empty = true;
	for (size_t i = 0; i < DATES_COLUMNS_; i++) {
		cell[i] = csv_cell(x->f, row, x->at[i]);
		empty = empty && !*cell[i];
	}
	for (size_t i = 0; i < DATES_COLUMNS_; i++) {
		const struct csvunread *u = csv_unread(x->f, row, x->at[i]);
		if (!u)
			continue;
		PROBLEM(&x->problems, .code = u->code, .line = line, .column = names[i],
			.value = cell[i], .arg = u->at);
		return;
	}
	/* a template that was filled in partly: a link without a date stays without */
	if (empty || !*cell[DATES_DATE])
		return;
	Duban__ProjectLinkDate *d = &io->one[io->n];
	duban__project_link_date__init(d);
	d->project = cli_loose(cell[DATES_PROJECT]);
	if (!*cell[DATES_PROJECT])
		PROBLEM(&x->problems, .code = "cell.empty", .line = line, .column = "project");
	else if (!number_parse(cell[DATES_NO], LINK_NO_MAX, &d->no) || d->no == 0)
		PROBLEM(&x->problems, .code = "cell.bad_number", .line = line, .column = "no",
			.value = cell[DATES_NO]);
	else if (!ymd_parse(cell[DATES_DATE], &d->fixed_date))
		PROBLEM(&x->problems, .code = "cell.bad_date", .line = line, .column = "date",
			.value = cell[DATES_DATE]);
	else
		io->n++;
}

static int by_project(const void *a, const void *b)
{
	const Duban__ProjectLinkDate *x = a, *y = b;
	int r = strcmp(x->project, y->project);
	return r ? r : (x->no > y->no) - (x->no < y->no);
}

/* Puts codes in the place of names: the parts that the dates are sent in go by codes. */
static int name_projects(struct cli *c, struct dates_file *x)
{
	char last[NAME_MAX_BYTES + 1] = "", code[CODE_MAX + 1];
	int r = 0;
	for (size_t i = 1; r == 0 && x->problems.n == 0 && i < x->f->n_rows; i++) {
		const char *said = csv_cell(x->f, i, x->at[DATES_PROJECT]);
		if (!project_is_name(said) || strlen(said) > NAME_MAX_BYTES)
			continue;
		if (strcmp(said, last) != 0)
			r = project_code(c, said, code);
		if (r != 0)
			return r;
		(void)snprintf(last, sizeof last, "%s", said);
		r = csv_set(x->f, i, x->at[DATES_PROJECT], code);
	}
	return r;
}

static int read_rows(struct cli *c, struct dates_file *x, struct chain_dates *io)
{
	io->one = calloc(x->f->n_rows + 1, sizeof *io->one);
	io->list = calloc(x->f->n_rows + 1, sizeof(*io->list));
	if (!io->one || !io->list)
		return -ENOMEM;
	read_head(x);
	int r = name_projects(c, x);
	if (r != 0)
		return r;
	for (size_t i = 1, fine = x->problems.n == 0; fine && i < x->f->n_rows; i++)
		read_row(x, i, io);
	if (x->problems.failed)
		return -ENOMEM;
	if (io->n > 0)
		qsort(io->one, io->n, sizeof *io->one, by_project);
	for (size_t i = 0; i < io->n; i++)
		io->list[i] = &io->one[i];
	return 0;
}

int chain_dates_read(struct cli *c, const char *path, struct chain_dates *ret)
{
	struct dates_file x = {};
	*ret = (struct chain_dates){.file = calloc(1, sizeof(struct csvfile))};
	x.f = ret->file;
	int r = x.f ? load(c, path, &x) : -ENOMEM;
	if (r == 0)
		r = read_rows(c, &x, ret);
	if ((r == 0 || r == STATUS_INVALID) && x.problems.n > 0)
		r = cli_problems(c, STATUS_INVALID, x.problems.problem, x.problems.n);
	problems_done(&x.problems);
	return r;
}

void chain_dates_done(struct chain_dates *d)
{
	free(d->one);
	free(d->list);
	if (d->file)
		csv_done(d->file);
	free(d->file);
}

size_t chain_dates_part(const struct chain_dates *d, size_t first, const char **ret_until)
{
	size_t n = d->n - first;
	*ret_until = "";
	if (n <= CHAIN_DATES_MAX)
		return n;
	n = CHAIN_DATES_MAX;
	while (n > 1 && strcmp(d->one[first + n].project, d->one[first + n - 1].project) == 0)
		n--;
	*ret_until = d->one[first + n - 1].project;
	return n;
}
