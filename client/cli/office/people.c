/* Persons, their posts, the groups they are in. */
#include <stdio.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

#define UNTIL(what)                                                                                \
	{                                                                                          \
		"until", "DATE", "last day (" what "); - empties it"                               \
	}

static const struct verb_option held_options[] = {
    {"unit", "UNIT", "of this unit and all below"},
    {"at", "DATE", "only what was held on that day"},
    OUT_OPTION,
    {},
};
static const struct verb_option replace_options[] = {
    {"from", "DATE", "the first day of the new one; today if not given, never in the future"},
    {"reason", "TEXT", "why (理由)"},
    {},
};
static const struct verb_option post_options[] = {
    {"kind", "KIND",
     "head, deputy, staff, reporter, other (主要负责人 分管领导 工作人员 信息员 其他)"},
    {"from", "DATE", "first day (任职日期)"},
    UNTIL("免职日期"),
    DRY_RUN_OPTION,
    {},
};
static const struct verb_option group_options[] = {
    {"name", "NAME", "name of the group; a new one needs it"},
    {"kind", "KIND",
     "leading, office, supervision, task-force (领导小组 办公室 督查问责办 工作专班)"},
    {"parent", "ID", "the group above it; - empties it"},
    {"person", "PERSON", "a member, id or name"},
    {"role", "ROLE", "chief, deputy, member (组长 副组长 成员)"},
    {"unit", "UNIT", "whence the member comes (所在单位)"},
    {"seconded", "yes|no", "seconded from there (抽调)"},
    {"from", "DATE", "first day (进组日期)"},
    UNTIL("出组日期"),
    DRY_RUN_OPTION,
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
	return 0;
}

FORM(person_replace, PERSON_REPLACE, .words = "old_person new_person");
VERB(person_replace, .noun = "person", .verb = "replace", .args = "OLD NEW",
     .form = &form_person_replace, .options = replace_options, .print = print_replaced,
     .help = "another takes over all that is still open of a person (人员接替)");

RECORD_FORM(post_set, POSTS, .words = "person unit title");
VERB(post_set, .noun = "post", .verb = "set", .args = "PERSON UNIT TITLE", .form = &form_post_set,
     .options = post_options, .help = "a person holds a post (职务) in a unit");
SHEET_FORM(post_list, POSTS);
VERB(post_list, .noun = "post", .verb = "list", .form = &form_post_list, .options = held_options,
     .help = "posts (职务): with --unit a department's contacts");

RECORD_FORM(group_set, GROUPS, .words = "id", .some = true);
VERB(group_set, .noun = "group", .verb = "set", .args = "ID", .form = &form_group_set,
     .options = group_options, .help = "a group (领导小组、工作专班), or a member of it");
SHEET_FORM(group_list, GROUPS);
VERB(group_list, .noun = "group", .verb = "list", .form = &form_group_list, .options = held_options,
     .help = "groups and their members (机构成员)");
