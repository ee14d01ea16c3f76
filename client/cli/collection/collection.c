/* Making next year's list (次年计划编制): rounds, candidates, comments, elements. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"

static const struct verb_option open_options[] = {
    {"until", "DATE", "until when units submit"},
    {"document", "NO", "the notice's number (文号); the next rounds may have none"},
    {},
};
FORM(collection_open, COLLECTION_OPEN, .words = "year", .need = "until");
VERB(collection_open, .noun = "collection", .verb = "open", .args = "YEAR",
     .form = &form_collection_open, .options = open_options,
     .help = "units submit candidates for a year's list; after freeze: the next round (征集)");
static const struct verb_option matching_options[] = {
    {"ask", "ELEMENT=UNIT", "用地=zrzy: that department is asked for every candidate with a plan"},
    {},
};
FORM(collection_match, COLLECTION_MATCH, .words = "year");
VERB(collection_match, .noun = "collection", .verb = "match", .args = "YEAR",
     .form = &form_collection_match, .options = matching_options,
     .help = "after the rounds: departments say which elements are there (要素匹配)");

static const struct verb_option approve_options[] = {
    {"document", "NO", "the document's number (文号)"},
    {"at", "DATE", "the day it was approved; today if not given"},
    {"unmatched", "REASON", "why it does not wait for departments that have not answered"},
    DRY_RUN_OPTION,
    {},
};
FORM(collection_approve, COLLECTION_APPROVE, .words = "year", .need = "document");
VERB(collection_approve, .noun = "collection", .verb = "approve", .args = "YEAR",
     .form = &form_collection_approve, .options = approve_options,
     .help = "the list is approved: every candidate gets its yearly plan (下达)");

static const struct verb_option diff_options[] = {
    {"from", "ROUND", "the earlier round; 0: as they stand now"},
    {"to", "ROUND", "the later round; 0, as they stand now, if not given"},
    {"unit", "UNIT", "of that unit and all below"},
    OUT_OPTION,
    {},
};
FORM(collection_diff, COLLECTION_DIFF, .words = "year", .fields = "from=from_round to=to_round",
     .need = "from", .columns = "key column before after");
VERB(collection_diff, .noun = "collection", .verb = "diff", .args = "YEAR",
     .form = &form_collection_diff, .options = diff_options,
     .help = "what changed between two rounds");
