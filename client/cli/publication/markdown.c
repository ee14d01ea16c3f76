#include <stdio.h>

#include "client/cli/publication/render.h"
#include "client/cli/publication/text.h"

static void head(void *user, const char *series, const char *number)
{
	(void)fprintf(user, "**%s**　%s\n\n", series, number);
}

static void title(void *user, const char *text)
{
	(void)fprintf(user, "# %s\n", text);
}

static void heading(void *user, const char *text)
{
	(void)fprintf(user, "\n## %s\n", text);
}

static void paragraph(void *user, const char *text)
{
	(void)fprintf(user, "\n%s\n", text);
}

static void table(void *user, const struct text_table *t)
{
	(void)fputc('\n', user);
	for (size_t row = 0; row < t->rows; row++) {
		for (size_t i = 0; i < t->columns; i++)
			(void)fprintf(user, "| %s ", t->cell[row * t->columns + i]);
		(void)fputs("|\n", user);
		for (size_t i = 0; row == 0 && i < t->columns; i++)
			(void)fputs("|---", user);
		if (row == 0)
			(void)fputs("|\n", user);
	}
}

int render_markdown(const Duban__PublicationShowReply *b, FILE *out)
{
	static const struct text_writer w = {.head = head,
					     .title = title,
					     .heading = heading,
					     .paragraph = paragraph,
					     .table = table,
					     .foot = paragraph,
					     .signature = paragraph};
	return text_walk(b, NULL, &w, out);
}
