#include "client/cli/document/paper.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/cli/chart/page.h"
#include "client/cli/document/document.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "text/date.h"
#include "text/room.h"

EMBED(paper_page, "paper_page.html");
EMBED(paper_style, "paper_style.css");

struct paper {
	const struct document_value *values;
	struct document *docx; /* NULL: it is written as HTML */
	FILE *html;
	char *title;
};

/* ---- kinds of lines */

static void put_html(struct paper *p, const char *tag, const char *class, const char *text)
{
	(void)fprintf(p->html, "<%s%s%s%s>", tag, *class ? " class=\"" : "", class,
		      *class ? "\"" : "");
	page_text(text, p->html);
	(void)fprintf(p->html, "</%s>\n", tag);
}

static void put_title(struct paper *p, const char *text)
{
	free(p->title);
	p->title = strdup(text);
	if (p->docx)
		document_title(p->docx, text);
	else
		put_html(p, "h1", "", text);
}

static void put_place(struct paper *p, enum document_place place, const char *text)
{
	static const char *const classes[] = {[DOCUMENT_HEAD] = "head",
					      [DOCUMENT_NUMBER] = "number",
					      [DOCUMENT_LEFT] = "left",
					      [DOCUMENT_RIGHT] = "right"};
	if (p->docx)
		document_line(p->docx, place, text);
	else
		put_html(p, "p", classes[place], text);
}

static void put_text(struct paper *p, bool heading, const char *text)
{
	if (!p->docx)
		put_html(p, heading ? "h2" : "p", "", text);
	else if (heading)
		document_heading(p->docx, text);
	else
		document_paragraph(p->docx, text);
}

static void put(struct paper *p, char mark, const char *text)
{
	if (mark == '=')
		put_title(p, text);
	else if (mark == '!')
		put_place(p, DOCUMENT_HEAD, text);
	else if (mark == '-')
		put_place(p, DOCUMENT_NUMBER, text);
	else if (mark == '@')
		put_place(p, DOCUMENT_LEFT, text);
	else if (mark == '>')
		put_place(p, DOCUMENT_RIGHT, text);
	else
		put_text(p, mark == '#', text);
}

/* ---- the template */

/* Is a value empty that the line has a place for? */
static bool lacks(const struct paper *p, const char *line)
{
	for (const struct document_value *v = p->values; v->name; v++) {
		char place[64];
		(void)snprintf(place, sizeof place, "{%s}", v->name);
		if (v->value && !*v->value && strstr(line, place))
			return true;
	}
	return false;
}

/* Each line of the filled text is a paragraph; none is empty. */
static void put_lines(struct paper *p, char mark, char *text)
{
	char *line;
	while ((line = strsep(&text, "\n")))
		if (*line)
			put(p, mark, line);
}

static int put_line(struct paper *p, const char *line)
{
	char mark = strchr("!-=@#>?", *line) && line[0] && line[1] == ' ' ? line[0] : '\0';
	if (mark)
		line += 2;
	if (mark == '?' && lacks(p, line))
		return 0;
	_cleanup_free_ char *text = NULL;
	int r = document_fill(BYTES_STR(line), p->values, &text);
	if (r == 0)
		put_lines(p, mark, text);
	return r;
}

static int put_all(struct paper *p, struct bytes template_)
{
	_cleanup_free_ char *copy = strndup(template_.data, template_.size);
	char *rest = copy, *line;
	int r = copy ? 0 : -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n")))
		if (*line)
			r = put_line(p, line);
	return r == 0 && !p->title ? -ENOKEY : r;
}

/* ---- files */

static int write_docx(struct paper *p, struct bytes template_, const char *path)
{
	p->docx = document_new(false);
	int r = p->docx ? put_all(p, template_) : -ENOMEM;
	if (r == 0)
		r = document_write(p->docx, path);
	p->docx = document_free(p->docx);
	return r;
}

static int save(const char *path, const char *text)
{
	FILE *out = fopen(path, "we");
	if (!out)
		return -errno;
	(void)fputs(text, out);
	return fclose(out) == 0 ? 0 : -errno;
}

