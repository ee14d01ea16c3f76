/* Reports of a project's month (月报): investment and words. They move no link. */
#include "client/cli/cli.h"
#include "client/cli/text.h"

static int run_submit(struct cli *c)
{
	Duban__ReportSubmitRequest q = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT;
	const char *period = cli_option(c, "period"), *invested = cli_option(c, "invested");
	q.project = cli_loose(cli_word(c, 0));
	q.text = cli_loose(cli_option(c, "text"));
	if (!period)
		return cli_fail(c, CLI_USAGE, "usage.option_required", "period", NULL);
	if (!text_parse_month(period, &q.period_month))
		return cli_fail(c, CLI_USAGE, "usage.month", "period", period, NULL);
	if (invested) {
		if (!text_parse_money(invested, NULL, &money.fen))
			return cli_fail(c, CLI_USAGE, "usage.money", "invested", invested, NULL);
		q.invested = &money;
	}
	return CLI_ASK(c, REPORT_SUBMIT, report_submit, &q, NULL);
}

static int print_submit(struct cli *c, const Duban__Reply *r)
{
	char num[24], month[TEXT_ROOM], money[TEXT_ROOM] = "-";
	if (r->body_case != DUBAN__REPLY__BODY_REPORT || !r->report->report)
		return 0;
	const Duban__Report *report = r->report->report;
	(void)snprintf(num, sizeof(num), "%u", report->num);
	if (report->invested)
		text_yuan(report->invested->fen, money);
	cli_say(c, "report.taken", num, r->report->project, text_month(report->period_month, month),
		money, NULL);
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
	json_message(&j, NULL, &r->report->report->base);
	(void)fputc('\n', stdout);
	return 0;
}

static const struct verb_option submit_options[] = {
    {"period", "YYYY-MM", "the month reported (报告期)"},
    {"invested", "AMOUNT", "invested in that month (完成投资): 120.5万元; a bare number is 元"},
    {"text", "TEXT", "progress in words (形象进度)"},
    {},
};

VERB(report_submit, .noun = "report", .verb = "submit", .args = "CODE", .min = 1, .max = 1,
     .options = submit_options, .requests = "report_submit",
     .help = "hand in a month's report (月报); it waits for review (待审)", .run = run_submit,
     .print = print_submit, .json = json_submit);
