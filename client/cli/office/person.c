/* People (人员): who answers for links and projects. Telephone numbers are given, never shown
 * to whom they are not meant for. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

static const struct verb_option set_options[] = {
    {"name", "NAME", "name (姓名)"},
    {"unit", "UNIT", "unit (单位), id or exact name"},
    {"post", "TEXT", "post (职务); - empties it"},
    {"phone", "NUMBER", "telephone (电话), kept apart and erasable; - erases it"},
    DRY_RUN_OPTION,
    {},
};
static const struct verb_option list_options[] = {
    {"unit", "UNIT", "of this unit and all below"},
    {},
};

RECORD_FORM(set, PEOPLE, .words = "id", .some = true);
VERB(person_set, .noun = "person", .verb = "set", .args = "ID", .form = &form_set,
     .options = set_options, .help = "make a person (人员) or change who it is");
SHEET_FORM(list, PEOPLE);
VERB(person_list, .noun = "person", .verb = "list", .args = "", .form = &form_list,
     .options = list_options, .help = "people (人员)");
