/* The score (考核计分): shown, put to the units, appealed against, frozen, handed over. */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

static const struct verb_option show_options[] = {
    {"year", "YYYY", "at that year's end, or its last full month"},
    {"month", "YYYY-MM", "from January to the end of this month; the last full one if not given"},
    {"list", "LIST", "of the projects on this list; score.list if not given"},
    {"board", "county|municipal", "counties and zones (县区、开发区、管理局), or 市直单位"},
    {"explain", NULL, "each item, with what it was counted from and the rows whose sum it is"},
    {"fresh", NULL, "as it would be now, also if it is frozen"},
    OUT_OPTION,
    {},
};
FORM(score_show, SCORE_SHOW, .words = "unit",
     .columns = "rank name board item item_name weight points basic bonus deducted barred counted "
		"ground");
VERB(score_show, .noun = "score", .verb = "show", .args = "[UNIT]", .form = &form_score_show,
     .options = show_options, .help = "points of units since January, item by item (考核计分)");

FORM(score_consult, SCORE_CONSULT, .words = "year");
VERB(score_consult, .noun = "score", .verb = "consult", .args = "YEAR", .form = &form_score_consult,
     .help = "put a year's score to the units, who may appeal for some days (征求意见)");

static const struct verb_option appeal_options[] = {
    {"item", "ITEM", "which item is wrong: library, ... (score show --explain)"},
    {"text", "TEXT", "what is wrong with it"},
    {"unit", "UNIT", "whose score; your own unit's if not given"},
    {},
};
FORM(score_appeal, SCORE_APPEAL, .words = "year", .need = "item text");
VERB(score_appeal, .noun = "score", .verb = "appeal", .args = "YEAR", .form = &form_score_appeal,
     .options = appeal_options, .help = "a unit objects to an item of its score (申诉)");

static const struct verb_option decide_options[] = {
    {"unit", "UNIT", "whose appeal"},
    {"item", "ITEM", "the item that it is about"},
    {"accept", "yes|no", "accepted (采纳), or not (不予采纳)"},
    {"text", "TEXT", "why; what is corrected, and where"},
    {},
};
FORM(score_decide, SCORE_DECIDE, .words = "year", .need = "unit item accept text");
VERB(score_decide, .noun = "score", .verb = "decide", .args = "YEAR", .form = &form_score_decide,
     .options = decide_options,
     .help = "answer an appeal; points change only by what you correct or enter (复核)");

static const struct verb_option freeze_options[] = {
    {"document", "NO", "number of the document with it (文号)"},
    {"approver", "NAME", "who signed it (签发人)"},
    {},
};
FORM(score_freeze, SCORE_FREEZE, .words = "year", .need = "document approver");
VERB(score_freeze, .noun = "score", .verb = "freeze", .args = "YEAR", .form = &form_score_freeze,
     .options = freeze_options,
     .help = "settle a year's score: its points stay, whatever is corrected later");

static const struct verb_option export_options[] = {
    OUT_OPTION,
    {},
};
FORM(score_export, SCORE_EXPORT, .words = "year",
     .columns = "rank name board points basic bonus deducted barred");
VERB(score_export, .noun = "score", .verb = "export", .args = "YEAR", .form = &form_score_export,
     .options = export_options,
     .help = "the settled score of a year, for the office of assessments (市考核办)");
