/* `briefing show` (新闻通气会通稿): the figures of a month in the sentences of a template,
 * client/cli/data/briefing.txt or the office's own. A line of it is a paragraph, marked as in
 *papers (document/paper.h), and two marks more: % NAME LIST	places {NAME.…} tell of this list
 *	?NAME text	left out if {NAME} is empty: {key} is, if the list that is called key has no
 *			projects, and {key.outer} if nobody outside ranked it */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/briefing/values.h"
#include "client/cli/document/paper.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/frame/file.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/out.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "text/date.h"

EMBED(briefing, "briefing.txt");

struct briefing {
	struct cli *c;
	uint32_t month;
	struct values values;
	char *body; /* the template's lines that are left */
	size_t size;
};

static void briefing_done(struct briefing *b)
{
	values_done(&b->values);
	free(b->body);
}

static int bad_template(struct briefing *b, const char *line)
{
	const char *path = cli_option(b->c, "template");
	return cli_fail(b->c, CLI_USAGE, "briefing.bad_template", path ? path : "briefing.txt",
			line, NULL);
}

/* ---- the template */

static int declare(struct briefing *b, char *line)
{
	char *rest = line + 2, *name = strsep(&rest, " ");
	if (!*name || !rest || !*rest)
		return bad_template(b, line);
	return briefing_list(b->c, name, rest, b->month, &b->values);
}

/* Takes a line over, unless what it needs is empty. */
static int keep(struct briefing *b, char *line, FILE *out)
{
	if (line[0] == '%' && line[1] == ' ')
		return declare(b, line);
	if (line[0] == '?') {
		char *text = line + 1, *name = strsep(&text, " ");
		const char *value = values_get(&b->values, name);
		if (!text)
			return bad_template(b, line);
		if (!value || !*value)
			return 0;
		line = text;
	}
	if (*line)
		(void)fprintf(out, "%s\n", line);
	return 0;
}

static int read_template(struct briefing *b, struct bytes template_)
{
	_cleanup_free_ char *copy = strndup(template_.data, template_.size);
	char *rest = copy, *line;
	FILE *out = open_memstream(&b->body, &b->size);
	int r = copy && out ? 0 : -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n")))
		r = keep(b, line, out);
	if (out && fclose(out) != 0 && r == 0)
		r = -ENOMEM;
	return r;
}

/* ---- what is not of a list */

static int add_dates(struct briefing *b)
{
	char year[16], months[16];
	(void)snprintf(year, sizeof year, "%u", b->month / 100);
	(void)snprintf(months, sizeof months, b->month % 100 > 1 ? "1-%u" : "%u", b->month % 100);
	int r = values_add(&b->values, NULL, "year", strdup(year));
	return r ? r : values_add(&b->values, NULL, "months", strdup(months));
}

/* ---- output */

static void print_line(struct json *j, const char *line)
{
	if (strchr("!-=@#>", *line) && line[1] == ' ')
		line += 2;
	if (j)
		json_string(j, NULL, line);
	else
		(void)puts(line);
}

static void print_lines(struct json *j, char *text)
{
	char *line;
	while ((line = strsep(&text, "\n")))
		if (*line)
			print_line(j, line);
}

static int print(struct briefing *b)
{
	struct json j = {.out = stdout};
	bool as_json = cli_json(b->c);
	char *rest = b->body, *line;
	if (as_json)
		json_array(&j, NULL);
	while ((line = strsep(&rest, "\n"))) {
		_cleanup_free_ char *text = NULL;
		int r = document_fill(BYTES_STR(line), b->values.value, &text);
		if (r != 0)
			return r == -ENOKEY ? bad_template(b, line) : r;
		print_lines(as_json ? &j : NULL, text);
	}
	if (as_json) {
		json_end_array(&j);
		(void)fputc('\n', stdout);
	}
	return 0;
}

static int put_out(struct briefing *b)
{
	const char *path = cli_option(b->c, "out");
	if (!path)
		return print(b);
	int r = paper_write(b->c, BYTES(b->body, b->size), b->values.value, path);
	return r == -ENOKEY ? bad_template(b, "") : r;
}

static int run(struct cli *c)
{
	_cleanup_(briefing_done) struct briefing b = {.c = c};
	_cleanup_free_ char *own = NULL;
	const char *month = cli_option(c, "month"), *path = cli_option(c, "template");
	struct bytes template_ = EMBEDDED(briefing);
	size_t size;
	int r = 0;
	if (!month)
		return cli_fail(c, CLI_USAGE, "usage.option_required", "month", NULL);
	if (!month_parse(month, &b.month))
		return cli_fail(c, CLI_USAGE, "usage.month", "--month", month, NULL);
	if (path) {
		r = cli_read_file(c, path, &own, &size);
		template_ = BYTES(own, size);
	}
	if (r == 0)
		r = add_dates(&b);
	if (r == 0)
		r = read_template(&b, template_);
	c->reply = NULL;
	return r ? r : put_out(&b);
}

static const struct verb_option options[] = {
    {"month", "YYYY-MM", "from January to the end of this month"},
    {"template", "FILE", "sentences of one's own, as client/cli/data/briefing.txt has them"},
    {"out", "FILE", "as a paper: .docx or .html"},
    {},
};
VERB(
    briefing_show, .noun = "briefing", .verb = "show", .args = "", .options = options,
    .requests = "list_figures ranking_show sheet", .run = run,
    .help = "what the press is told of a month (新闻通气会): figures, first places, ranks outside");
