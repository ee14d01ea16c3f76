/* Briefs and bulletins (简报、通报): two nouns with the same verbs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/run.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/publication/render.h"
#include "proto/cleanup.h"

static int markdown(const Duban__PublicationShowReply *b, const char *path)
{
	FILE *out = fopen(path, "we");
	int r = out ? render_markdown(b, out) : -errno;
	if (out && fclose(out) != 0 && r == 0)
		r = errno ? -errno : -EIO;
	return r;
}

static const struct rendering {
	const char *ending;
	/* one of both: with its photos, or without */
	int (*paper)(const Duban__PublicationShowReply *b, const struct photos *photos,
		     const char *path);
	int (*write)(const Duban__PublicationShowReply *b, const char *path);
} renderings[5] = {
    {".docx", render_docx, NULL}, {".html", render_html, NULL}, {".md", NULL, markdown},
    {".csv", NULL, render_csv},	  {".xlsx", NULL, render_xlsx},
};

static const struct rendering *rendering_of(const char *path)
{
	for (size_t i = 0; i < sizeof renderings / sizeof *renderings; i++) {
		size_t n = strlen(path), k = strlen(renderings[i].ending);
		if (n > k && strcasecmp(path + n - k, renderings[i].ending) == 0)
			return &renderings[i];
	}
	return NULL;
}

static int write_out(struct cli *c, const Duban__PublicationShowReply *b, const char *path)
{
	const struct rendering *as = rendering_of(path);
	if (!as)
		return cli_fail(c, CLI_USAGE, "usage.out", path, renderings[0].ending,
				renderings[1].ending, renderings[2].ending, renderings[3].ending,
				renderings[4].ending, NULL);
	_cleanup_(photos_done) struct photos photos = {};
	int r = as->paper ? photos_fetch(c, b, &photos) : 0;
	if (r != 0)
		return r;
	r = as->paper ? as->paper(b, &photos, path) : as->write(b, path);
	if (r < 0 && r != -ENOMEM)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(-r), NULL);
	if (r == 0)
		cli_say(c, "paper.written", path, NULL);
	return r;
}

/* NULL: no memory. */
static Duban__PublicationShowReply *copied(const Duban__PublicationShowReply *b)
{
	size_t size = duban__publication_show_reply__get_packed_size(b);
	_cleanup_free_ uint8_t *bytes = malloc(size + 1);
	if (!bytes)
		return NULL;
	duban__publication_show_reply__pack(b, bytes);
	return duban__publication_show_reply__unpack(NULL, size, bytes);
}

static int run_show(struct cli *c)
{
	_cleanup_(form_done) struct filling f = {};
	_cleanup_(rows_done) struct rows rows = {};
	const ProtobufCMessage *body = NULL;
	if (!cli_option(c, "out"))
		return form_run(c);
	int rc = form_fill(c, c->verb->form, &f);
	if (rc == 0)
		rc = form_ask(&f, &rows, &body);
	if (rc != 0)
		return rc;
	c->reply = NULL;
	/* the reply does not outlive the requests for its photos */
	Duban__PublicationShowReply *b =
	    copied((const Duban__PublicationShowReply *)(const void *)body);
	if (!b)
		return -ENOMEM;
	rc = write_out(c, b, cli_option(c, "out"));
	duban__publication_show_reply__free_unpacked(b, NULL);
	return rc;
}

static int print(struct cli *c, const Duban__Reply *r)
{
	(void)c;
	return r->publication ? render_markdown(r->publication, stdout) : 0;
}

#define SERIES_OPTION                                                                              \
	{                                                                                          \
		"series", "brief|bulletin|pack|daily|news|correction",                             \
		    "of this series; else the noun's own"                                          \
	}

