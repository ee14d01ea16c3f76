/* Talks (约谈): `talk show`, on the screen or as the notification that goes out (约谈通知). */
#include <errno.h>
#include <stdlib.h>

#include "client/cli/document/paper.h"
#include "client/cli/form/form.h"
#include "client/cli/form/run.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "text/room.h"

EMBED(paper_talk, "paper_talk.txt");

/* The text, or what stands for it if nobody said. */
static const char *or_else(const char *text, const char *code)
{
	return *text ? text : message_in(code, true);
}

static int write_paper(struct cli *c, const Duban__TalkShowReply *b, uint32_t on)
{
	char held[TEXT_ROOM], issued[TEXT_ROOM];
	_cleanup_free_ char *lamps = paper_list(b->source, b->n_source);
	_cleanup_free_ char *about =
	    *b->project ? PAPER_TEXT("paper.talk_project", b->project_name, b->project)
			: PAPER_TEXT("paper.talk_matter", b->reason);
	const char *office = message_in("paper.office", true);
	if (!lamps || !about)
		return -ENOMEM;
	paper_day(b->held_date ? b->held_date : b->planned_date, true, held);
	return paper_write(
	    c, EMBEDDED(paper_talk),
	    (const struct document_value[]){{"office", office},
					    {"number", b->number},
					    {"unit", b->unit_name},
					    {"reason", b->reason},
					    {"person", or_else(b->person, "paper.talk_person")},
					    {"held", held},
					    {"place", or_else(b->place, "paper.talk_place")},
					    {"by", or_else(b->talker, "paper.office")},
					    {"text", about},
					    {"lamps", lamps},
					    {"issued", paper_day(on, true, issued)},
					    {}},
	    cli_option(c, "out"));
}

static int run(struct cli *c)
{
	Duban__TalkShowRequest q = DUBAN__TALK_SHOW_REQUEST__INIT;
	const Duban__Reply *r;
	uint32_t on;
	if (!cli_option(c, "out"))
		return form_run(c);
	q.number = cli_loose(cli_word(c, 0));
	int rc = paper_on(c, &on);
	if (rc == 0)
		rc = CLI_ASK(c, TALK_SHOW, talk_show, &q, &r);
	if (rc != 0)
		return rc;
	c->reply = NULL;
	if (r->talk_show->cancelled_date)
		return cli_fail(c, STATUS_CONFLICT, "paper.talk_cancelled", q.number, NULL);
	return write_paper(c, r->talk_show, on);
}

static const struct verb_option options[] = {
    {"out", "FILE", "write its notification: .docx or .html (约谈通知)"},
    PAPER_ON_OPTION,
    {},
};
FORM(show, TALK_SHOW, .words = "number", .fields = "on=-");
VERB(talk_show, .noun = "talk", .verb = "show", .args = "NUMBER", .form = &form_show,
     .options = options, .run = run,
     .help = "a talk (约谈); as the notification that goes out with --out (约谈通知)");
