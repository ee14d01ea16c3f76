/* One project, now or on a past day: its data, lamps, life, plans, figures and reports. */
#include "client/cli/project/show.h"

#include <errno.h>

#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "text/date.h"
#include "text/room.h"

static int put_warnings(struct cli *c, const Duban__ProjectShowReply *s)
{
	_cleanup_(rows_done) struct rows rows = {};
	for (size_t i = 0; i < s->n_warning; i++)
		if (rows_add(&rows, s->warning[i]) < 0)
			return -ENOMEM;
	warning_sort(&rows);
	if (rows.n > 0)
		(void)fputc('\n', stdout);
	return rows.n > 0 ? warning_table(c, &rows) : 0;
}

static int put_member(struct print_table *t, const Duban__Member *m)
{
	for (size_t i = 0; i < m->n_spell; i++) {
		const Duban__Spell *s = m->spell[i];
		table_cell(t, m->list);
		table_date(t, s->joined_date);
		table_cell(t, s->join_document);
		table_date(t, s->left_date);
		table_cell(t, s->leave_reason);
		table_cell(t, s->leave_document);
		table_cell(t, i + 1 < m->n_spell
				  ? ""
				  : message_enum_term(&duban__application_state__descriptor,
						      (int)m->application));
	}
	return 0;
}

static int put_members(const Duban__ProjectShowReply *s)
{
	static const char *const heads[] = {"list",   "joined",	  "document",	 "left",
					    "reason", "document", "application", NULL};
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < s->n_member; i++)
		put_member(t, s->member[i]);
	table_drop_empty(t);
	int r = 0;
	if (table_rows(t) > 0) {
		(void)printf("\n%s\n", message_term("section", "member"));
		r = table_print(t, stdout);
	}
	table_free(t);
	return r;
}

/* The project's data, its life and its acceptance are printed as one list. */
static int put_facts(struct cli *c, const Duban__ProjectShowReply *s)
{
	char links[24], done[24];
	int r = form_put_facts(c, &s->project->base, NULL);
	if (r == 0 && s->life)
		r = form_put_facts(c, &s->life->base,
				   "entered_date stopped_date resumed_date completed_date "
				   "accepted_date operating_date on_target_date archived_date "
				   "withdrawn_date library_document corrections");
	if (r == 0 && s->acceptance)
		r = form_put_facts(c, &s->acceptance->base, "organiser document open_defect");
	(void)snprintf(links, sizeof links, "%u", s->links);
	(void)snprintf(done, sizeof done, "%u", s->links_done);
	cli_say(c, "project.links", done, links, NULL);
	return r;
}

/* 未报: their figures are not 0, they are unknown. */
static void say_unreported(struct cli *c, const Duban__ProjectShowReply *s)
{
	_cleanup_(freep) char *months = NULL;
	size_t size;
	char text[TEXT_ROOM];
	FILE *out = s->n_unreported_month > 0 ? open_memstream(&months, &size) : NULL;
	if (!out)
		return;
	for (size_t i = 0; i < s->n_unreported_month; i++)
		(void)fprintf(out, "%s%s", i ? " " : "", month_text(s->unreported_month[i], text));
	if (fclose(out) == 0)
		cli_say(c, "project.unreported", months, NULL);
}

static int print_show(struct cli *c, const Duban__Reply *reply)
{
	const Duban__ProjectShowReply *s = reply->project_show;
	char seq[24];
	if (!s->project)
		return 0;
	(void)snprintf(seq, sizeof seq, "%llu", (unsigned long long)s->as_known_seq);
	if (cli_option(c, "as-of"))
		cli_say(c, "project.as_of", cli_option(c, "as-of"), NULL);
	if (cli_option(c, "as-known"))
		cli_say(c, "project.as_known", cli_option(c, "as-known"), seq, NULL);
	int r = put_facts(c, s);
	if (r == 0)
		r = put_warnings(c, s);
	if (r == 0)
		r = put_members(s);
	if (r == 0)
		r = form_put_section(
		    c, &s->base, "plan",
		    "year version kind amount planned_start_month planned_finish_month "
		    "document adopted_date goal");
	if (r == 0)
		r = form_put_section(
		    c, &s->base, "figure",
		    "month invested statistics cumulative cumulative_statistics percent "
		    "text confirmed_date");
	if (r == 0)
		say_unreported(c, s);
	return r ? r
		 : form_put_section(
		       c, &s->base, "report",
		       "num form period_month on_date invested percent state text reason");
}

int project_show_json(struct cli *c, const Duban__Reply *reply, FILE *out)
{
	const Duban__ProjectShowReply *s = reply->project_show;
	struct json j = {.out = out};
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
	json_field(&j, "life", &s->base, "life");
	json_field(&j, "plans", &s->base, "plan");
	json_field(&j, "figures", &s->base, "figure");
	json_field(&j, "unreported", &s->base, "unreported_month");
	json_field(&j, "members", &s->base, "member");
	json_field(&j, "acceptance", &s->base, "acceptance");
	remarks_json(&j, reply->remark, reply->n_remark);
	if (s->as_known_seq)
		json_uint(&j, "as_known_seq", s->as_known_seq);
	else
		json_null(&j, "as_known_seq");
	json_end_object(&j);
	(void)fputc('\n', out);
	return 0;
}

static int json_show(struct cli *c, const Duban__Reply *reply)
{
	return project_show_json(c, reply, stdout);
}

/* Several projects have the name that was given: lists them. */
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

static const struct verb_option options[] = {
    {"as-of", "DATE", "as it was at the end of that day, from what is known now (当日实况)"},
    {"as-known", "DATE", "as it was at the end of that day, from what was known then (当日所知)"},
    MONEY_OPTION,
    {},
};

FORM(show, PROJECT_SHOW, .words = "project");
VERB(project_show, .noun = "project", .verb = "show", .args = "CODE|PART-OF-NAME",
     .form = &form_show, .options = options,
     .help = "one project: its lamps, life, plans, figures, reports, now or on a past day",
     .print = print_show, .json = json_show, .refused = put_candidates);
