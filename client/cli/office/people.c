/* Persons, their posts, the groups they are in. */
#include <errno.h>
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/out.h"
#include "client/cli/print/table.h"

static const struct verb_option replace_options[] = {
    {"from", "DATE", "first day of the successor; today if not given, cannot be in the future"},
    {"reason", "TEXT", "why (理由)"},
    {},
};

static int print_replaced(struct cli *c, const Duban__Reply *r)
{
	const Duban__PersonReplaceReply *b = r->person_replace;
	char n[5][16];
	const uint32_t count[] = {b ? b->links : 0, b ? b->projects : 0, b ? b->posts : 0,
				  b ? b->groups : 0, b ? b->gatherings : 0};

	if (r->body_case != DUBAN__REPLY__BODY_PERSON_REPLACE)
		return 0;
	for (size_t i = 0; i < sizeof count / sizeof *count; i++)
		(void)snprintf(n[i], sizeof n[i], "%u", count[i]);
	cli_say(c, "person.replaced", b->old_person, b->new_person, n[0], n[1], n[2], n[3], n[4],
		NULL);
	for (size_t i = 0; i < b->n_other; i++) {
		(void)snprintf(n[0], sizeof n[0], "%u", b->other[i]->count);
		cli_say(c, "person.replaced_other", message_term("handover", b->other[i]->kind),
			n[0], NULL);
	}
	return 0;
}

static const struct verb_option contact_options[] = {
    {"unit", "UNIT", "of the people of this unit and all units below it"},
    {"person", "PERSON", "only this person, id or name"},
    OUT_OPTION,
    {},
};
/* With the heads of a file of people. */
static int print_contacts(struct cli *c, const Duban__Reply *unused)
{
	static const char *const columns[] = {"id", "name", "unit", "post", "phone"};
	static const char *const heads[] = {"", "", "", "", "", NULL};
	struct print_table *t = table_new(heads);

	(void)unused;
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		table_head(t, i, import_column_head("people", columns[i]));
	for (size_t i = 0; i < c->n_row; i++) {
		const Duban__ContactRow *r = c->row[i];

		table_cell(t, r->person);
		table_cell(t, r->name);
		table_cell(t, *r->unit_name ? r->unit_name : r->unit);
		table_cell(t, r->post);
		table_cell(t, r->phone);
	}
	int r = c->n_row > 0 || cli_option(c, "out") ? cli_table(c, t) : 0;
	table_free(t);
	return r;
}

FORM(contact_list, CONTACT_LIST);
VERB(contact_list, .noun = "contact", .verb = "list", .form = &form_contact_list,
     .options = contact_options, .print = print_contacts,
     .help = "telephone numbers (电话), for the office and gateways; each reading is noted in the "
	     "daemon's log");

FORM(person_replace, PERSON_REPLACE, .words = "old_person new_person");
VERB(person_replace, .noun = "person", .verb = "replace", .args = "OLD NEW",
     .form = &form_person_replace, .options = replace_options, .print = print_replaced,
     .help = "hand everything still open of a person to a successor (人员接替)");
