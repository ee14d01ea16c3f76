#include "client/cli/publication/text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/document/paper.h"
#include "client/cli/frame/messages.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/paragraph.h"
#include "text/room.h"

struct text_walking {
	const struct text_writer *w;
	void *user;
	const struct photos *photos;
	struct text_table table;
	size_t cells; /* of the table, so many are filled */
	bool failed;
};

int text_is_number(const char *s)
{
	size_t n = strspn(s, "+-0123456789.");
	return n && !s[n];
}

/* ---- tables */

static void table_over(struct text_walking *x)
{
	if (x->table.rows > 0 && x->w->table && !x->failed)
		x->w->table(x->user, &x->table);
	for (size_t i = 0; i < x->cells; i++)
		free(x->table.cell[i]);
	free(x->table.cell);
	x->table = (struct text_table){.cell = NULL};
	x->cells = 0;
}

static void put_cell(struct text_walking *x, const char *text)
{
	char **grown = realloc(x->table.cell, (x->cells + 1) * sizeof *grown);
	if (grown)
		x->table.cell = grown;
	char *copy = grown ? strdup(text) : NULL;
	if (copy)
		grown[x->cells++] = copy;
	else
		x->failed = true;
}

/* "|a|b|": cells beyond those of the heads are left out, missing ones empty. */
static void put_row(struct text_walking *x, char *line)
{
	size_t n = 0;
	char *rest = line + 1, *cell;
	while ((cell = strsep(&rest, "|")) && (rest || *cell)) {
		if (x->table.rows > 0 && n == x->table.columns)
			break;
		put_cell(x, cell);
		n++;
	}
	if (x->table.rows == 0)
		x->table.columns = n;
	for (; n < x->table.columns; n++)
		put_cell(x, "");
	x->table.rows++;
}

static void put_chart(struct text_walking *x, const char *line)
{
	size_t name, plan, done;
	table_over(x);
	if (sscanf(line, "~ %zu %zu %zu", &name, &plan, &done) != 3)
		return;
	x->table.name = name;
	x->table.plan = plan;
	x->table.done = done;
}

/* ---- sections */

static void put_line(struct text_walking *x, char *line)
{
	if (*line == '|') {
		put_row(x, line);
		return;
	}
	if (strncmp(line, "~ ", 2) == 0) {
		put_chart(x, line);
		return;
	}
	table_over(x);
	if (*line && x->w->paragraph)
		x->w->paragraph(x->user, line);
}

static void put_section(struct text_walking *x, const Duban__PublicationSectionRow *s)
{
	_cleanup_free_ char *text = strdup(s->text);
	x->failed |= !text;
	if (*s->title && x->w->heading)
		x->w->heading(x->user, s->title);
	for (char *line = text, *next; line; line = next) {
		next = strstr(line, PARAGRAPH_MARK);
		if (next) {
			*next = '\0';
			next += strlen(PARAGRAPH_MARK);
		}
		put_line(x, line);
	}
	table_over(x);
	for (size_t i = 0; i < s->n_photo && x->w->photo; i++) {
		const struct photo *p = photo_of(x->photos, &s->photo[i]);
		if (p)
			x->w->photo(x->user, p);
	}
}

/* ---- head and foot */

static void say(struct text_walking *x, void (*to)(void *, const char *), const char *code,
		const char *arg)
{
	if (!to || !*arg)
		return;
	_cleanup_free_ char *text = PAPER_TEXT(code, arg);
	if (text)
		to(x->user, text);
	else
		x->failed = true;
}

static void put_head(struct text_walking *x, const Duban__PublicationShowReply *b)
{
	char code[TEXT_ROOM];
	const char *number = strchr(b->id, '-');
	(void)snprintf(code, sizeof code, "paper.publication.%s",
		       wire_enum_name(&duban__publication_series__descriptor, (int)b->series));
	_cleanup_free_ char *series = PAPER_TEXT(code, "");
	_cleanup_free_ char *issue =
	    *b->document ? strdup(b->document)
			 : PAPER_TEXT("paper.publication_issue", number ? number + 1 : b->id);
	if (!series || !issue)
		x->failed = true;
	else if (x->w->head)
		x->w->head(x->user, series, issue);
}

static void put_foot(struct text_walking *x, const Duban__PublicationShowReply *b)
{
	char day[TEXT_ROOM];
	say(x, x->w->signature, "paper.publication_day",
	    paper_day(b->issued_date ? b->issued_date : b->drafted_date, true, day));
	say(x, x->w->foot, "paper.publication_report", b->report_to);
	say(x, x->w->foot, "paper.publication_send", b->send_to);
	say(x, x->w->foot, "paper.publication_copy", b->copy_to);
	say(x, x->w->foot, "paper.publication_drafter", b->drafter);
	say(x, x->w->foot, "paper.publication_reviewer", b->reviewer);
	say(x, x->w->foot, "paper.publication_signer", b->signer);
}

int text_walk(const Duban__PublicationShowReply *b, const struct photos *photos,
	      const struct text_writer *w, void *user)
{
	struct text_walking x = {.w = w, .user = user, .photos = photos};
	put_head(&x, b);
	if (w->title)
		w->title(user, b->title);
	for (size_t i = 0; i < b->n_section; i++)
		put_section(&x, b->section[i]);
	put_foot(&x, b);
	return x.failed ? -ENOMEM : 0;
}
