/* Projects: the list, and one with its lamps and reports. */
#include <errno.h>

#include "client/cli/cli.h"
#include "client/cli/out.h"
#include "client/cli/rows.h"
#include "client/cli/table.h"
#include "client/cli/text.h"
#include "proto/cleanup.h"
#include "proto/wire.h"

static int gather(struct cli *c, Duban__ProjectListRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, PROJECT_LIST, project_list, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->project_list->n_project; i++)
			if (rows_add(rows, r->project_list->project[i]) < 0)
				return -ENOMEM;
		q->after = r->project_list->next;
	} while (*q->after);
	return 0;
}

static int put_rows_json(struct cli *c, const struct rows *rows)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++)
		json_message(&j, NULL, rows->row[i]);
	json_end_array(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int run_list(struct cli *c)
{
	const char *money;
	Duban__ProjectListRequest q = DUBAN__PROJECT_LIST_REQUEST__INIT;
	q.find = cli_loose(cli_word(c, 0));
	q.unit = cli_loose(cli_option(c, "unit"));
	q.list = cli_loose(cli_option(c, "list"));
	q.category = cli_loose(cli_option(c, "category"));
	int r = project_money_unit(c, &money);
	if (r != 0)
		return r;
	_cleanup_(rows_done) struct rows rows = {};
	r = gather(c, &q, &rows);
	if (r != 0)
		return r;
	c->reply = NULL;
	project_sort(&rows);
	if (cli_json(c))
		return put_rows_json(c, &rows);
	r = project_table(c, &rows, money);
	if (r == 0) {
		char n[24];
		(void)snprintf(n, sizeof(n), "%zu", rows.n);
		cli_say(c, "project.count", n, NULL);
	}
	return r;
}

static int run_show(struct cli *c)
{
	const char *money;
	Duban__ProjectShowRequest q = DUBAN__PROJECT_SHOW_REQUEST__INIT;
	q.project = cli_loose(cli_word(c, 0));
	int r = project_money_unit(c, &money);
	return r ? r : CLI_ASK(c, PROJECT_SHOW, project_show, &q, NULL);
}

static void put_fact(const char *head, const char *value)
{
	if (value && *value) {
		const char *name = message_term("head", head);
		(void)printf("%s%*s%s\n", name,
			     (int)(text_width(name) < 18 ? 18 - text_width(name) : 1), "", value);
	}
}

static void put_lists(const Duban__ProjectRow *p)
{
	for (size_t i = 0; i < p->n_list; i++)
		put_fact("list", p->list[i]);
}

static void put_project(struct cli *c, const Duban__ProjectRow *p, const char *money)
{
	char buf[80], number[24];
	put_fact("code", p->code);
	put_fact("project_name", p->name);
	put_fact("lamp",
		 message_term("level", wire_enum_name(&duban__level__descriptor, (int)p->level)));
	put_fact("unit", *p->unit_name ? p->unit_name : p->unit);
	put_fact("sector", cli_unit_name(c, p->sector));
	put_fact("category", p->category);
	put_fact("stage",
		 message_term("stage", wire_enum_name(&duban__stage__descriptor, (int)p->stage)));
	put_fact("total", project_money(p->total, money, buf, sizeof(buf)));
	put_fact("plan", project_money(p->plan, money, buf, sizeof(buf)));
	(void)snprintf(number, sizeof(number), "%u", p->year);
	put_fact("year", p->year ? number : "");
	put_fact("planned_start", text_month(p->planned_start_month, buf));
	put_fact("planned_finish", text_month(p->planned_finish_month, buf));
	put_lists(p);
	put_fact("batch", p->batch);
}

static int put_reports(const Duban__ProjectShowReply *s, const char *money)
{
	static const char *const heads[] = {"period", ">invested", "state", "text", NULL};
	char buf[80];
	struct table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < s->n_report; i++) {
		const Duban__Report *r = s->report[i];
		table_cell(t, text_month(r->period_month, buf));
		table_cell(t, project_money(r->invested, money, buf, sizeof(buf)));
		table_cell(
		    t, message_term("report_state", wire_enum_name(&duban__report_state__descriptor,
								   (int)r->state)));
		table_cell(t, r->text);
	}
	int r = table_print(t, stdout);
	table_free(t);
	return r;
}

