/* Parameters of the rules (规则参数): defaults, and values for a category, list or project. */
#include <errno.h>
#include <stdlib.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "text/date.h"
#include "text/room.h"

static int print_list(struct cli *c, const Duban__Reply *r)
{
	static const char *const heads[] = {"param",  "value",	"scope", "scope_name", "in_force",
					    "set_at", "set_by", "was",	 "source",     NULL};
	char at[TEXT_ROOM];
	int zone, z = cli_zone(c, &zone);
	if (z != 0)
		return z;
	struct print_table *t = table_new(heads);
	(void)r;
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < c->n_row; i++) {
		const Duban__ParamRow *p = c->row[i];
		table_cell(t, message_term("parameter", p->key));
		table_cell(t, message_term("choice", p->value));
		table_cell(t, message_term("scope_kind", p->scope));
		table_cell(t, p->scope_name);
		table_cell(t, p->in_force ? "*" : "");
		table_cell(t, moment_text(p->set_at, zone, at));
		table_cellf(t, "%s%s%s%s%s", p->set_by, *p->confirmed_by ? " " : "",
			    *p->confirmed_by ? message("history.confirmed") : "",
			    *p->confirmed_by ? " " : "", p->confirmed_by);
		table_cell(t, message_term("choice", p->was));
		table_cell(t, p->source);
	}
	int rc = cli_table(c, t);
	table_free(t);
	return rc;
}

static const struct {
	const char *option;
	Duban__ScopeKind scope;
} scopes[] = {
    {"category", DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY},
    {"list", DUBAN__SCOPE_KIND__SCOPE_KIND_LIST},
    {"project", DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT},
};

static int run_set(struct cli *c)
{
	Duban__ParamSetRequest q = DUBAN__PARAM_SET_REQUEST__INIT;
	q.key = cli_loose(message_word("parameter", cli_word(c, 0)));
	q.value = cli_loose(message_word("choice", cli_word(c, 1)));
	q.source = cli_loose(cli_option(c, "source"));
	q.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
		const char *name = cli_option(c, scopes[i].option);
		if (!name)
			continue;
		if (q.scope != DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT)
			return cli_fail(c, CLI_USAGE, "usage.one_scope", NULL);
		q.scope = scopes[i].scope;
		q.scope_name = cli_loose(name);
	}
	return CLI_ASK(c, PARAM_SET, param_set, &q, NULL);
}

static const struct verb_option list_options[] = {
    {"project", "CODE", "also say which value is in force for this project"},
    {"history", NULL, "also the values that were replaced (沿革), newest first"},
    OUT_OPTION,
    {},
};
static const struct verb_option set_options[] = {
    {"project", "CODE", "for this project only"},
    {"list", "LIST", "for the projects of this list (清单)"},
    {"category", "CATEGORY", "for the projects of this category (类别)"},
    {"source", "TEXT", "basis of the value (依据)"},
    {},
};

FORM(list, PARAM_LIST);
VERB(param_list, .noun = "param", .verb = "list", .args = "", .options = list_options,
     .form = &form_list, .help = "parameters of the rules (规则参数) with their sources",
     .print = print_list);
VERB(param_set, .noun = "param", .verb = "set", .args = "KEY VALUE", .min = 2, .max = 2,
     .options = set_options, .requests = "param_set",
     .help = "set a parameter: param set W01.y_before_wd 2 --list 市重点", .run = run_set);
