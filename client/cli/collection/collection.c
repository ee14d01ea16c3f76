/* Making next year's list (次年计划编制): rounds, candidates, comments, elements. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

static const struct verb_option open_options[] = {
    {"until", "DATE", "the last day on which units submit"},
    {"document", "NO", "the notice's number (文号); optional after the first round"},
    {},
};
FORM(collection_open, COLLECTION_OPEN, .words = "year", .need = "until");
VERB(collection_open, .noun = "collection", .verb = "open", .args = "YEAR",
     .form = &form_collection_open, .options = open_options,
     .help = "open a round in which units submit candidates for a year's list (征集)");
static const struct verb_option matching_options[] = {
    {"ask", "ELEMENT=UNIT", "用地=zrzy: ask that department about every candidate with a plan"},
    {},
};
FORM(collection_match, COLLECTION_MATCH, .words = "year");
VERB(collection_match, .noun = "collection", .verb = "match", .args = "YEAR",
     .form = &form_collection_match, .options = matching_options,
     .help = "after the last round, ask departments which elements are available (要素匹配)");

static const struct verb_option approve_options[] = {
    {"document", "NO", "the document's number (文号)"},
    {"at", "DATE", "the day it was approved; today if not given"},
    {"unmatched", "REASON", "why the list is approved before all departments have answered"},
    DRY_RUN_OPTION,
    {},
};
FORM(collection_approve, COLLECTION_APPROVE, .words = "year", .need = "document");
VERB(collection_approve, .noun = "collection", .verb = "approve", .args = "YEAR",
     .form = &form_collection_approve, .options = approve_options,
     .help = "record that the list is approved; every candidate gets its yearly plan (下达)");

static const struct verb_option diff_options[] = {
    {"from", "ROUND", "the earlier round; 0 = the candidates as they are now"},
    {"to", "ROUND", "the later round; 0 if not given"},
    {"unit", "UNIT", "of that unit and all units below it"},
    OUT_OPTION,
    {},
};
FORM(collection_diff, COLLECTION_DIFF, .words = "year", .fields = "from=from_round to=to_round",
     .need = "from", .columns = "key column before after");
VERB(collection_diff, .noun = "collection", .verb = "diff", .args = "YEAR",
     .form = &form_collection_diff, .options = diff_options,
     .help = "show what changed between two rounds");
