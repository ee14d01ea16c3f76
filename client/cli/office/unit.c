/* Units: counties, zones, departments, owners. */
#include <errno.h>

#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"
#include "proto/wire_name.h"

static int print_list(struct cli *c)
{
	static const char *const heads[] = {"id",     "unit_name", "unit_kind",
					    "parent", "gb_code",   NULL};
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < c->units.n; i++) {
		const Duban__Unit *u = c->units.unit[i], *parent = cli_unit(c, u->parent);
		table_cell(t, u->id);
		table_cell(t, u->name);
		table_cell(
		    t, message_term("unit_kind",
				    wire_enum_name(&duban__unit_kind__descriptor, (int)u->kind)));
		table_cell(t, parent ? parent->name : "");
		table_cell(t, u->gb_code);
	}
	int r = cli_table(c, t);
	table_free(t);
	return r;
}

/* The columns of an import file of units. The units' numbers are internal and left out. */
static int json_list(struct cli *c)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	static const char *const fields[] = {"id", "name", "kind", "parent", "gb_code"};
	json_array(&j, NULL);
	for (size_t i = 0; i < c->units.n; i++) {
		json_object(&j, NULL);
		for (size_t k = 0; k < sizeof fields / sizeof *fields; k++)
			json_field(&j, NULL, &c->units.unit[i]->base, fields[k]);
		json_end_object(&j);
	}
	json_end_array(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int run_list(struct cli *c)
{
	int r = units_load(c, false);
	if (r == 0)
		r = cli_json(c) ? json_list(c) : print_list(c);
	c->reply = NULL;
	return r;
}

static const struct verb_option list_options[] = {OUT_OPTION, {}};

VERB(unit_list, .noun = "unit", .verb = "list", .args = "", .options = list_options,
     .requests = "unit_list", .help = "list all units (单位)", .run = run_list);

static int print_show(struct cli *c, const Duban__Reply *r)
{
	const Duban__UnitShowReply *b = r->unit_show;
	if (r->body_case != DUBAN__REPLY__BODY_UNIT_SHOW)
		return 0;
	int rc = form_put_facts(c, &b->base,
				"id name kind parent_name gb_code section chief deputy staff "
				"reporter group on_date units_below projects projects_below "
				"projects_sector level red yellow projects_lit");
	if (rc == 0)
		rc = form_put_section(c, &b->base, "post",
				      "kind title person_name person from_date until_date");
	if (rc == 0)
		rc = form_put_section(c, &b->base, "target", NULL);
	return rc;
}

static const struct verb_option show_options[] = {
    {"at", "DATE", "show who held its posts on that day; today if not given"},
    {},
};
FORM(show, UNIT_SHOW, .words = "unit");
VERB(
    unit_show, .noun = "unit", .verb = "show", .args = "UNIT", .form = &form_show,
    .options = show_options, .print = print_show,
    .help = "one unit (单位): its parent, 分管领导, 业务科室, 工作人员, 信息员, projects, targets");