static int print_show(struct cli *c, const Duban__Reply *reply)
{
	const Duban__ProjectShowReply *s = reply->project_show;
	const char *money;
	char links[24], done[24];
	_cleanup_(rows_done) struct rows rows = {};
	int r = project_money_unit(c, &money);
	if (r != 0 || !s->project)
		return r;
	put_project(c, s->project, money);
	(void)snprintf(links, sizeof(links), "%u", s->links);
	(void)snprintf(done, sizeof(done), "%u", s->links_done);
	cli_say(c, "project.links", done, links, NULL);
	for (size_t i = 0; i < s->n_warning; i++)
		if (rows_add(&rows, s->warning[i]) < 0)
			return -ENOMEM;
	warning_sort(&rows);
	if (rows.n > 0) {
		(void)fputc('\n', stdout);
		r = warning_table(c, &rows);
	}
	if (r == 0 && s->n_report > 0) {
		(void)fputc('\n', stdout);
		/* A month's investment is smaller than a project: 万元, unless asked otherwise. */
		r = put_reports(s, cli_option(c, "in") ? money : "万元");
	}
	return r;
}

static int json_show(struct cli *c, const Duban__Reply *reply)
{
	const Duban__ProjectShowReply *s = reply->project_show;
	struct json j = {.out = stdout};
	int r = cli_names(c, s->project ? s->project->code : NULL, &j.names);
	if (r != 0)
		return r;
	json_object(&j, NULL);
	if (s->project)
		json_fields(&j, &s->project->base);
	json_field(&j, "links", &s->base, "links");
	json_field(&j, "links_done", &s->base, "links_done");
	json_field(&j, "warnings", &s->base, "warning");
	json_field(&j, "reports", &s->base, "report");
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

/* Several projects bear the name: which ones. */
static void put_candidates(struct cli *c, struct json *j, const Duban__Reply *r)
{
	if (r->body_case != DUBAN__REPLY__BODY_PROJECT_SHOW)
		return;
	const Duban__ProjectShowReply *s = r->project_show;
	if (j)
		json_array(j, "candidates");
	for (size_t i = 0; i < s->n_candidate; i++) {
		const Duban__ProjectRow *p = s->candidate[i];
		if (!j) {
			(void)fprintf(stderr, "  %s  %s\n", p->code, p->name);
			continue;
		}
		json_object(j, NULL);
		json_text(j, "code", p->code);
		json_text(j, "name", p->name);
		json_end_object(j);
	}
	if (j)
		json_end_array(j);
	(void)c;
}

static const struct verb_option list_options[] = {
    {"unit", "UNIT", "of this unit and all below"},
    {"list", "LIST", "on this list (清单)"},
    {"category", "CATEGORY", "of this category (类别)"},
    {"in", "元|万元|亿元", "how people see money"},
    OUT_OPTION,
    {},
};

static const struct verb_option show_options[] = {
    {"in", "元|万元|亿元", "how people see money"},
    {},
};

VERB(project_list, .noun = "project", .verb = "list", .args = "[PART-OF-NAME]", .max = 1,
     .options = list_options, .requests = "project_list",
     .help = "projects (项目), worst lamp first", .run = run_list);
VERB(project_show, .noun = "project", .verb = "show", .args = "CODE|PART-OF-NAME", .min = 1,
     .max = 1, .options = show_options, .requests = "project_show",
     .help = "one project with its lamps and reports", .run = run_show, .print = print_show,
     .json = json_show, .refused = put_candidates);
