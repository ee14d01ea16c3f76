/* Chains made from templates (环节模板), and lists of links of many chains (计划推进表). */
#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

static const struct verb_option new_options[] = {
    {"list", "LIST", "for all projects of this list that have no chain of the year"},
    {"template", "T-GOV|T-ENT|T-APR", "which template; see template list (模板)"},
    {"start", "DATE", "the chain begins (链条起始)"},
    {"set", "NO=DATE", "set the date of a link that has none; may be repeated"},
    {"year", "YYYY", "the chain's year; the project's current year if not given"},
    {"factor", "PERCENT",
     "fast track (绿色通道): limits in working days are cut to this percentage, 33 = a third"},
    DRY_RUN_OPTION,
    {},
};

static void put_numbers(char *buf, size_t size, const uint32_t *no, size_t n)
{
	size_t at = 0;
	buf[0] = '\0';
	for (size_t i = 0; i < n && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%u", i ? "、" : "", no[i]);
}

static int print_new(struct cli *c, const Duban__Reply *r)
{
	char links[16], days[16], cap[16], undated[1024];
	const Duban__ChainNewReply *b = r->chain_new;
	if (r->body_case != DUBAN__REPLY__BODY_CHAIN_NEW)
		return 0;
	if (b->n_chain == 0)
		cli_say(c, "chain.none_made", NULL);
	for (size_t i = 0; i < b->n_chain; i++) {
		const Duban__NewChain *n = b->chain[i];
		(void)snprintf(links, sizeof links, "%u", n->links);
		(void)snprintf(days, sizeof days, "%u", n->approval_workdays);
		(void)snprintf(cap, sizeof cap, "%u", n->cap_workdays);
		cli_say(c, "chain.made", n->project, links, days, cap, NULL);
		put_numbers(undated, sizeof undated, n->undated, n->n_undated);
		if (n->n_undated)
			cli_say(c, "chain.undated", undated, NULL);
		if (n->over_cap)
			cli_say(c, "chain.over_cap", NULL);
	}
	return 0;
}

FORM(chain_new, CHAIN_NEW, .words = "project", .fields = "set=date factor=factor_percent",
     .need = "template start");
VERB(chain_new, .noun = "chain", .verb = "new", .args = "[CODE]", .form = &form_chain_new,
     .options = new_options,
     .help = "make a project's chain (编制链条) by a template, or those of a whole list",
     .print = print_new);

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
     .columns =
	 "project project_name link.no link.name link.class link.unit_name "
	 "link.service_unit link.leader link.person link.state link.limit link.deadline_date "
	 "days_left days_late");
VERB(link_list, .noun = "link", .verb = "list", .args = "", .form = &form_link_list,
     .options = list_options,
     .help = "links of many chains; --class approval --open is the table of approvals to push "
	     "(计划推进表)");
