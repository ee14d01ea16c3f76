/* Imports files of records: units, people, projects, chains, calendar. The header is read here; the
 * cells are sent as they are, and the daemon checks every value and imports all rows or none. */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "client/cli/evidence/files.h"
#include "client/cli/form/form.h"
#include "client/cli/form/record.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/import/blank.h"
#include "client/cli/import/columns.h"
#include "client/cli/import/csvfile.h"
#include "client/cli/import/describe.h"
#include "client/cli/import/print.h"
#include "client/cli/import/probe.h"
#include "client/cli/import/source.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/report.h"
#include "client/cli/workbook/workbook.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/record/record.h"
#include "proto/wire.h"
#include "text/money.h"
#include "text/rate.h"

struct import_job {
	struct cli *c;
	const char *kind, *path;
	int kind_number;
	struct csvfile file;
	struct import_columns columns;
	struct problems problems;
	const char *without; /* a column: only rows in which it is empty; NULL: all rows */
	bool done;	     /* read as an office's own list, which has been reported completely */
	struct workbook told;
};

/* The header in the file. In Chinese, a canonical English header is shown by its Chinese name. */
static const char *header_at(const struct import_job *j, size_t k)
{
	const char *head = csv_cell(&j->file, 0, k);
	size_t at = j->columns.at[k];
	const char *column = at != IMPORT_SKIP ? j->columns.column[at].name : "";
	return strcasecmp(head, column) == 0 ? import_column_head(j->kind, column) : head;
}

/* Checks here what the wire cannot carry, because only here the cell is known: control characters,
 * and cells longer than a part. */
static void check_cell(struct import_job *j, size_t row, size_t k)
{
	const char *s = csv_cell(&j->file, row, k), *head = header_at(j, k);
	const struct csvunread *u = csv_unread(&j->file, row, k);
	uint32_t line = j->file.row[row].line;
	if (u) {
		PROBLEM(&j->problems, .code = u->code, .line = line, .column = head, .value = s,
			.arg = u->at);
		return;
	}
	enum wire_fault w = *s ? wire_check_text(BYTES_STR(s)) : WIRE_FINE;
	if (w == WIRE_BAD_UTF8)
		PROBLEM(&j->problems, .code = "import.bad_utf8", .line = line, .column = head);
	else if (w != WIRE_FINE)
		PROBLEM(&j->problems, .code = "import.bad_character", .line = line, .column = head,
			.value = s);
	else if (strlen(s) > IMPORT_PART_BYTES / 8)
		PROBLEM(&j->problems, .code = "import.cell_too_long", .line = line, .column = head);
}

static void check_row(struct import_job *j, size_t row)
{
	const struct csvrow *r = &j->file.row[row];
	char have[24];
	bool extra = false;
	for (size_t k = j->columns.n_cells; k < r->n; k++)
		extra |= *csv_cell(&j->file, row, k) != '\0';
	if (r->n < j->columns.n_cells || extra) {
		(void)snprintf(have, sizeof have, "%u", r->n);
		PROBLEM(&j->problems, .code = "import.row_length", .line = r->line, .arg = have);
		return;
	}
	for (size_t k = 0; k < j->columns.n_cells; k++)
		if (j->columns.at[k] != IMPORT_SKIP)
			check_cell(j, row, k);
}

static int check(struct import_job *j)
{
	int r =
	    import_columns(&j->file, j->kind, cli_option(j->c, "unit"), &j->columns, &j->problems);
	if (r < 0)
		return r;
	size_t rows = 0;
	for (size_t i = 1; j->columns.n > 0 && i < j->file.n_rows; i++)
		if (!csv_row_empty(&j->file, i)) {
			check_row(j, i);
			rows++;
		}
	if (rows == 0 && j->problems.n == 0)
		PROBLEM(&j->problems, .code = "import.no_rows", .line = 1);
	problems_end(&j->problems);
	if (j->problems.failed)
		return -ENOMEM;
	return j->problems.n > 0 ? STATUS_INVALID : 0;
}