/* NULL: no memory. */
static char *escaped(const char *text)
{
	char *safe = NULL;
	size_t size;
	FILE *out = open_memstream(&safe, &size);
	if (!out)
		return NULL;
	page_text(text, out);
	if (fclose(out) == 0)
		return safe;
	free(safe);
	return NULL;
}

int paper_save_html(const char *path, const char *title, const char *body)
{
	struct bytes css = EMBEDDED(paper_style);
	_cleanup_free_ char *page = NULL, *style = strndup(css.data, css.size);
	_cleanup_free_ char *safe = escaped(title);
	if (!style || !safe)
		return -ENOMEM;
	int r = document_fill(
	    EMBEDDED(paper_page),
	    (const struct document_value[]){{"title", safe}, {"style", style}, {"body", body}, {}},
	    &page);
	return r == 0 ? save(path, page) : r;
}

static int write_html(struct paper *p, struct bytes template_, const char *path)
{
	_cleanup_free_ char *body = NULL;
	size_t size;
	p->html = open_memstream(&body, &size);
	int r = p->html ? put_all(p, template_) : -ENOMEM;
	if (p->html && fclose(p->html) != 0 && r == 0)
		r = -ENOMEM;
	return r == 0 ? paper_save_html(path, p->title, body) : r;
}

static bool ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), k = strlen(end);
	return n > k && strcasecmp(path + n - k, end) == 0;
}

int paper_write(struct cli *c, struct bytes template_, const struct document_value *values,
		const char *path)
{
	struct paper p = {.values = values};
	int r;
	if (ends_in(path, ".docx"))
		r = write_docx(&p, template_, path);
	else if (ends_in(path, ".html"))
		r = write_html(&p, template_, path);
	else
		return cli_fail(c, CLI_USAGE, "paper.extension", path, NULL);
	free(p.title);
	if (r < 0 && r != -ENOMEM && r != -ENOKEY)
		return cli_fail(c, CLI_LOCAL, "local.unwritable", path, message_errno(-r), NULL);
	if (r == 0)
		cli_say(c, "paper.written", path, NULL);
	return r;
}

bool paper_wanted(const struct cli *c)
{
	const char *path = cli_option(c, "out");
	return path && (ends_in(path, ".docx") || ends_in(path, ".html"));
}

/* ---- values */

char *paper_text(const char *code, const char *const *arg, size_t n_arg)
{
	return message_text_in(code, true, arg, n_arg);
}

char *paper_list(char *const *name, size_t n)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++)
		(void)fprintf(out, "%s%s", i ? "、" : "", name[i]);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

int paper_on(struct cli *c, uint32_t *ret_ymd)
{
	Duban__StatusRequest q = DUBAN__STATUS_REQUEST__INIT;
	const Duban__Reply *r;
	int zone = 0;
	*ret_ymd = 0;
	int rc = cli_date(c, "on", ret_ymd);
	if (rc != 0 || *ret_ymd)
		return rc;
	rc = cli_zone(c, &zone);
	if (rc == 0)
		rc = CLI_ASK(c, STATUS, status, &q, &r);
	if (rc == 0)
		*ret_ymd = date_ymd(date_at(r->status_reply->now, zone));
	return rc;
}

const char *paper_day(uint32_t ymd, bool chinese, char *buf)
{
	char part[3][16];
	*buf = '\0';
	if (!ymd)
		return buf;
	(void)snprintf(part[0], sizeof part[0], "%u", ymd / 10000);
	(void)snprintf(part[1], sizeof part[1], "%u", ymd / 100 % 100);
	(void)snprintf(part[2], sizeof part[2], "%u", ymd % 100);
	_cleanup_free_ char *text = message_text_in(
	    "day.said", chinese, (const char *const[]){part[0], part[1], part[2]}, 3);
	(void)snprintf(buf, TEXT_ROOM, "%s", text ? text : "");
	return buf;
}
