/* What people do about a lamp: taken on (认领), answered (答复), cleared by hand (核销), re-opened
 * (反弹). */
#include "client/cli/form/form.h"
#include "client/cli/frame/verb.h"

#define EVIDENCE_OPTION                                                                            \
	{                                                                                          \
		"evidence", "DIGEST", "stored files (佐证) that show it"                         \
	}
#define PERSON_OPTION                                                                              \
	{                                                                                          \
		"person", "PERSON", "who: a registered person or a name; you, if not given"        \
	}

static const struct verb_option ack_options[] = {
    {"until", "DATE", "by when it will be done"},
    PERSON_OPTION,
    {"note", "TEXT", "what will be done"},
    {},
};
FORM(ack, WARNING_ACK, .words = "id", .need = "until");
VERB(warning_ack, .noun = "warning", .verb = "ack", .args = "ID", .form = &form_ack,
     .options = ack_options,
     .help = "take a lamp on, to be done by a day (认领); its ladder goes on as before");

static const struct verb_option answer_options[] = {
    {"text", "TEXT", "what was done"},
    EVIDENCE_OPTION,
    PERSON_OPTION,
    {},
};
FORM(answer, WARNING_ANSWER, .words = "id", .need = "text");
VERB(warning_answer, .noun = "warning", .verb = "answer", .args = "ID", .form = &form_answer,
     .options = answer_options,
     .help = "tell what was done about a lamp (答复); then it waits for another hand (待核)");

static const struct verb_option clear_options[] = {
    {"reason", "TEXT", "why it is done with"},
    EVIDENCE_OPTION,
    {},
};
FORM(clear, WARNING_CLEAR, .words = "id", .need = "reason");
VERB(warning_clear, .noun = "warning", .verb = "clear", .args = "ID", .form = &form_clear,
     .options = clear_options,
     .help = "clear by hand, on evidence, what no fact clears (核销); never by who handled it");

static const struct verb_option reopen_options[] = {
    {"reason", "TEXT", "what turned out not to be so"},
    {},
};
FORM(reopen, WARNING_REOPEN, .words = "id", .need = "reason");
VERB(warning_reopen, .noun = "warning", .verb = "reopen", .args = "ID", .form = &form_reopen,
     .options = reopen_options, .help = "open again what was cleared and is not done (反弹)");