static int progress(void *user, size_t done, size_t total)
{
	struct import_job *j = user;
	char share[RATE_TEXT_MAX];
	if (isatty(STDERR_FILENO) && total > 0)
		(void)fprintf(stderr, "\r%s %5s%%%s", j->path,
			      rate_text((__int128)done, (__int128)total, share),
			      done == total ? "\n" : "");
	return 0;
}

static int send_rows(struct import_job *j, struct duban_import *import)
{
	const char *cell[IMPORT_COLUMNS_MAX];
	for (size_t i = 1; i < j->file.n_rows; i++) {
		if (csv_row_empty(&j->file, i))
			continue;
		for (size_t k = 0; k < j->columns.n_cells; k++)
			if (j->columns.at[k] != IMPORT_SKIP)
				cell[j->columns.at[k]] = csv_cell(&j->file, i, k);
		int r = duban_import_row(import, j->file.row[i].line, cell);
		if (r < 0)
			return cli_failure(j->c, r, duban_failure(j->c->d));
	}
	return 0;
}

static int options(struct import_job *j, struct duban_import_options *o)
{
	const char *slash = strrchr(j->path, '/');
	*o = (struct duban_import_options){.kind = j->kind_number,
					   .file = slash ? slash + 1 : j->path,
					   .columns = j->columns.column,
					   .n_columns = j->columns.n,
					   .document = cli_option(j->c, "document"),
					   .city_override = cli_flag(j->c, "override"),
					   .replace = cli_flag(j->c, "replace"),
					   .progress = progress,
					   .userdata = j,
					   .for_unit = cli_option(j->c, "for-unit"),
					   .for_person = cli_option(j->c, "for-person"),
					   .why = cli_option(j->c, "why")};
	return cli_number(j->c, "year", 9999, &o->year);
}

/* The file's header for a canonical column name, else the name that people see. */
static const char *header_of(const void *of, const char *column)
{
	const struct import_job *j = of;
	for (size_t k = 0; k < j->columns.n_cells; k++)
		if (j->columns.at[k] != IMPORT_SKIP &&
		    strcmp(j->columns.column[j->columns.at[k]].name, column) == 0)
			return header_at(j, k);
	return import_column_head(j->kind, column);
}

/* Prints the report on an import of projects, which is the same for a file with our headers and for
 * an office's own list. */
static int report(struct import_job *j, Duban__Problem *const *p, size_t n,
		  const Duban__Reply *reply)
{
	struct workbook *s = &j->told;
	const Duban__ImportDone *d = reply ? reply->import->done : NULL;
	struct workbook_report r = {.path = j->path,
				    .s = s,
				    .dry_run = cli_flag(j->c, "dry-run"),
				    .reply = reply ? reply->import : NULL,
				    .seq = reply ? reply->last_seq : 0};
	for (size_t i = 1; i < j->file.n_rows; i++)
		r.rows_read += !csv_row_empty(&j->file, i);
	workbook_report_problems(s, p, n, false);
	if (d) {
		r.imported = d->rows;
		r.total = d->totals && d->totals->total ? d->totals->total->fen : 0;
		r.plan = d->totals && d->totals->plan ? d->totals->plan->fen : 0;
	}
	return s->pool.failed ? -ENOMEM : workbook_report_print(j->c, &r);
}

static bool reports(const struct import_job *j)
{
	return j->c->json && strcmp(j->kind, "projects") == 0;
}

/* The reply names columns by their canonical names. Text output shows the file's headers
 * instead. */
