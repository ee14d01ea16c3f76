#include "client/cli/workbook/import.h"

#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/connect.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/import/columns.h"
#include "client/cli/workbook/book.h"
#include "client/cli/workbook/columns/header.h"
#include "client/cli/workbook/columns/names.h"
#include "client/cli/workbook/end.h"
#include "client/cli/workbook/heads.h"
#include "client/cli/workbook/limits.h"
#include "client/cli/workbook/read.h"
#include "client/cli/workbook/report.h"
#include "client/cli/workbook/strict.h"
#include "client/cli/workbook/workbook.h"
#include "duban.h"
#include "proto/limits.h"
#include "proto/wire.h"
#include "text/date.h"
#include "text/money.h"
#include "text/room.h"
#include "text/utf8.h"

enum {
	OUT_CODE,
	OUT_NAME,
	OUT_UNIT,
	OUT_SECTOR,
	OUT_CATEGORY,
	OUT_STAGE,
	OUT_TOTAL,
	OUT_PLAN,
	OUT_YEAR,
	OUT_START,
	OUT_FINISH,
	OUT_LIST,
	OUT_BATCH,
	OUT_PLACE,
	OUT_CONTENT,
	OUT_PROJECT_OWNER,
	OUT_LEGAL_ENTITY,
	OUT_MARK,
	OUT_MAX_
};

static const struct duban_import_column columns[OUT_MAX_] = {
    {.name = "code"},
    {.name = "name"},
    {.name = "unit"},
    {.name = "sector"},
    {.name = "category"},
    {.name = "stage"},
    {.name = "total", .unit = "元"},
    {.name = "plan", .unit = "元"},
    {.name = "year"},
    {.name = "planned_start"},
    {.name = "planned_finish"},
    {.name = "list"},
    {.name = "batch"},
    {.name = "place"},
    {.name = "content"},
    {.name = "project_owner"},
    {.name = "legal_entity"},
    {.name = "mark"},
};

/* ---- the options */

static int read_maps(struct cli *c, struct pool *p, struct workbook_asked *asked)
{
	for (size_t i = 0; i < c->args.n_options; i++) {
		const char *s = c->args.option[i].value;
		if (strcmp(c->args.option[i].name, "map") != 0)
			continue;
		const char *equal = strrchr(s, '=');
		const char *column = equal ? equal + 1 : "";
		if (workbook_column_of(column) == WORKBOOK_NOTHING)
			column = message_word("map", column);
		if (workbook_column_of(column) == WORKBOOK_NOTHING)
			return cli_fail(c, CLI_USAGE, equal ? "usage.map_column" : "usage.map", s,
					column, NULL);
		if (asked->n_map == WORKBOOK_MAPS_MAX)
			return cli_fail(c, CLI_USAGE, "usage.too_many_words", s, NULL);
		const char *head = pool_text(p, s, (size_t)(equal - s));
		asked->mapped[asked->n_map] = head;
		asked->map[asked->n_map++] =
		    (struct workbook_map){.head = workbook_plain(p, head), .column = column};
	}
	return 0;
}

static int read_parts(struct cli *c, struct workbook_asked *ret)
{
	const char *asked = cli_option(c, "parts");
	const char *said = asked ? message_word("place", asked) : "";
	if (asked && strcmp(said, "in") != 0 && strcmp(said, "own") != 0)
		return cli_fail(c, CLI_USAGE, "usage.parts", asked, NULL);
	ret->parts = !asked		       ? WORKBOOK_PARTS_BY_SUMS
		     : strcmp(said, "in") == 0 ? WORKBOOK_PARTS_IN
					       : WORKBOOK_PARTS_OWN;
	return 0;
}

