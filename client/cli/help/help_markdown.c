#include "client/cli/help/help_markdown.h"

#include <errno.h>
#include <stdlib.h>

#include "client/cli/frame/args.h"
#include "client/cli/import/describe.h"

/* "|" would end the cell: it is escaped. */
static void put_cell(const char *s)
{
	for (; *s; s++)
		(void)(*s == '|' ? fputs("\\|", stdout) : fputc(*s, stdout));
}

static void put_options(const struct verb_option *o, const char *gap)
{
	for (; o && o->name; o++, gap = "<br>") {
		(void)printf("%s`--%s%s", gap, o->name, o->value ? " " : "");
		put_cell(o->value ? o->value : "");
		(void)fputs("` ", stdout);
		put_cell(o->help);
	}
}

static void put_verb(const struct verb *v)
{
	(void)printf("| `%s%s%s%s", v->noun, v->verb ? " " : "", v->verb ? v->verb : "",
		     *verb_args(v) ? " " : "");
	put_cell(verb_args(v));
	(void)fputs("` | ", stdout);
	put_cell(v->help);
	(void)fputs(" | ", stdout);
	put_options(verb_options(v), "");
	put_options(verb_implied(v), verb_options(v)->name ? "<br>" : "");
	(void)fputs(" |\n", stdout);
}

int help_markdown(void)
{
	const struct verb **all = calloc(verb_count(), sizeof *all);
	if (!all)
		return -ENOMEM;
	verb_sorted(all);
	(void)fputs("## Verbs\n\n| | | options |\n|---|---|---|\n", stdout);
	for (size_t i = 0; i < verb_count(); i++)
		put_verb(all[i]);
	(void)fputs("\n## Options of every verb\n\n", stdout);
	for (const struct verb_option *o = args_common; o->name; o++)
		(void)printf("* `--%s%s%s` %s\n", o->name, o->value ? " " : "",
			     o->value ? o->value : "", o->help);
	(void)fputs("\n## Columns of the files\n", stdout);
	import_columns_markdown(stdout);
	free(all);
	return 0;
}