static int refused(struct import_job *j, const Duban__Reply *r)
{
	if (reports(j) && cli_flag(j->c, "dry-run") && r->n_problem > 0)
		return report(j, r->problem, r->n_problem, NULL);
	if (j->c->json || r->n_problem == 0)
		return cli_refused(j->c, r);
	Duban__Problem *copy = calloc(r->n_problem, sizeof *copy);
	Duban__Problem **list = calloc(r->n_problem, sizeof *list);
	int rc = -ENOMEM;
	for (size_t i = 0; copy && list && i < r->n_problem; i++) {
		copy[i] = *r->problem[i];
		copy[i].column = cli_loose(header_of(j, copy[i].column));
		list[i] = &copy[i];
	}
	if (copy && list)
		rc = cli_problems(j->c, (int)r->status, list, r->n_problem);
	free(copy);
	free(list);
	return rc;
}

static void told_json(struct json *json, const void *of)
{
	workbook_notes_json(json, of);
}

/* A workbook's remarks come with the result. */
static int done(struct import_job *j, const Duban__Reply *r)
{
	struct import_told t = {.path = j->path, .of = &j->told};
	t.more = j->told.remarks.n > 0 ? told_json : NULL;
	if (!j->c->json)
		workbook_notes_print(stdout, &j->told);
	return import_print(j->c, r, &t);
}

static int upload(struct import_job *j)
{
	struct duban_import_options o;
	struct duban_import *import = NULL;
	struct duban_reply *reply = NULL;
	int r = options(j, &o);
	if (r == 0)
		r = cli_connect(j->c);
	if (r != 0)
		return r;
	r = duban_import_new(j->c->d, &o, &import);
	if (r < 0)
		return cli_failure(j->c, r, duban_failure(j->c->d));
	r = send_rows(j, import);
	if (r == 0) {
		r = duban_import_commit(import, cli_flag(j->c, "dry-run"), &reply);
		if (r < 0)
			r = cli_failure(j->c, r, duban_failure(j->c->d));
		else if (r > 0)
			r = refused(j, duban_reply_get(reply));
		else if (reports(j) &&
			 duban_reply_get(reply)->body_case == DUBAN__REPLY__BODY_IMPORT)
			r = report(j, NULL, 0, duban_reply_get(reply));
		else
			r = done(j, duban_reply_get(reply));
	}
	duban_reply_free(reply);
	duban_import_free(import);
	return r;
}

/* Adds what the daemon finds in a file that is refused here. */
static int probe(struct import_job *j)
{
	struct import_probe p = {.c = j->c, .file = &j->file, .columns = &j->columns, .of = j};
	int r = options(j, &p.options);
	p.head = j->c->json ? NULL : header_of;
	r = r ? r : import_probe(&p, &j->problems);
	return r ? r : STATUS_INVALID;
}

/* Only the rows in which that column is empty. */
static void keep_without(struct import_job *j)
{
	size_t cell = 0, n = 1;
	while (cell < j->file.row[0].n &&
	       strcmp(import_column_of(j->kind, csv_cell(&j->file, 0, cell)), j->without) != 0)
		cell++;
	for (size_t i = 1; i < j->file.n_rows; i++)
		if (!*csv_cell(&j->file, i, cell))
			j->file.row[n++] = j->file.row[i];
	j->file.n_rows = n;
	j->done = n == 1;
}

/* `bytes`: the folder whose evidence/ has the files that the rows refer to, or NULL. `without`: as
 * in record.h, or NULL. */
static int import_file(struct cli *c, const struct record *kind, const char *path,
		       const char *bytes, const char *without)
{
	const char *unit = cli_option(c, "unit");
	struct import_job j = {.c = c, .kind = kind->name, .path = path, .without = without};
	j.kind_number = (int)kind->kind;
	if (unit && money_unit_of(unit) == MONEY_UNIT_NONE)
		return cli_fail(c, CLI_USAGE, "usage.money_unit", unit, NULL);
	int r = import_source_read(c, path,
				   &(struct import_source){kind->name, &j.file, &j.told,
							   &j.problems, .own_list = &j.done});
	if (r == 0 && without && j.file.n_rows > 0)
		keep_without(&j);
	if (r == 0 && !j.done)
		r = check(&j);
	r = r == STATUS_INVALID && j.columns.n > 0 ? probe(&j) : r;
	if (r == 0 && bytes)
		r = evidence_import(c, bytes, &j.file);
	if (r == STATUS_INVALID && j.problems.n > 0 && reports(&j) && cli_flag(c, "dry-run"))
		r = report(&j, j.problems.problem, j.problems.n, NULL);
	else if (r == STATUS_INVALID && j.problems.n > 0)
		r = cli_problems(c, STATUS_INVALID, j.problems.problem, j.problems.n);
	else if (r == 0 && !j.done)
		r = upload(&j);
	csv_done(&j.file);
	import_columns_done(&j.columns);
	problems_done(&j.problems);
	workbook_done(&j.told);
	return r;
}

