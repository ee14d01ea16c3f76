#include "client/notify/text/texts.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/notify/limits.h"
#include "proto/cleanup.h"
#include "proto/embed.h"
#include "proto/status.h"
#include "proto/wire.h"
#include "text/notice/template.h"

EMBED(notify_shipped_texts, "notices.csv");
EMBED(notify_answers, "answers.csv");

struct texts {
	char *all; /* the file, cut into cells */
	struct {
		const char *name, *text;
	} row[TEMPLATE_ROWS_MAX];
	size_t n;
};

struct texts *texts_free(struct texts *t)
{
	if (t)
		free(t->all);
	free(t);
	return NULL;
}

DEFINE_CLEANUP(struct texts *, texts_free)

const char *texts_find(const struct texts *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->row[i].name, name) == 0)
			return t->row[i].text;
	return NULL;
}

const char *texts_at(const struct texts *t, size_t i, const char **ret_name)
{
	if (i >= t->n)
		return NULL;
	*ret_name = t->row[i].name;
	return t->row[i].text;
}

/* The text begins behind the first comma. Spreadsheets put it in quotes and double those in it. */
static char *unquoted(char *cell)
{
	size_t n = strlen(cell);
	char *to = cell;

	if (n < 2 || cell[0] != '"' || cell[n - 1] != '"')
		return cell;
	cell[n - 1] = '\0';
	for (const char *from = cell + 1; *from; from++) {
		*to++ = *from;
		from += from[0] == '"' && from[1] == '"';
	}
	*to = '\0';
	return cell;
}

/* NULL, or what is wrong with the line. */
static const char *add_row(struct texts *t, char *line)
{
	char *comma = strchr(line, ',');
	const char *fault;

	if (!comma)
		return "write template,text";
	*comma = '\0';
	if (t->n == TEMPLATE_ROWS_MAX)
		return "too many texts";
	if (!*line || texts_find(t, line))
		return *line ? "this template is there already" : "the template has no name";
	t->row[t->n].name = line;
	t->row[t->n].text = unquoted(comma + 1);
	if (!*t->row[t->n].text || wire_check_text(BYTES_STR(t->row[t->n].text)) != WIRE_FINE)
		return "the text is empty, or has characters that are none";
	fault = template_fault(t->row[t->n].text);
	t->n++;
	return fault;
}

static int parse(struct texts *t, const char *file, char **ret_fault)
{
	char *rest = t->all, *line;

	if (strncmp(rest, "\xef\xbb\xbf", 3) == 0)
		rest += 3;
	for (unsigned no = 1; (line = strsep(&rest, "\n")); no++) {
		const char *fault = NULL;

		line[strcspn(line, "\r")] = '\0';
		if (no == 1)
			fault = strcmp(line, "template,text") == 0
				    ? NULL
				    : "the first line is not template,text";
		else if (*line)
			fault = add_row(t, line);
		if (fault && asprintf(ret_fault, "%s:%u: %s", file, no, fault) < 0)
			return -ENOMEM;
		if (fault)
			return STATUS_INVALID;
	}
	return 0;
}

static int from_bytes(struct bytes b, const char *file, struct texts **ret, char **ret_fault)
{
	_cleanup_(texts_freep) struct texts *t = calloc(1, sizeof *t);
	int r;

	if (!t || !(t->all = strndup(b.data, b.size)))
		return -ENOMEM;
	r = parse(t, file, ret_fault);
	if (r == 0)
		*ret = TAKE_PTR(t);
	return r;
}

/* Every notice must have its text, with no place that the shipped one lacks: a slip in a name would
 * leave a hole in what people read. */
static int check_names(const struct texts *t, const struct texts *shipped, const char *file,
		       char **ret_fault)
{
	for (size_t i = 0; i < shipped->n; i++) {
		const char *text = texts_find(t, shipped->row[i].name), *at = text, *name;
		size_t n;

		if (!text &&
		    asprintf(ret_fault, "%s: there is no text %s", file, shipped->row[i].name) < 0)
			return -ENOMEM;
		if (!text)
			return STATUS_INVALID;
		while ((n = template_place(&at, &name))) {
			char place[64];
			bool known = false;

			(void)snprintf(place, sizeof place, "%.*s", (int)n, name);
			for (size_t k = 0; k < shipped->n && !known; k++) {
				const char *there = shipped->row[k].text, *one;
				size_t size;

				while ((size = template_place(&there, &one)) && !known)
					known = size == n && strncmp(one, name, n) == 0;
			}
			if (!known && asprintf(ret_fault, "%s: text %s: no notice has a field {%s}",
					       file, shipped->row[i].name, place) < 0)
				return -ENOMEM;
			if (!known)
				return STATUS_INVALID;
		}
	}
	return 0;
}

static int read_file(const char *file, char **ret, size_t *ret_size, char **ret_fault)
{
	_cleanup_fclose_ FILE *f = fopen(file, "re");
	_cleanup_free_ char *text = malloc(TEMPLATE_FILE_MAX + 1);
	size_t n;

	if (!text)
		return -ENOMEM;
	if (!f)
		return asprintf(ret_fault, "%s: %s", file, strerror(errno)) < 0 ? -ENOMEM
										: STATUS_INVALID;
	n = fread(text, 1, TEMPLATE_FILE_MAX + 1, f);
	if (n > TEMPLATE_FILE_MAX)
		return asprintf(ret_fault, "%s: larger than %d bytes", file, TEMPLATE_FILE_MAX) < 0
			   ? -ENOMEM
			   : STATUS_INVALID;
	*ret = TAKE_PTR(text);
	*ret_size = n;
	return 0;
}

int texts_load(const char *file, struct texts **ret, char **ret_fault)
{
	_cleanup_(texts_freep) struct texts *shipped = NULL, *own = NULL;
	_cleanup_free_ char *content = NULL;
	size_t size;
	int r = from_bytes(EMBEDDED(notify_shipped_texts), "notices.csv", &shipped, ret_fault);

	if (r || !file) {
		if (r == 0)
			*ret = TAKE_PTR(shipped);
		return r;
	}
	r = read_file(file, &content, &size, ret_fault);
	r = r ? r : from_bytes(BYTES(content, size), file, &own, ret_fault);
	r = r ? r : check_names(own, shipped, file, ret_fault);
	if (r == 0)
		*ret = TAKE_PTR(own);
	return r;
}

int texts_fill(const struct texts *t, const char *name, char *const *field, size_t n, char **ret)
{
	const char *template = texts_find(t, name);
	_cleanup_free_ char *text = NULL;
	size_t size;
	FILE *out;

	if (!template)
		return STATUS_NOT_FOUND;
	out = open_memstream(&text, &size);
	if (!out)
		return -ENOMEM;
	template_fill(out, template, field, n);
	if (fclose(out) != 0)
		return -ENOMEM;
	if (size > MESSAGE_TEXT_MAX)
		return STATUS_TOO_MANY;
	*ret = TAKE_PTR(text);
	return 0;
}

int texts_answer(const char *name, char *const *field, size_t n, char **ret)
{
	_cleanup_(texts_freep) struct texts *t = NULL;
	_cleanup_free_ char *fault = NULL;
	int r = from_bytes(EMBEDDED(notify_answers), "answers.csv", &t, &fault);

	return r ? r : texts_fill(t, name, field, n, ret);
}
