/* Chains made from templates (环节模板), and lists of links of many chains (计划推进表). */
#include <errno.h>
#include <string.h>

#include "client/cli/chain/dates.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"

static const struct verb_option new_options[] = {
    {"list", "LIST", "for all projects of this list"},
    {"template", "T-GOV|T-ENT|T-APR", "which template; see template list (模板)"},
    {"start", "DATE", "the chain begins (链条起始)"},
    {"set", "NO=DATE", "set the date of a link that has none; may be repeated"},
    {"dates", "FILE",
     "dates of links of many projects, CSV or XLSX with the columns project, no, date"},
    {"reached", "NO",
     "of a project under way: this link and all before it are done; those that the stage "
     "shows are so anyway"},
    {"skip", "NO", "links that do not apply (不适用), with --reason; may be repeated"},
    {"reason", "TEXT", "why they do not apply (理由)"},
    {"partial", NULL,
     "leave out the projects that can get no chain; else nothing is made if there is one"},
    {"allow-gaps", NULL, "also for projects without a unit or a responsible person"},
    {"year", "YYYY", "the chain's year; the project's current year if not given"},
    {"factor", "PERCENT",
     "fast track (绿色通道): limits in working days are cut to this percentage, 33 = a third"},
    DRY_RUN_OPTION,
    {},
};

/* What all slices of a list gave. */
struct new_chains {
	struct cli *c;
	struct rows chains, refused, remarks;
	const Duban__ChainNewReply *one; /* names the template's departments, as all slices do */
	bool dry_run;
	const char *last; /* the last project of the last slice that was made */
};