/* Writes an empty file of the kind, or imports a filled one. */
static int run_import(struct cli *c)
{
	const char *path = cli_word(c, 0), *blank = cli_option(c, "blank");
	if (!path == !blank)
		return cli_fail(c, CLI_USAGE, "import.file_or_blank", c->verb->verb, NULL);
	const struct record *kind = record_named(c->verb->verb);
	return blank ? import_blank(c, kind, blank) : import_file(c, kind, path, NULL, NULL);
}

static void columns_help(const struct verb *v, FILE *out)
{
	import_columns_help(record_named(v->verb), out);
}

static void columns_json(const struct verb *v, struct json *j)
{
	import_columns_json(record_named(v->verb), j);
}

/* DIR/KIND.csv, or the workbook that took its place. *ret NULL: neither is there. */
static int file_of(const char *dir, const char *kind, char **ret)
{
	static const char *const endings[] = {"csv", "xlsx"};
	for (size_t i = 0; i < 2; i++) {
		_cleanup_free_ char *path = NULL;
		if (asprintf(&path, "%s/%s.%s", dir, kind, endings[i]) < 0)
			return -ENOMEM;
		if (access(path, F_OK) != 0)
			continue;
		*ret = TAKE_PTR(path);
		return 0;
	}
	return 0;
}

/* The kind's file of that folder; a kind without a file is skipped. */
static int import_from(struct cli *c, const struct record *k, const char *dir, const char *without,
		       size_t *io_files)
{
	bool files = k->kind == DUBAN__IMPORT_KIND__IMPORT_KIND_EVIDENCE;
	_cleanup_free_ char *path = NULL;
	int r = file_of(dir, k->name, &path);
	if (r != 0 || !path)
		return r;
	++*io_files;
	r = import_file(c, k, path, files ? dir : NULL, without);
	if (r != 0 && !c->json)
		(void)fprintf(stderr, "  %s\n", path);
	return r;
}

/* Imports the files of an export in the order of the kinds, behind the rows that name nothing. */
static int run_all(struct cli *c)
{
	struct stat st;
	const char *dir = cli_word(c, 0);
	size_t n = 0, kinds;
	const struct record *const *all = records_all(&kinds);
	int r = 0;
	if (stat(dir, &st) != 0)
		return cli_fail(c, CLI_LOCAL, "local.unreadable", dir, message_errno(errno), NULL);
	for (size_t i = 0; r == 0 && i < kinds; i++)
		if (all[i]->first_without)
			r = import_from(c, all[i], dir, all[i]->first_without, &n);
	for (size_t i = 0; r == 0 && i < kinds; i++)
		if (all[i]->order)
			r = import_from(c, all[i], dir, NULL, &n);
	return r == 0 && n == 0 ? cli_fail(c, CLI_LOCAL, "import.no_files", dir, NULL) : r;
}

#define ENCODING_OPTION                                                                            \
	{                                                                                          \
		"encoding", "auto|utf-8|gb18030", "encoding of the file; auto if not given"        \
	}
#define UNIT_OPTION                                                                                \
	{                                                                                          \
		"unit", "万元", "unit of money columns whose header and cells name none"           \
	}