static const struct verb_option draft_options[] = {
    SERIES_OPTION,
    {"list", "LIST", "about this list; brief.list if not given"},
    {"until", "DATE", "up to the end of this day; yesterday if not given"},
    {"month", "YYYY-MM", "of a bulletin or pack: the month, which must be locked"},
    {"bulletin", "NO", "of a correction: the number (文号) of the bulletin that was wrong"},
    {"text", "TEXT", "of a correction: what was wrong and why"},
    {},
};
static const struct verb_option show_options[] = {
    SERIES_OPTION,
    {"out", "FILE", "as .docx or .html (公文), .md, or its tables as .csv or .xlsx"},
    {"public", NULL, "the public edition: without persons, problems and internal parts (公开版)"},
    {"raw", NULL, "with its places as they are edited, and all figures"},
    {},
};
static const struct verb_option edit_options[] = {
    SERIES_OPTION,
    {"section", "KEY", "which part; a new key adds one at the end"},
    {"title", "TEXT", "its title"},
    {"text", "TEXT",
     "its words, ¶ between paragraphs; {rate} is filled with that figure, which nobody edits"},
    {"photo", "DIGEST", "files of evidence that are printed with it"},
    {"withheld", "yes|no", "not in the public edition"},
    {"remove", NULL, "take the part out"},
    {},
};
static const struct verb_option review_options[] = {
    SERIES_OPTION,
    {"person", "PERSON", "who reviewed it; the sender if not given"},
    {"back", NULL, "back to the drafter (退回)"},
    {"text", "TEXT", "why it goes back"},
    {},
};
static const struct verb_option issue_options[] = {
    SERIES_OPTION,
    {"person", "PERSON", "who signed it (签发人)"},
    {"document", "NO", "its number (文号), which a bulletin must have"},
    {},
};
static const struct verb_option drop_options[] = {
    SERIES_OPTION,
    {"text", "TEXT", "why"},
    {},
};
static const struct verb_option list_options[] = {
    SERIES_OPTION,
    {"year", "YYYY", "drafted in this year; the present one if not given"},
    OUT_OPTION,
    {},
};

#define PUBLICATION_VERBS(noun_, NOUN)                                                             \
	FORM(noun_##_draft, NOUN##_DRAFT, .rows = "section");                                      \
	VERB(noun_##_draft, .noun = #noun_, .verb = "draft", .args = "",                           \
	     .form = &form_##noun_##_draft, .options = draft_options, .print = print,              \
	     .help = "draft one: its figures are taken now and stay (拟稿)");                      \
	FORM(noun_##_show, NOUN##_SHOW, .words = "id", .fields = "public=open out=-",              \
	     .rows = "section");                                                                   \
	VERB(noun_##_show, .noun = #noun_, .verb = "show", .args = "ID",                           \
	     .form = &form_##noun_##_show, .options = show_options, .run = run_show,               \
	     .print = print, .help = "one of them, on the screen or as a paper");                  \
	FORM(noun_##_edit, NOUN##_EDIT, .words = "id", .need = "section",                          \
	     .fields = "withheld=internal");                                                       \
	VERB(noun_##_edit, .noun = #noun_, .verb = "edit", .args = "ID",                           \
	     .form = &form_##noun_##_edit, .options = edit_options,                                \
	     .help = "change the words of a draft; its figures are locked");                       \
	FORM(noun_##_review, NOUN##_REVIEW, .words = "id");                                        \
	VERB(noun_##_review, .noun = #noun_, .verb = "review", .args = "ID",                       \
	     .form = &form_##noun_##_review, .options = review_options,                            \
	     .help = "a draft was reviewed by another person than its drafter (审核)");            \
	FORM(noun_##_issue, NOUN##_ISSUE, .words = "id");                                          \
	VERB(noun_##_issue, .noun = #noun_, .verb = "issue", .args = "ID",                         \
	     .form = &form_##noun_##_issue, .options = issue_options,                              \
	     .help = "it is signed and goes out; nothing changes it any more (签发)");             \
	FORM(noun_##_drop, NOUN##_DROP, .words = "id", .need = "text");                            \
	VERB(noun_##_drop, .noun = #noun_, .verb = "drop", .args = "ID",                           \
	     .form = &form_##noun_##_drop, .options = drop_options,                                \
	     .help = "it does not go out; its number stays taken (作废)");                         \
	FORM(noun_##_list, NOUN##_LIST);                                                           \
	VERB(noun_##_list, .noun = #noun_, .verb = "list", .args = "",                             \
	     .form = &form_##noun_##_list, .options = list_options, .help = "those of a year")

PUBLICATION_VERBS(brief, BRIEF);
PUBLICATION_VERBS(bulletin, BULLETIN);
