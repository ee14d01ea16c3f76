#include "client/cli/notice/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/import/csvfile.h"
#include "proto/embed.h"
#include "text/notice/template.h"

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

char *notice_text(const Duban__Notice *n)
{
	const char *from = notice_template(n->template_);
	char *text = NULL;
	size_t size;
	FILE *out = from ? open_memstream(&text, &size) : NULL;
	if (!out)
		return NULL;
	template_fill(out, from, n->field, n->n_field);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