#define SHEET_OPTIONS                                                                              \
	{"sheet", "NAME|N", "only this sheet of a workbook"},                                      \
	{                                                                                          \
		"hidden", NULL, "also hidden rows, columns and sheets of a workbook"               \
	}
#define COMMON_OPTIONS                                                                             \
	{"blank", "FILE.xlsx",                                                                     \
	 "write an empty workbook to fill in instead, with its columns explained (空表)"},         \
	    {"dry-run", NULL, "check all, show before → after, change nothing (试运行)"},          \
	    ENCODING_OPTION, UNIT_OPTION, SHEET_OPTIONS

static const struct verb_option options_common[] = {COMMON_OPTIONS, {}};
static const struct verb_option options_calendar[] = {
    COMMON_OPTIONS,
    {"document", "文号", "the notice's document number"},
    {"override", NULL, "days set by the city, not by a notice (市级调整)"},
    {"replace", NULL,
     "the file is the whole truth of its years: days that only older notices name no longer apply"},
    {"year", "YYYY", "the year of the notice"},
    {},
};

static const struct verb_option options_projects[] = {
    COMMON_OPTIONS,
    {"year", "YYYY", "year of a sheet whose title and name do not name it"},
    {"parts", "in|own", "rows numbered (1) or 1.1 below another: its parts (子项), or projects"},
    {"map", "HEADER=COLUMN", "read this header as that column; - leaves it out; may be repeated"},
    {},
};

#define IMPORT_VERB(name, opts, text)                                                              \
	VERB(import_##name, .noun = "import", .verb = #name, .args = "FILE", .min = 0, .max = 1,   \
	     .options = opts, .requests = "import_part import_commit", .run = run_import,          \
	     .help = text, .more = columns_help, .more_json = columns_json)

IMPORT_VERB(projects, options_projects,
	    "projects (项目) from a CSV file or workbook, with control totals, or from an office's "
	    "own sheet");
IMPORT_VERB(calendar, options_calendar,
	    "a holiday notice (节假日安排) from a CSV file or workbook");

/* Adds `import KIND` for all other kinds, from their descriptions. */
static void import_verbs(struct verb_list *all)
{
	size_t n;
	const struct record *const *r = records_all(&n);
	for (size_t i = 0; i < n; i++) {
		if (!r[i]->order || verb_listed(all, "import", r[i]->name))
			continue;
		struct described *d = calloc(1, sizeof *d);
		if (!d)
			return;
		(void)snprintf(d->help, sizeof d->help, "%s (%s) from a CSV file or workbook",
			       record_term(r[i], false), record_term(r[i], true));
		(void)snprintf(d->zh, sizeof d->zh, "从 CSV 或工作簿导入%s",
			       record_term(r[i], true));
		d->verb = (struct verb){.noun = "import",
					.verb = r[i]->name,
					.args = "FILE",
					.min = 0,
					.max = 1,
					.more = columns_help,
					.more_json = columns_json,
					.options = options_common,
					.requests = "import_part import_commit",
					.run = run_import,
					.help = r[i]->cli.import ? r[i]->cli.import : d->help,
					.zh = d->zh};
		verb_list_add(all, &d->verb);
	}
}
VERB_MAKER(2, import_verbs);

static const struct verb_option options_all[] = {ENCODING_OPTION, UNIT_OPTION, SHEET_OPTIONS, {}};
VERB(import_all, .noun = "import", .verb = "all", .args = "DIR", .min = 1, .max = 1,
     .options = options_all, .requests = "import_part import_commit", .run = run_all,
     .help = "import what `export DIR` wrote, kind by kind; stops at the first refusal");

static const struct verb_option options_revert[] = {DRY_RUN_OPTION, {}};
FORM(revert, IMPORT_REVERT, .words = "import_seq");
VERB(import_revert, .noun = "import", .verb = "revert", .args = "SEQ", .form = &form_revert,
     .options = options_revert,
     .help = "undo an import, given the number it printed; refused if later events depend on it "
	     "(撤销导入)");
