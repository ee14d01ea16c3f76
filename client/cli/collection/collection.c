/* Next year's list (次年计划编制): its rounds, candidates, comments, elements. */
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
FORM(collection_freeze, COLLECTION_FREEZE, .words = "year");
VERB(collection_freeze, .noun = "collection", .verb = "freeze", .args = "YEAR",
     .form = &form_collection_freeze,
     .help = "the round is over: its candidates are kept as they are (本轮截止)");
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

FORM(collection_show, COLLECTION_SHOW, .words = "year");
VERB(collection_show, .noun = "collection", .verb = "show", .args = "YEAR",
     .form = &form_collection_show, .help = "how far a year's list is, by unit");

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

static const struct verb_option candidate_options[] = {
    {"name", "NAME", "the project's name"},
    {"unit", "UNIT", "responsible unit (责任单位)"},
    {"sector", "UNIT", "sector department (行业主管部门)"},
    {"category", "NAME", "category (类别)"},
    {"stage", "STAGE", "of a new one: reserve, preliminary, planned_start (计划新开工)"},
    {"total", "AMOUNT", "total investment (总投资)"},
    {"plan", "AMOUNT", "what is planned for the year (年度计划)"},
    {"planned-start", "YYYY-MM", "planned start (计划开工)"},
    {"planned-finish", "YYYY-MM", "planned finish (计划竣工)"},
    {"content", "TEXT", "what is built (建设规模及内容)"},
    {"goal", "TEXT", "what shall stand at the year's end (工程形象目标)"},
    {"state", "STATE", "submitted, withdrawn; the office: rejected (申报 撤回 不予列入)"},
    {"list", "NAME", "the list it shall be on (清单)"},
    {"batch", "NAME", "batch (批次)"},
    DRY_RUN_OPTION,
    {},
};
static const struct verb_option list_options[] = {
    {"year", "YYYY", "of that year"},
    {"unit", "UNIT", "of that unit and all below"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
RECORD_FORM(candidate_set, CANDIDATES, .words = "year code");
VERB(candidate_set, .noun = "candidate", .verb = "set", .args = "YEAR CODE",
     .form = &form_candidate_set, .options = candidate_options,
     .help = "a candidate (申报项目) for a year's list");
SHEET_FORM(candidate_list, CANDIDATES);
VERB(candidate_list, .noun = "candidate", .verb = "list", .args = "", .form = &form_candidate_list,
     .options = list_options, .help = "candidates as they stand");

static const struct verb_option comment_options[] = {
    {"round", "N", "of that round; the last one frozen if not given"},
    {"text", "TEXT", "the comment (意见)"},
    {"answer", "TEXT", "the office's answer (答复)"},
    DRY_RUN_OPTION,
    {},
};
RECORD_FORM(comment_set, COMMENTS, .words = "year code unit");
VERB(comment_set, .noun = "comment", .verb = "set", .args = "YEAR CODE UNIT",
     .form = &form_comment_set, .options = comment_options,
     .help = "a unit's comment on a candidate (征求意见), or the answer to it");
SHEET_FORM(comment_list, COMMENTS);
VERB(comment_list, .noun = "comment", .verb = "list", .args = "", .form = &form_comment_list,
     .options = list_options, .help = "comments and answers");

static const struct verb_option match_options[] = {
    {"unit", "UNIT", "the department asked"},
    {"result", "RESULT", "met, conditional, lacking (已落实 有条件落实 未落实)"},
    {"text", "TEXT", "what is to be said about it"},
    DRY_RUN_OPTION,
    {},
};
RECORD_FORM(match_set, MATCHES, .words = "year code element");
VERB(match_set, .noun = "match", .verb = "set", .args = "YEAR CODE ELEMENT",
     .form = &form_match_set, .options = match_options,
     .help = "an element (要素) of a candidate: asked for, or answered");
SHEET_FORM(match_list, MATCHES);
VERB(match_list, .noun = "match", .verb = "list", .args = "", .form = &form_match_list,
     .options = list_options,
     .help = "elements and their state; --unit for one department's sheet (要素匹配表)");
