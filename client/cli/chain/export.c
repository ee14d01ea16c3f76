/* `chain export`: the chart of a year's chain (年度链条图), of one project or of all projects of a
 * list. */
#include <errno.h>
#include <string.h>

#include "client/cli/chain/chain.h"
#include "client/cli/chart/chart.h"
#include "client/cli/chart/page.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/date.h"
#include "text/room.h"

struct chain_exporting {
	struct cli *c;
	const char *file;
	uint32_t year, today;
	struct rows projects;	   /* ProjectRow */
	struct print_table *table; /* for a spreadsheet file */
	FILE *page;
	size_t n;
};

static const char *const heads[] = {"code",
				    "project_name",
				    ">no",
				    "link_name",
				    "class",
				    "unit",
				    "leader",
				    "person",
				    "after",
				    "limit",
				    "link_state",
				    "deadline",
				    "earliest_finish",
				    "latest_finish",
				    ">float_days",
				    NULL};

static bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);
	return n > k && strcmp(s + n - k, with) == 0;
}

/* ---- which projects */

static int find_one(struct chain_exporting *e, const char *code)
{
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	q.project = cli_loose(code);
	int rc = CLI_ASK(e->c, PROJECT_SHOW, project_show, &q, &r);
	return rc ? rc : rows_add(&e->projects, r->project_show->project);
}

static int find_list(struct chain_exporting *e, const char *list)
{
	Duban__ProjectListRequest q = DUBAN__PROJECT_LIST_REQUEST__INIT;
	q.list = cli_loose(list);
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(e->c, PROJECT_LIST, project_list, &q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->project_list->n_project; i++)
			if (rows_add(&e->projects, r->project_list->project[i]) < 0)
				return -ENOMEM;
		q.after = r->project_list->next;
	} while (*q.after);
	return 0;
}

/* ---- one chain */

static void put_cells(struct print_table *t, const Duban__ProjectRow *p, const Duban__LinkRow *l)
{
	char after[256] = "";
	size_t at = 0;
	for (size_t i = 0; i < l->n_after && at < sizeof after; i++)
		at += (size_t)snprintf(after + at, sizeof after - at, "%s%u", i ? ";" : "",
				       l->after[i]);
	table_cell(t, p->code);
	table_cell(t, p->name);
	table_number(t, l->no);
	table_cell(t, l->name);
	table_cell(t, message_enum_term(&duban__link_class__descriptor, (int)l->class_));
	table_cell(t, *l->unit_name ? l->unit_name : l->unit);
	table_cell(t, l->leader);
	table_cell(t, l->person);
	table_cell(t, after);
	table_cell(t, l->limit);
	table_cell(t, message_enum_term(&duban__link_state__descriptor, (int)l->state));
	table_date(t, l->deadline_date);
	table_date(t, l->earliest_finish_date);
	table_date(t, l->latest_finish_date);
	table_number(t, l->float_days);
}

static int put_page(struct chain_exporting *e, const Duban__ProjectRow *p,
		    const Duban__ChainShowReply *s, const struct rows *links)
{
	struct chart chart = {.project = p->code,
			      .name = p->name,
			      .unit = *p->unit_name ? p->unit_name : p->unit,
			      .year = s->year,
			      .start_date = s->start_date,
			      .finish_date = s->finish_date,
			      .today_date = e->today,
			      .link = (Duban__LinkRow *const *)links->row,
			      .n = links->n};
	page_chart(&chart, e->page);
	return 0;
}

static int put_chain(struct chain_exporting *e, const Duban__ProjectRow *p)
{
	_cleanup_(rows_done) struct rows links = {};
	const Duban__Reply *s;
	int r = chain_ask(e->c, p->code, e->year, &links, &s);
	if (r != 0)
		return r;
	if (e->page)
		r = put_page(e, p, s->chain_show, &links);
	for (size_t i = 0; e->table && i < links.n; i++)
		put_cells(e->table, p, links.row[i]);
	e->n++;
	return r;
}

/* Of a list, projects without a chain are left out. */
static bool has_chain(struct chain_exporting *e, const Duban__ProjectRow *p)
{
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	q.project = p->code;
	return CLI_ASK(e->c, PROJECT_SHOW, project_show, &q, &r) == 0 && r->project_show->links > 0;
}

