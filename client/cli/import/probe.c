#include "client/cli/import/probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "duban.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "text/utf8.h"

#define CELL_SENT 200 /* bytes of a cell that is too long */

/* Without these, a row says nothing that could be checked further. */
static bool hopeless(const struct problems *p)
{
	static const char *const codes[] = {"import.missing_column", "import.column_twice",
					    "sheet.merged", "import.no_rows"};
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
			if (strcmp(p->problem[i]->code, codes[k]) == 0)
				return true;
	return false;
}

static bool has_line(const struct problems *p, size_t n, uint32_t line)
{
	for (size_t i = 0; i < n; i++)
		if (p->problem[i]->line == line)
			return true;
	return false;
}

static char *sendable(const char *s)
{
	char *ret = strndup(s, utf8_cut(s, CELL_SENT));
	if (ret && wire_check_text(BYTES_STR(ret)) != WIRE_FINE)
		for (char *t = ret; *t; t++)
			if ((unsigned char)*t < ' ' || (unsigned char)*t >= 0x7F)
				*t = '_';
	return ret;
}

/* `bad`: something in the row cannot be sent as it is. */
static int send_row(const struct import_probe *p, struct duban_import *import, size_t row, bool bad)
{
	const char *cell[IMPORT_COLUMNS_MAX];
	char *own[IMPORT_COLUMNS_MAX] = {};
	int r = 0;
	for (size_t k = 0; k < p->columns->n_cells; k++) {
		size_t at = p->columns->at[k];
		if (at == IMPORT_SKIP)
			continue;
		cell[at] = csv_cell(p->file, row, k);
		if (bad)
			cell[at] = own[at] = sendable(cell[at]);
		r = cell[at] ? r : -ENOMEM;
	}
	if (r == 0)
		r = duban_import_row(import, p->file->row[row].line, cell);
	for (size_t k = 0; k < p->columns->n; k++)
		free(own[k]);
	return r;
}

static int send_rows(const struct import_probe *p, struct duban_import *import,
		     const struct problems *found)
{
	int r = 0;
	for (size_t i = 1; r == 0 && i < p->file->n_rows; i++)
		if (!csv_row_empty(p->file, i))
			r = send_row(p, import, i, has_line(found, found->n, p->file->row[i].line));
	return r;
}

static int by_line(const void *a, const void *b)
{
	const Duban__Problem *x = *(Duban__Problem *const *)a, *y = *(Duban__Problem *const *)b;
	/* how many more there are is said last */
	bool last_x = strcmp(x->code, "import.more_problems") == 0;
	bool last_y = strcmp(y->code, "import.more_problems") == 0;
	if (last_x != last_y)
		return last_x ? 1 : -1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	int r = strcmp(x->column, y->column);
	return r ? r : strcmp(x->code, y->code);
}

/* What the daemon says of a row that was not sent as it is would only repeat what is known, and
 * what it misses may stand in the column whose header is not known. */
static void take(const struct import_probe *p, const Duban__Reply *reply, struct problems *io)
{
	size_t found = io->n;
	bool heads = has_line(io, found, p->file->row[0].line);
	for (size_t i = 0; i < reply->n_problem; i++) {
		const Duban__Problem *q = reply->problem[i];
		if ((q->line && has_line(io, found, q->line)) || (heads && !*q->value))
			continue;
		problem_copy(io, q, p->head ? p->head(p->of, q->column) : q->column);
	}
	qsort(io->problem, io->n, sizeof(Duban__Problem *), by_line);
}

int import_probe(const struct import_probe *p, struct problems *io)
{
	struct duban_import *import = NULL;
	struct duban_reply *reply = NULL;
	struct duban_import_options options = p->options;
	bool told = p->c->told;
	options.progress = NULL;
	if (p->columns->n == 0 || io->n > IMPORT_PROBLEMS_MAX || hopeless(io))
		return 0;
	p->c->told = true; /* that no daemon answers is not said: the file is at fault */
	int r = cli_connect(p->c);
	p->c->told = told;
	if (r == 0)
		r = duban_import_new(p->c->d, &options, &import);
	if (r == 0)
		r = send_rows(p, import, io);
	if (r == 0)
		r = duban_import_commit(import, true, &reply);
	if (r == STATUS_INVALID)
		take(p, duban_reply_get(reply), io);
	duban_reply_free(reply);
	duban_import_free(import);
	return io->failed || r == -ENOMEM ? -ENOMEM : 0;
}