static void put_numbers(char *buf, size_t size, const uint32_t *no, size_t n)
{
	size_t at = 0;
	buf[0] = '\0';
	for (size_t i = 0; i < n && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%u", i ? "、" : "", no[i]);
}

/* A line of its own for numbers of links, if there are any. */
static void say_numbers(struct cli *c, const char *code, const uint32_t *no, size_t n)
{
	char text[1024];
	put_numbers(text, sizeof text, no, n);
	if (n > 0)
		cli_say(c, code, text, NULL);
}

static void print_chain(struct cli *c, const Duban__NewChain *n)
{
	char links[16], days[16], cap[16];
	(void)snprintf(links, sizeof links, "%u", n->links);
	(void)snprintf(days, sizeof days, "%u", n->approval_workdays);
	(void)snprintf(cap, sizeof cap, "%u", n->cap_workdays);
	cli_say(c, "chain.made", n->project, links, days, cap, NULL);
	say_numbers(c, "chain.behind", n->behind, n->n_behind);
	say_numbers(c, "chain.skipped", n->skipped, n->n_skipped);
	say_numbers(c, "chain.undated", n->undated, n->n_undated);
	if (n->lacks_unit)
		cli_say(c, "chain.lacks_unit", NULL);
	if (n->lacks_person)
		cli_say(c, "chain.lacks_person", NULL);
	if (n->over_cap)
		cli_say(c, "chain.over_cap", NULL);
}

static int print_made(const struct new_chains *m)
{
	char n[24];
	for (size_t i = 0; i < m->chains.n; i++)
		print_chain(m->c, m->chains.row[i]);
	if (m->chains.n == 0)
		cli_say(m->c, "chain.none_made", NULL);
	(void)snprintf(n, sizeof n, "%zu", m->refused.n);
	if (m->refused.n > 0)
		cli_say(m->c, "chain.refused", n, NULL);
	for (size_t i = 0; i < m->refused.n; i++) {
		_cleanup_free_ char *text = cli_problem_text(m->c, m->refused.row[i]);
		if (!text)
			return -ENOMEM;
		cli_say(m->c, "chain.refused_one", text, NULL);
	}
	for (size_t i = 0; m->one && i < m->one->n_unknown_department; i++)
		cli_say(m->c, "chain.unknown_department", m->one->unknown_department[i], NULL);
	remarks_print(m->c, (Duban__Remark *const *)m->remarks.row, m->remarks.n);
	return 0;
}

static int json_made(const struct new_chains *m)
{
	struct json j = {.out = stdout};
	int r = cli_names(m->c, NULL, &j.names);
	if (r != 0)
		return r;
	json_object(&j, NULL);
	json_array(&j, "chain");
	for (size_t i = 0; i < m->chains.n; i++)
		json_message(&j, NULL, m->chains.row[i]);
	json_end_array(&j);
	json_bool(&j, "dry_run", m->dry_run);
	json_array(&j, "refused");
	for (size_t i = 0; i < m->refused.n; i++)
		json_message(&j, NULL, m->refused.row[i]);
	json_end_array(&j);
	if (m->one)
		json_field(&j, "unknown_department", &m->one->base, "unknown_department");
	remarks_json(&j, (Duban__Remark *const *)m->remarks.row, m->remarks.n);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int keep(struct new_chains *m, const Duban__ChainNewReply *b)
{
	for (size_t i = 0; i < b->n_chain; i++)
		if (rows_add(&m->chains, b->chain[i]) < 0)
			return -ENOMEM;
	for (size_t i = 0; i < b->n_refused; i++)
		if (rows_add(&m->refused, b->refused[i]) < 0)
			return -ENOMEM;
	m->one = b;
	m->dry_run = b->dry_run;
	m->last = *b->next ? b->next : m->last;
	return 0;
}

/* The slices up to the request's `until`. */
static int ask_slices(struct new_chains *m, Duban__Request *q)
{
	const Duban__ChainNewReply *b = NULL;
	const Duban__Reply *r;
	do {
		int rc = cli_ask(m->c, q, &r);
		if (rc != 0)
			return rc;
		b = r->body_case == DUBAN__REPLY__BODY_CHAIN_NEW ? r->chain_new : NULL;
		if (b && keep(m, b) < 0)
			return -ENOMEM;
		for (size_t i = 0; i < r->n_remark; i++)
			if (rows_add(&m->remarks, r->remark[i]) < 0)
				return -ENOMEM;
		if (b)
			q->chain_new->after = b->next;
	} while (b && *b->next);
	return 0;
}

/* The dates of many projects do not fit into one request: each part of them goes with the slices of
 * its projects. */
static int ask_all(struct new_chains *m, Duban__Request *q, const struct chain_dates *d)
{
	const char *until = "";
	size_t first = 0;
	int r;
	do {
		size_t n = chain_dates_part(d, first, &until);
		q->chain_new->dates = d->list + first;
		q->chain_new->n_dates = n;
		q->chain_new->until = cli_loose(until);
		r = ask_slices(m, q);
		q->chain_new->after = cli_loose(until);
		first += n;
	} while (r == 0 && *until);
	return r;
}

static int run_new(struct cli *c)
{
	_cleanup_(form_done) struct filling f = {};
	struct chain_dates dates = {};
	struct new_chains m = {.c = c};
	const char *path = cli_option(c, "dates");
	int r = form_fill(c, c->verb->form, &f);
	if (r == 0 && path)
		r = chain_dates_read(c, path, &dates);
	if (r == 0)
		r = ask_all(&m, &f.request, &dates);
	/* slices that were made stay made: they are printed also if a later one was refused */
	if (r == 0 || m.chains.n > 0) {
		c->reply = NULL;
		int told = cli_json(c) ? json_made(&m) : print_made(&m);
		r = r ? r : told;
	}
	if (r != 0 && m.last && !m.dry_run)
		cli_say(c, "chain.stopped", m.last, NULL);
	chain_dates_done(&dates);
	rows_done(&m.chains);
	rows_done(&m.refused);
	rows_done(&m.remarks);
	return r;
}

FORM(chain_new, CHAIN_NEW, .words = "project", .fields = "set=date factor=factor_percent dates=-",
     .need = "template start");
VERB(chain_new, .noun = "chain", .verb = "new", .args = "[CODE]", .form = &form_chain_new,
     .options = new_options, .requests = "chain_new",
     .help = "make a project's chain (编制链条) by a template, or those of a whole list; what lies "
	     "behind a project under way is done",
     .run = run_new);

static const struct verb_option template_options[] = {OUT_OPTION, {}};
FORM(template_list, TEMPLATE_LIST,
     .columns = "template no link class after limit department basis");
VERB(template_list, .noun = "template", .verb = "list", .args = "", .form = &form_template_list,
     .options = template_options, .help = "the links of the chain templates (环节模板)");

static const struct verb_option list_options[] = {
    {"class", "CLASS", "approval, construction, service, milestone (审批 实施 服务 节点)"},
    {"open", NULL, "only links that are not done (未办结)"},
    {"project", "CODE", "of one project"},
    {"unit", "UNIT", "whose unit or service unit is this one or one below it"},
    {"list", "LIST", "of the projects of a list"},
    {"due-until", "DATE", "whose deadline is on or before this day"},
    {"year", "YYYY", "of the chains of that year; the projects' current year if not given"},
    OUT_OPTION,
    {},
};
FORM(link_list, LINK_LIST,
     .columns = "project project_name link.no link.name link.class link.unit_name "
		"link.service_unit link.leader link.person link.state link.acceptance_date "
		"link.acceptance_no link.limit link.deadline_date days_left days_late");
VERB(link_list, .noun = "link", .verb = "list", .args = "", .form = &form_link_list,
     .options = list_options,
     .help = "links of many chains; --class approval --open is the table of approvals to push "
	     "(计划推进表)");
