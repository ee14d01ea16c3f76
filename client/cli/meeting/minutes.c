/* Meetings (会议): `meeting show`, on the screen or as the minutes that go out (会议纪要). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/document/paper.h"
#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/run.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/rows.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "proto/enums.h"
#include "text/room.h"

EMBED(paper_minutes, "paper_minutes.txt");

enum { DIGITS = 12 };

/* ---- values */

static char *text_or_none(char *text)
{
	if (!text || *text)
		return text;
	free(text);
	return PAPER_TEXT("paper.none", "");
}

static char *project_line(const Duban__MeetingProject *p)
{
	char red[DIGITS], late[DIGITS];
	(void)snprintf(red, sizeof red, "%u", p->red);
	(void)snprintf(late, sizeof late, "%u", p->days_late);
	return PAPER_TEXT(p->red ? "paper.meeting_project_red" : "paper.meeting_project",
			  p->project_name, p->project, red, late);
}

/* A paragraph a project. */
static char *projects_of(const Duban__MeetingShowReply *b)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	bool all = true;
	for (size_t i = 0; i < b->n_project && all; i++) {
		_cleanup_free_ char *line = project_line(b->project[i]);
		all = line && fprintf(out, "%s\n", line) > 0;
	}
	if (fclose(out) == 0 && all)
		return text_or_none(text);
	free(text);
	return NULL;
}

/* A paragraph a decision: one that became an order ends in its number, "…（督办〔2020〕3号）；". */
static char *decisions_of(const Duban__MeetingShowReply *b)
{
	static const char end[] = "）；";
	char *text = strdup(b->decisions);
	for (char *at = text; at && (at = strstr(at, end)); at++) {
		/* "；" becomes a line break */
		at += sizeof "）" - 1;
		*at = '\n';
		memmove(at + 1, at + sizeof "；" - 1, strlen(at + sizeof "；" - 1) + 1);
	}
	return text_or_none(text);
}

/* The units that had to come and of which nobody did. */
static char *absent_of(const Duban__MeetingShowReply *b)
{
	_cleanup_free_ char **name = calloc(b->n_must_come + 1, sizeof *name);
	size_t n = 0;
	if (!name)
		return NULL;
	for (size_t i = 0; i < b->n_must_come; i++)
		if (*b->must_come[i]->unit && !b->must_come[i]->there)
			name[n++] = b->must_come[i]->name;
	return paper_list(name, n);
}

/* ---- the paper */

struct minutes {
	char *title, *number, *opening, *projects, *decisions, *present, *absent;
};

static void minutes_done(struct minutes *m)
{
	free(m->title);
	free(m->number);
	free(m->opening);
	free(m->projects);
	free(m->decisions);
	free(m->present);
	free(m->absent);
}

static int fill(const Duban__MeetingShowReply *b, struct minutes *ret)
{
	char number[DIGITS], held[TEXT_ROOM];
	(void)snprintf(number, sizeof number, "%u", b->number);
	paper_day(b->held_date, true, held);
	ret->title = PAPER_TEXT("paper.meeting_title", b->series, number);
	ret->number = *b->minutes ? strdup(b->minutes) : PAPER_TEXT("paper.meeting_issue", number);
	ret->opening = ret->title
			   ? PAPER_TEXT(*b->chair ? "paper.meeting_chaired" : "paper.meeting_held",
					held, ret->title, b->chair)
			   : NULL;
	ret->projects = projects_of(b);
	ret->decisions = decisions_of(b);
	ret->present = text_or_none(paper_list(b->attendee, b->n_attendee));
	ret->absent = absent_of(b);
	return ret->title && ret->number && ret->opening && ret->projects && ret->decisions &&
		       ret->present && ret->absent
		   ? 0
		   : -ENOMEM;
}

static int write_paper(struct cli *c, const Duban__MeetingShowReply *b, uint32_t on)
{
	_cleanup_(minutes_done) struct minutes m = {};
	char issued[TEXT_ROOM];
	if (b->state != MEETING_STATE(HELD))
		return cli_fail(c, STATUS_CONFLICT, "meeting.not_held", cli_word(c, 0),
				cli_word(c, 1), NULL);
	int r = fill(b, &m);
	if (r != 0)
		return r;
	return paper_write(c, EMBEDDED(paper_minutes),
			   (const struct document_value[]){{"series", b->series},
							   {"number", m.number},
							   {"title", m.title},
							   {"opening", m.opening},
							   {"projects", m.projects},
							   {"decisions", m.decisions},
							   {"present", m.present},
							   {"absent", m.absent},
							   {"office", b->unit_name},
							   {"issued", paper_day(on, true, issued)},
							   {}},
			   cli_option(c, "out"));
}

static int run(struct cli *c)
{
	_cleanup_(form_done) struct filling f = {};
	_cleanup_(rows_done) struct rows rows = {};
	const ProtobufCMessage *body;
	uint32_t on;
	if (!paper_wanted(c))
		return form_run(c);
	int rc = paper_on(c, &on);
	if (rc == 0)
		rc = form_fill(c, c->verb->form, &f);
	if (rc == 0)
		rc = form_ask(&f, &rows, &body);
	if (rc != 0)
		return rc;
	c->reply = NULL;
	return write_paper(c, (const Duban__MeetingShowReply *)(const void *)body, on);
}

static const struct verb_option options[] = {
    {"out", "FILE",
     "its minutes as .docx or .html (会议纪要); its rows as .csv, .xlsx or .svg (导出)"},
    PAPER_ON_OPTION,
    {},
};
FORM(show, MEETING_SHOW, .words = "series number", .fields = "on=-");
VERB(meeting_show, .noun = "meeting", .verb = "show", .args = "SERIES NUMBER", .form = &form_show,
     .options = options, .run = run,
     .help =
	 "a meeting (会议): who had to come and what its projects wait for; as its minutes with "
	 "--out");