static int read_asked(struct cli *c, struct pool *p, const char *path, struct workbook_asked *ret)
{
	const char *slash = strrchr(path, '/'), *unit = cli_option(c, "unit");
	ret->file = slash ? slash + 1 : path;
	ret->unit = unit ? money_unit_name(money_unit_of(unit)) : NULL;
	int r = cli_number(c, "year", DATE_MAX / 10000, &ret->year);
	if (r == 0 && ret->year && ret->year < DATE_MIN / 10000)
		return cli_fail(c, CLI_USAGE, "usage.number", "--year", cli_option(c, "year"),
				NULL);
	r = r ? r : read_parts(c, ret);
	return r ? r : read_maps(c, p, ret);
}

/* ---- the rows to send */

/* Descriptive texts are cut to the length that the daemon stores. */
static const char *cut(struct workbook *s, const struct workbook_project *p, const char *text,
		       size_t max)
{
	if (strlen(text) <= max)
		return text;
	WORKBOOK_NOTE(s, remarks, .row = p->row, .sheet = p->sheet, .value = text,
		      .code = "sheet.cut");
	return pool_text(&s->pool, text, utf8_cut(text, max));
}

static void fill(struct workbook *s, const struct workbook_project *p, const char **cell)
{
	char money[TEXT_ROOM], month[TEXT_ROOM];
	const char *fen[WORKBOOK_MONEY_MAX_];
	for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++)
		fen[m] = p->has[m] ? pool_format(&s->pool, "%s", money_text(p->fen[m], money)) : "";
	cell[OUT_CODE] = p->code;
	cell[OUT_NAME] = p->name;
	cell[OUT_UNIT] = p->unit;
	cell[OUT_SECTOR] = p->sector;
	cell[OUT_CATEGORY] = p->category;
	cell[OUT_STAGE] = p->stage;
	cell[OUT_TOTAL] = fen[0];
	cell[OUT_PLAN] = fen[1];
	/* Without a year the rows are only sent as a dry run (the missing year has been reported);
	 * any year will do. */
	cell[OUT_YEAR] = pool_format(&s->pool, "%u", p->year ? p->year : DATE_MAX / 10000);
	cell[OUT_START] = p->start_open ? pool_format(&s->pool, "%u", p->start / 100)
					: pool_format(&s->pool, "%s", month_text(p->start, month));
	cell[OUT_FINISH] = pool_format(&s->pool, "%s", month_text(p->finish, month));
	cell[OUT_LIST] = p->list;
	cell[OUT_BATCH] = p->batch;
	cell[OUT_PLACE] = cut(s, p, p->place, REASON_MAX);
	cell[OUT_CONTENT] = cut(s, p, p->content, TEXT_MAX);
	cell[OUT_PROJECT_OWNER] = cut(s, p, p->owner, NAME_MAX_BYTES);
	cell[OUT_LEGAL_ENTITY] = cut(s, p, p->legal_entity, NAME_MAX_BYTES);
	cell[OUT_MARK] = cut(s, p, p->mark, NAME_MAX_BYTES);
}

/* Checks for control and direction characters, which the wire does not accept. */
static bool check(struct workbook *s, const struct workbook_project *p, const char *const *cell)
{
	for (size_t k = 0; k < OUT_MAX_; k++) {
		if (!*cell[k] || wire_check_text(BYTES_STR(cell[k])) == WIRE_FINE)
			continue;
		WORKBOOK_NOTE(s, errors, .row = p->row, .sheet = p->sheet,
			      .column = columns[k].name, .code = "import.bad_character");
		return false;
	}
	return true;
}

static int send_one(struct cli *c, struct workbook *s, struct duban_import *import,
		    const struct workbook_project *p)
{
	const char *cell[OUT_MAX_];
	if (p->twice || !*p->name)
		return 0;
	fill(s, p, cell);
	if (!check(s, p, cell))
		return 0;
	int r = duban_import_row(import, (uint32_t)p->sheet * WORKBOOK_LINE_STEP + p->row, cell);
	return r < 0 ? cli_failure(c, r, duban_failure(c->d)) : 0;
}

