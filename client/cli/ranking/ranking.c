/* Rankings (排名) and month-end (月度关账). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

static const struct verb_option show_options[] = {
    {"list", "LIST", "of the projects on this list"},
    {"board", "county|municipal", "counties and zones (县区、开发区、管理局), or 市直单位"},
    {"month", "YYYY-MM", "from January to the end of this month"},
    {"sort", "INDICATOR", "rate, start_rate, link_rate or completed; ranking.key if not given"},
    {"fresh", NULL, "as it would be now, also if one is published"},
    {"truncate", NULL, "cut rates off after one decimal instead of rounding them"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
FORM(ranking_show, RANKING_SHOW, .need = "list board month",
     .columns = "rank last_rank name projects plan completed rate lead_pp planned_year "
		"planned_to_date started start_rate link_rate place published_date");
VERB(ranking_show, .noun = "ranking", .verb = "show", .args = "", .form = &form_ranking_show,
     .options = show_options,
     .help = "units by what their projects on a list came to since January (排名)");

static const struct verb_option publish_options[] = {
    {"list", "LIST", "of the projects on this list"},
    {"board", "county|municipal", "counties and zones (县区、开发区、管理局), or 市直单位"},
    {"month", "YYYY-MM", "a month that is locked (锁定)"},
    {"document", "NO", "number of the document with it (文号)"},
    {"approver", "NAME", "who signed it (签发人)"},
    {},
};
FORM(ranking_publish, RANKING_PUBLISH, .need = "list board month document approver");
VERB(ranking_publish, .noun = "ranking", .verb = "publish", .args = "",
     .form = &form_ranking_publish, .options = publish_options,
     .help = "publish a month's ranking: its numbers stay, whatever is corrected later");

static const struct verb_option list_options[] = {
    {"list", "LIST", "of this list only"},
    OUT_OPTION,
    {},
};
FORM(ranking_list, RANKING_LIST);
VERB(ranking_list, .noun = "ranking", .verb = "list", .args = "", .form = &form_ranking_list,
     .options = list_options, .help = "published rankings (已发布排名)");

static const struct verb_option prove_options[] = {
    {"list", "LIST", "of the projects on this list"},
    {"board", "county|municipal", "counties and zones (县区、开发区、管理局), or 市直单位"},
    {"month", "YYYY-MM", "the month of the published ranking"},
    {},
};
FORM(ranking_prove, RANKING_PROVE, .need = "list board month");
VERB(ranking_prove, .noun = "ranking", .verb = "prove", .args = "", .form = &form_ranking_prove,
     .options = prove_options,
     .help = "derive a published ranking again from the journal alone and compare it");

static const struct verb_option close_options[] = {
    {"month", "YYYY-MM", "the month that is to be closed"},
    {"list", "LIST", "only projects on this list"},
    {"unit", "UNIT", "projects of this unit and all units below it"},
    OUT_OPTION,
    MONEY_OPTION,
    {},
};
FORM(close_show, CLOSE_SHOW, .need = "month", .rows = "row",
     .columns = "name projects unreported returned waiting confirmed remarks expected invested "
		"statistics gap bureau bureau_projects bureau_gap last_expected true_up check "
		"objection lacking");
VERB(close_show, .noun = "close", .verb = "show", .args = "", .form = &form_close_show,
     .options = close_options,
     .help = "what lacks before a month can be closed, unit by unit (月度关账)");

static const struct verb_option check_options[] = {
    {"month", "YYYY-MM", "the month that was locked last"},
    {"list", "LIST", "the line of this list; of all lists if not given"},
    {"unit", "UNIT", "the unit or one below it; the sender's own if not given"},
    {"objection", "TEXT", "what is wrong with it; if not given the unit agrees"},
    {},
};
FORM(close_check, CLOSE_CHECK, .need = "month");
VERB(close_check, .noun = "close", .verb = "check", .args = "", .form = &form_close_check,
     .options = check_options,
     .help = "a unit agrees to its line before it is published, or objects (核对)");

static const struct verb_option answer_options[] = {
    {"month", "YYYY-MM", "the month"},
    {"list", "LIST", "the list, if the objection named it"},
    {"unit", "UNIT", "whose objection"},
    {"text", "TEXT", "the answer"},
    {},
};
FORM(close_answer, CLOSE_ANSWER, .need = "month unit text");
VERB(close_answer, .noun = "close", .verb = "answer", .args = "", .form = &form_close_answer,
     .options = answer_options, .help = "answer a unit's objection (异议答复)");
