/* Reports (报送): handed in, passed or returned level by level, confirmed by the office. */
#include "client/cli/report/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/frame/verb.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/done.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "duban.h"
#include "proto/cleanup.h"
#include "text/date.h"
#include "text/money.h"
#include "text/number.h"
#include "text/room.h"

/* ---- submit */

static const struct verb_option submit_options[] = {
    {"period", "YYYY-MM", "the month reported (报告期)"},
    {"form", "FORM", "月报 (if not given), 周报, 日报, 更正, 说明"},
    {"invested", MONEY_VALUE, "invested in that time (完成投资): 120.5万元"},
    {"cumulative", MONEY_VALUE, "invested since the start (累计完成投资)"},
    {"statistics", MONEY_VALUE, "invested in that time, as the statistics count it (列统投资)"},
    {"cumulative-statistics", MONEY_VALUE,
     "invested since the start, as the statistics count it (列统累计)"},
    {"percent", "0-100", "progress (形象进度)"},
    {"text", "TEXT", "progress in words (形象进度)"},
    {"on", "DATE", "the day, or a day of the week, of a 日报 or 周报; today if not given"},
    {"evidence", "SM3", "digest of stored evidence (佐证); may be given several times"},
    {"reason", "TEXT", "why (理由), of a correction"},
    {},
};

/* A request about a link's clock: who reviews it decides. */
static bool eases(const Duban__Report *r)
{
	return r->form == DUBAN__REPORT_FORM__REPORT_FORM_LINK_EXTENSION ||
	       r->form == DUBAN__REPORT_FORM__REPORT_FORM_LINK_SUSPENSION ||
	       r->form == DUBAN__REPORT_FORM__REPORT_FORM_LINK_CANCELLATION;
}

/* What was understood of the amounts. */
static void put_amounts(const Duban__Report *r)
{
	const struct {
		const char *column;
		const Duban__Money *money;
	} all[] = {{"invested", r->invested},
		   {"cumulative", r->cumulative},
		   {"statistics", r->statistics},
		   {"cumulative_statistics", r->cumulative_statistics}};
	char money[TEXT_ROOM];
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].money)
			(void)printf("  %s %s万元\n", import_column_head("reports", all[i].column),
				     money_text_exact(all[i].money->fen, MONEY_UNIT_WAN, money));
}

int report_print_taken(struct cli *c, const Duban__Reply *r)
{
	char num[24], month[TEXT_ROOM];
	if (r->body_case != DUBAN__REPLY__BODY_REPORT || !r->report->report)
		return done_print(c, r); /* what the office moves needs no report */
	const Duban__Report *report = r->report->report;
	bool reviewed = report->state == DUBAN__REPORT_STATE__REPORT_STATE_REVIEWED;
	(void)snprintf(num, sizeof num, "%u", report->num);
	if (report->form == DUBAN__REPORT_FORM__REPORT_FORM_MONTHLY && !reviewed)
		cli_say(c, "report.taken", num, r->report->project,
			month_text(report->period_month, month), NULL);
	else if (eases(report))
		cli_say(c, reviewed ? "report.asked_office" : "report.asked", num,
			r->report->project,
			message_enum_term(&duban__report_form__descriptor, (int)report->form),
			r->report->reviewer, NULL);
	else
		cli_say(c, reviewed ? "report.taken_by_office" : "report.taken_form", num,
			r->report->project,
			message_enum_term(&duban__report_form__descriptor, (int)report->form),
			NULL);
	put_amounts(report);
	remarks_print(c, r->report->remark, r->report->n_remark);
	return 0;
}