static int send(struct cli *c, struct workbook *s, struct duban_import *import)
{
	int r = 0;
	for (size_t i = 0; r == 0 && i < s->n_projects; i++)
		r = send_one(c, s, import, &s->project[i]);
	for (size_t i = 0; r == 0 && i < s->n_bad; i++)
		r = send_one(c, s, import, &s->bad[i]);
	return r;
}

static void add_up(struct workbook_report *r)
{
	r->rows_read = r->s->rows_read;
	for (size_t i = 0; i < r->s->n_projects; i++) {
		const struct workbook_project *p = &r->s->project[i];
		if (p->twice)
			continue;
		r->imported++;
		if (p->has[0] && __builtin_add_overflow(r->total, p->fen[0], &r->total))
			r->total = INT64_MAX;
		if (p->has[1] && __builtin_add_overflow(r->plan, p->fen[1], &r->plan))
			r->plan = INT64_MAX;
	}
}

/* If there are errors, the good rows are still sent as a dry run: the daemon then finds unknown
 * units. */
static int upload(struct cli *c, struct workbook_report *report)
{
	struct workbook *s = report->s;
	struct duban_import_options o = {.kind = DUBAN__IMPORT_KIND__IMPORT_KIND_SHEET,
					 .columns = columns,
					 .n_columns = OUT_MAX_,
					 .for_unit = cli_option(c, "for-unit"),
					 .for_person = cli_option(c, "for-person"),
					 .why = cli_option(c, "why")};
	struct duban_import *import = NULL;
	struct duban_reply *reply = NULL;
	const char *slash = strrchr(report->path, '/');
	o.file = slash ? slash + 1 : report->path;
	if (s->n_projects + s->n_bad == 0)
		return workbook_report_print(c, report);
	/* if the list is at fault, it is said without a daemon, too */
	bool told = c->told;
	c->told |= s->errors.n > 0;
	int r = cli_connect(c);
	c->told = told;
	if (r != 0)
		return s->errors.n > 0 ? workbook_report_print(c, report) : r;
	r = duban_import_new(c->d, &o, &import);
	if (r < 0)
		return cli_failure(c, r, duban_failure(c->d));
	r = send(c, s, import);
	bool dry = report->dry_run || s->errors.n > 0;
	if (r == 0) {
		r = duban_import_commit(import, dry, &reply);
		const Duban__Reply *got = r < 0 ? NULL : duban_reply_get(reply);
		if (r < 0)
			r = cli_failure(c, r, duban_failure(c->d));
		else if (r > 0 && (r != STATUS_INVALID || got->n_problem == 0))
			r = cli_refused(c, got);
		else {
			if (r > 0)
				workbook_report_problems(s, got->problem, got->n_problem, true);
			else if (got->body_case == DUBAN__REPLY__BODY_IMPORT && got->import->done) {
				report->reply = got->import;
				report->seq = got->last_seq;
			}
			r = workbook_report_print(c, report);
		}
	}
	duban_reply_free(reply);
	duban_import_free(import);
	return r;
}

/* A --map whose header is nowhere: mistyped, it would leave the list as it was. */
static void tell_maps(struct workbook *s, const struct workbook_asked *asked)
{
	for (size_t i = 0; i < asked->n_map; i++)
		if (s->workbooks_read > 0 && !s->mapped[i])
			WORKBOOK_NOTE(s, remarks, .column = asked->mapped[i],
				      .code = "sheet.map_unused");
}

static int finish(struct cli *c, const char *path, struct workbook *s,
		  const struct workbook_asked *asked)
{
	struct workbook_report report = {.path = path, .s = s, .dry_run = cli_flag(c, "dry-run")};
	tell_maps(s, asked);
	int r = workbook_end(s);
	if (r < 0)
		return r;
	add_up(&report);
	if (report.imported > IMPORT_ROWS_MAX)
		return cli_fail(c, STATUS_INVALID, "import.too_many_rows", NULL);
	if (report.imported == 0 && s->errors.n == 0)
		WORKBOOK_NOTE(s, errors, .row = 1, .code = "sheet.nothing");
	return upload(c, &report);
}

