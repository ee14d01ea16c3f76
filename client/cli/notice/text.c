#include "client/cli/notice/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "proto/embed.h"

EMBED(notice_texts_csv, "notices.csv");

static const struct csvfile *table(void)
{
	static struct csvfile once;
	return csv_shipped(&once, EMBEDDED(notice_texts_csv));
}

const char *notice_template_at(size_t i, const char **ret_name)
{
	const struct csvfile *f = table();
	/* below the heads */
	if (i + 1 >= f->n_rows)
		return NULL;
	*ret_name = csv_cell(f, i + 1, 0);
	return csv_cell(f, i + 1, 1);
}

const char *notice_template(const char *name)
{
	const char *one, *text;
	for (size_t i = 0; (text = notice_template_at(i, &one)); i++)
		if (strcmp(one, name) == 0)
			return text;
	return NULL;
}

/* The value of the field that the place names: "what" in "{what}". */
static const char *value_of(const Duban__Notice *n, const char *name, size_t size)
{
	for (size_t i = 0; i < n->n_field; i++)
		if (strncmp(n->field[i], name, size) == 0 && n->field[i][size] == '=')
			return n->field[i] + size + 1;
	return "";
}

/* Is there something to say? A part about nothing is left out. */
static bool says(const char *value)
{
	return *value && strcmp(value, "0") != 0;
}

/* The place in "{what}…": its name is `*ret` bytes long. Returns what comes behind it. */
static const char *place(const char *from, size_t *ret)
{
	*ret = strcspn(from + 1, "}:");
	return from + 1 + *ret + (from[1 + *ret] != '\0');
}

/* Up to `end` as plain text and places. */
static void put_plain(FILE *out, const Duban__Notice *n, const char *from, const char *end)
{
	while (from < end) {
		size_t plain = strcspn(from, "{"), name;
		if (plain > (size_t)(end - from))
			plain = (size_t)(end - from);
		(void)fwrite(from, 1, plain, out);
		from += plain;
		if (from == end)
			return;
		const char *behind = place(from, &name);
		(void)fputs(value_of(n, from + 1, name), out);
		from = behind;
	}
}

/* Behind "{?red:红灯{red}个，": at the brace that ends the part. */
static const char *part_end(const char *from)
{
	for (unsigned deep = 0; *from && (deep || *from != '}'); from++)
		deep = *from == '{' ? deep + 1 : *from == '}' ? deep - 1 : deep;
	return from;
}

char *notice_text(const Duban__Notice *n)
{
	const char *from = notice_template(n->template_);
	char *text = NULL;
	size_t size;
	FILE *out = from ? open_memstream(&text, &size) : NULL;
	if (!out)
		return NULL;
	while (*from) {
		const char *part = strstr(from, "{?");
		size_t name;
		put_plain(out, n, from, part ? part : from + strlen(from));
		if (!part)
			break;
		from = place(part + 1, &name);
		const char *end = part_end(from);
		if (says(value_of(n, part + 2, name)))
			put_plain(out, n, from, end);
		from = end + (*end == '}');
	}
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