static int json_submit(struct cli *c, const Duban__Reply *r)
{
	struct json j = {.out = stdout};
	if (r->body_case != DUBAN__REPLY__BODY_REPORT || !r->report->report)
		return 0;
	int rc = cli_names(c, r->report->project, &j.names);
	if (rc != 0)
		return rc;
	json_object(&j, NULL);
	json_fields(&j, &r->report->report->base);
	remarks_json(&j, r->report->remark, r->report->n_remark);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

FORM(report_submit, REPORT_SUBMIT, .words = "project");
VERB(report_submit, .noun = "report", .verb = "submit", .args = "CODE", .form = &form_report_submit,
     .options = submit_options, .print = report_print_taken, .json = json_submit,
     .help = "hand in a report (报送), for a month unless --form says otherwise; it waits for "
	     "review (待审)");

/* ---- pass, return */

static int run_review(struct cli *c, Duban__Verdict verdict, size_t n, const char *reason)
{
	Duban__ReportReviewRequest q = DUBAN__REPORT_REVIEW_REQUEST__INIT;
	_cleanup_free_ Duban__ReportVerdict *v = calloc(n, sizeof *v);
	_cleanup_free_ Duban__ReportVerdict **all = calloc(n, sizeof *all);
	if (!v || !all)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		duban__report_verdict__init(&v[i]);
		v[i].verdict = verdict;
		v[i].reason = cli_loose(reason);
		if (!number_parse(cli_word(c, i), UINT32_MAX, &v[i].report))
			return cli_fail(c, CLI_USAGE, "usage.number", message("head.report_num"),
					cli_word(c, i), NULL);
		all[i] = &v[i];
	}
	q.verdict = all;
	q.n_verdict = n;
	return CLI_ASK(c, REPORT_REVIEW, report_review, &q, NULL);
}

static size_t words_given(const struct cli *c)
{
	size_t n = 0;
	while (cli_word(c, n))
		n++;
	return n;
}

static int run_pass(struct cli *c)
{
	return run_review(c, DUBAN__VERDICT__VERDICT_PASS, words_given(c), NULL);
}

/* The words from `first` on, with blanks between them; malloc'ed. */
static char *joined(const struct cli *c, size_t first)
{
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	for (size_t i = first; cli_word(c, i); i++)
		(void)fprintf(out, "%s%s", i > first ? " " : "", cli_word(c, i));
	if (fclose(out) != 0)
		return NULL;
	return ret;
}

/* `report return 3 缺少发票`: the words after the number are why. After several numbers they could
 * be anything: a number may belong to them. */
static int run_return(struct cli *c)
{
	const char *given = cli_option(c, "reason");
	uint32_t num;
	size_t n = 0, words = words_given(c);
	while (n < words && number_parse(cli_word(c, n), UINT32_MAX, &num))
		n++;
	if (n == 0)
		return cli_fail(c, CLI_USAGE, "usage.number", message("head.report_num"),
				cli_word(c, 0), NULL);
	if (n < words && (given || n > 1))
		return cli_fail(c, CLI_USAGE, "usage.return_words", cli_word(c, n), NULL);
	_cleanup_free_ char *reason = n < words ? joined(c, n) : NULL;
	if (n < words && !reason)
		return -ENOMEM;
	return run_review(c, DUBAN__VERDICT__VERDICT_RETURN, n, reason ? reason : given);
}

static int print_review(struct cli *c, const Duban__Reply *r)
{
	char reviewed[16], confirmed[16], returned[16];
	if (r->body_case != DUBAN__REPLY__BODY_REPORT_REVIEW)
		return 0;
	const Duban__ReportReviewReply *b = r->report_review;
	(void)snprintf(reviewed, sizeof reviewed, "%u", b->reviewed);
	(void)snprintf(confirmed, sizeof confirmed, "%u", b->confirmed);
	(void)snprintf(returned, sizeof returned, "%u", b->returned);
	cli_say(c, "report.reviewed", reviewed, confirmed, returned, NULL);
	return 0;
}

static const struct verb_option return_options[] = {
    {"reason", "TEXT", "why (理由); after a single number it may be given as words"},
    {},
};
#define NUMS_MAX 1000

VERB(report_pass, .noun = "report", .verb = "pass", .args = "NUM...", .min = 1, .max = NUMS_MAX,
     .requests = "report_review",
     .help = "pass reports (审核通过); from the office: confirm them (确认)", .run = run_pass,
     .print = print_review);
VERB(report_return, .noun = "report", .verb = "return", .args = "NUM... [REASON]", .min = 1,
     .max = NUMS_MAX, .options = return_options, .requests = "report_review",
     .help = "return reports to the sender for correction (退回)", .run = run_return,
     .print = print_review);

/* ---- list */