static int put_all(struct chain_exporting *e, bool only_with_chain)
{
	int r = 0;
	for (size_t i = 0; i < e->projects.n && r == 0; i++)
		if (!only_with_chain || has_chain(e, e->projects.row[i]))
			r = put_chain(e, e->projects.row[i]);
	return r;
}

/* ---- the output file */

static int today(struct chain_exporting *e)
{
	Duban__StatusRequest q = DUBAN__STATUS_REQUEST__INIT;
	const Duban__Reply *r;
	char text[TEXT_ROOM];
	int rc = CLI_ASK(e->c, STATUS, status, &q, &r);
	if (rc != 0)
		return rc;
	instant_text_exact(r->status_reply->now, r->status_reply->zone_minutes, text);
	text[10] = '\0';
	return ymd_parse(text, &e->today) ? 0 : -EBADMSG;
}

static int write_pages(struct chain_exporting *e, const char *title, bool list)
{
	bool html = ends(e->file, ".html");
	e->page = fopen(e->file, "we");
	if (!e->page)
		return cli_fail(e->c, CLI_LOCAL, "local.unwritable", e->file, message_errno(errno),
				NULL);
	if (html)
		page_html_begin(title, e->page);
	int r = put_all(e, list);
	if (html)
		page_html_end(e->page);
	bool bad = ferror(e->page) != 0;
	if (fclose(e->page) != 0 || bad)
		return r ? r
			 : cli_fail(e->c, CLI_LOCAL, "local.unwritable", e->file,
				    message_errno(errno), NULL);
	return r;
}

static int write_table(struct chain_exporting *e, bool list)
{
	e->table = table_new(heads);
	int r = e->table ? put_all(e, list) : -ENOMEM;
	if (r == 0)
		r = cli_table(e->c, e->table);
	table_free(e->table);
	return r;
}

static void told_json(const struct chain_exporting *e)
{
	struct json j = {.out = stdout};
	json_object(&j, NULL);
	json_text(&j, "file", e->file);
	json_uint(&j, "pages", e->n);
	json_end_object(&j);
	(void)fputc('\n', stdout);
}

static int write_file(struct chain_exporting *e, const char *list)
{
	const char *code = cli_word(e->c, 0);
	bool page = ends(e->file, ".svg") || ends(e->file, ".html");
	int r = code ? find_one(e, code) : find_list(e, list);
	if (r == 0)
		r = today(e);
	if (r == 0)
		r = page ? write_pages(e, code ? code : list, !code) : write_table(e, !code);
	if (r != 0)
		return r;
	if (e->n == 0)
		return cli_fail(e->c, STATUS_NOT_FOUND, "chart.none", list, NULL);
	char n[24];
	(void)snprintf(n, sizeof n, "%zu", e->n);
	e->c->reply = NULL;
	cli_say(e->c, "chart.written", n, e->file, NULL);
	if (e->c->json && page) /* a table's rows were told when it was written */
		told_json(e);
	return 0;
}

static int run_export(struct cli *c)
{
	struct chain_exporting e = {.c = c, .file = cli_option(c, "out")};
	const char *list = cli_option(c, "list");
	if (!e.file)
		return cli_fail(c, CLI_USAGE, "usage.option_required", "out", NULL);
	if (!cli_word(c, 0) == !list)
		return cli_fail(c, CLI_USAGE, "chain.project_or_list", NULL);
	if (!ends(e.file, ".svg") && !ends(e.file, ".html") && !ends(e.file, ".csv") &&
	    !ends(e.file, ".xlsx"))
		return cli_fail(c, CLI_USAGE, "chart.bad_file", e.file, NULL);
	if (list && ends(e.file, ".svg"))
		return cli_fail(c, CLI_USAGE, "chart.one_project", NULL);
	int r = cli_number(c, "year", 9999, &e.year);
	if (r == 0)
		r = write_file(&e, list);
	rows_done(&e.projects);
	return r;
}

static const struct verb_option export_options[] = {
    {"list", "LIST", "all projects of this list that have a chain, one page each"},
    {"year", "YYYY", "the chain of that year; the project's current year if not given"},
    {"out", "FILE.svg|FILE.html|FILE.csv|FILE.xlsx", "the file to write (导出)"},
    {},
};
VERB(chain_export, .noun = "chain", .verb = "export", .args = "[CODE]", .min = 0, .max = 1,
     .options = export_options, .requests = "project_show project_list chain_show status",
     .help = "the year's chain as a chart (年度链条图) that prints on A3, or as a table",
     .run = run_export);
