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

char *notice_text(const Duban__Notice *n)
{
	const char *from = notice_template(n->template_);
	char *text = NULL;
	size_t size;
	FILE *out = from ? open_memstream(&text, &size) : NULL;
	if (!out)
		return NULL;
	while (*from) {
		size_t plain = strcspn(from, "{"), name;
		(void)fwrite(from, 1, plain, out);
		from += plain;
		if (!*from)
			break;
		name = strcspn(from, "}");
		(void)fputs(value_of(n, from + 1, name - 1), out);
		from += name + (from[name] == '}');
	}
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