/* The columns of `import reports`, and more for reading. A list written to a file can be imported
 * again after the verdicts were filled in. */
static const char *const columns[] = {
    "project", "project_name", "num",	     "form",	      "period",
    "on",      "invested",     "cumulative", "statistics",    "cumulative_statistics",
    "percent", "text",	       "state",	     "unit",	      "reviewer",
    "link",    "stage",	       "booked",     "return_reason", "verdict",
    "reason",  "by",	       "for_unit",   "for_person",
};
enum { N_COLUMNS = sizeof columns / sizeof *columns };

static void put_number(struct print_table *t, uint32_t n, bool known)
{
	if (known)
		table_number(t, n);
	else
		table_cell(t, "");
}

static void put_money(struct print_table *t, const Duban__Money *m, const char *unit)
{
	table_money(t, m ? &m->fen : NULL, unit);
}

static void put_row(struct cli *c, struct print_table *t, const Duban__ReportRow *r,
		    const char *unit)
{
	table_cell(t, r->project);
	table_cell(t, r->project_name);
	table_number(t, r->num);
	table_cell(t, message_enum_term(&duban__report_form__descriptor, (int)r->form));
	table_month(t, r->period_month);
	table_date(t, r->on_date);
	put_money(t, r->invested, unit);
	put_money(t, r->cumulative, unit);
	put_money(t, r->statistics, unit);
	put_money(t, r->cumulative_statistics, unit);
	put_number(t, r->percent, r->has_percent);
	table_cell(t, r->text);
	table_cell(t, message_enum_term(&duban__report_state__descriptor, (int)r->state));
	table_cell(t, cli_unit_name(c, r->unit));
	table_cell(t, cli_unit_name(c, r->reviewer));
	put_number(t, r->link, r->link != 0);
	table_cell(t, message_enum_term(&duban__stage__descriptor, (int)r->stage));
	table_month(t, r->booked_month);
	table_cell(t, r->return_reason);
	table_cell(t, "");
	table_cell(t, r->reason);
	table_cell(t, r->by);
	table_cell(t, *r->for_unit ? cli_unit_name(c, r->for_unit) : "");
	table_cell(t, r->for_person);
}

static struct print_table *new_table(void)
{
	static const char *const money = "invested cumulative statistics cumulative_statistics "
					 "num percent link";
	const char *heads[N_COLUMNS + 1] = {NULL};
	for (size_t i = 0; i < N_COLUMNS; i++)
		heads[i] = strstr(money, columns[i]) ? ">" : "";
	struct print_table *t = table_new(heads);
	for (size_t i = 0; t && i < N_COLUMNS; i++)
		table_head(t, i, import_column_head("reports", columns[i]));
	return t;
}

static int print_list(struct cli *c, const Duban__Reply *unused)
{
	(void)unused;
	const char *unit = "万元";
	int r = cli_option(c, "in") ? project_money_unit(c, &unit) : 0;
	if (r != 0)
		return r;
	struct print_table *t = new_table();
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < c->n_row; i++)
		put_row(c, t, c->row[i], unit);
	/* A file keeps its empty columns: the verdicts are filled in there. */
	if (!cli_option(c, "out"))
		table_drop_empty(t);
	r = c->n_row > 0 || cli_option(c, "out") ? cli_table(c, t) : 0;
	table_free(t);
	return r;
}

static const struct verb_option list_options[] = {
    {"state", "STATE", "待审, 待确认, 已确认, 退回, 已替换"},
    {"project", "CODE", "of this project"},
    {"unit", "UNIT", "of the projects of this unit and all units below it"},
    {"month", "YYYY-MM", "of this month (报告期)"},
    {"form", "FORM", "月报, 周报, 日报, 环节办结, 阶段申报, 更正, 说明"},
    {"mine", NULL, "only those that wait for my action (待我办理), with those returned to me"},
    MONEY_OPTION,
    OUT_OPTION,
    {},
};

FORM(report_list, REPORT_LIST, .fields = "month=month");
VERB(report_list, .noun = "report", .verb = "list", .form = &form_report_list,
     .options = list_options, .print = print_list,
     .help = "list reports (报送); --out writes a file in which verdicts (结论) can be filled in "
	     "for import reports");