int workbook_import_csv(struct cli *c, const char *path, const struct csvfile *grid)
{
	struct workbook s = {};
	struct workbook_asked asked = {};
	int r = read_asked(c, &s.pool, path, &asked);
	if (r == 0) {
		workbook_add(&s, grid, &asked, "");
		r = finish(c, path, &s, &asked);
	}
	workbook_done(&s);
	return r;
}

/* A row that is hidden is accounted for as skipped. */
static void tell_hidden_rows(struct workbook *s, const struct workbook_sheet *from)
{
	for (size_t i = 0; i < from->n_hidden_rows; i++)
		WORKBOOK_NOTE(s, skipped, .row = from->hidden_row[i], .sheet = s->sheets - 1,
			      .code = "sheet.hidden_row");
	s->rows_read += (uint32_t)from->n_hidden_rows;
}

/* Projects below the first row of a merged amount, which have none of their own. */
static bool lacks_money(const struct workbook *s, const struct workbook_merge *g, int money)
{
	for (size_t i = 0; i < s->n_projects; i++) {
		const struct workbook_project *p = &s->project[i];
		if (p->sheet == s->sheets - 1 && p->row > g->row && p->row <= g->last_row &&
		    !p->has[money])
			return true;
	}
	return false;
}

/* An amount that is merged over several projects is read once, for the first of them. */
static void tell_merged_money(struct workbook *s, const struct workbook_sheet *from)
{
	for (size_t i = 0; i < from->n_merges; i++)
		for (int m = 0; m < WORKBOOK_MONEY_MAX_; m++) {
			const struct workbook_merge *g = &from->merge[i];
			if (g->column == s->money_at[m] && lacks_money(s, g, m))
				WORKBOOK_NOTE(
				    s, remarks, .row = g->row, .sheet = s->sheets - 1,
				    .column = m == WORKBOOK_MONEY_TOTAL ? "total" : "plan",
				    .code = "sheet.merged_money",
				    .arg = pool_format(&s->pool, "%u-%u", g->row, g->last_row));
		}
}

static void add_sheet(struct cli *c, struct workbook *s, const struct workbook_file *b, size_t i,
		      const struct workbook_asked *asked)
{
	struct workbook_sheet *from = &b->sheet[i];
	if (from->grid.n_rows == 0 && from->n_hidden_rows == 0)
		return;
	if (!workbook_chosen(c, b, i)) {
		if (!cli_option(c, "sheet"))
			workbook_leave_out(s, from->name, "sheet.hidden_sheet");
		return;
	}
	size_t read = s->workbooks_read;
	workbook_add(s, &from->grid, asked, from->name);
	if (s->workbooks_read == read)
		return;
	workbook_tell(s, b, i, s->sheets - 1);
	tell_merged_money(s, from);
	tell_hidden_rows(s, from);
}

int workbook_import_book(struct cli *c, const char *path, const struct workbook_file *b,
			 bool *ret_done)
{
	struct workbook s = {};
	struct workbook_asked asked = {.from_1904 = b->from_1904};
	size_t n = 0, strict = 0;
	for (size_t i = 0; i < b->n; i++)
		if (workbook_chosen(c, b, i)) {
			n++;
			strict += import_is_strict(&b->sheet[i].grid);
		}
	*ret_done = strict != 1;
	if (!*ret_done)
		return 0;
	if (n == 0)
		return workbook_no_such_sheet(c, b);
	int r = read_asked(c, &s.pool, path, &asked);
	for (size_t i = 0; r == 0 && i < b->n; i++)
		add_sheet(c, &s, b, i, &asked);
	if (r == 0)
		r = finish(c, path, &s, &asked);
	workbook_done(&s);
	return r;
}
