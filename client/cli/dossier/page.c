/* The dossier's page: all its tables; it can be read offline and printed. */
#include "client/cli/dossier/page.h"

#include <errno.h>

#include "client/cli/chart/page.h"
#include "client/cli/dossier/folder.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/table.h"

int dossier_page_begin(struct dossier *d, const Duban__ProjectRow *p)
{
	d->page = dossier_open(d, "index.html");
	if (!d->page)
		return dossier_fail(d, "index.html", errno);
	(void)fputs("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">\n<title>", d->page);
	page_text(p->code, d->page);
	(void)fputs("</title>\n<style>body{font-family:sans-serif;margin:2em}"
		    "table{border-collapse:collapse;font-size:90%}"
		    "td,th{border:1px solid #999;padding:2px 6px;text-align:left;"
		    "vertical-align:top;word-break:break-all}</style></head>\n<body>\n<h1>",
		    d->page);
	page_text(p->code, d->page);
	(void)fputc(' ', d->page);
	page_text(p->name, d->page);
	(void)fprintf(d->page, "</h1>\n<p>%s</p>\n", message("dossier.check"));
	return 0;
}

void dossier_page_none(struct dossier *d, const char *section)
{
	(void)fputs("<h2>", d->page);
	page_text(message_term("section", section), d->page);
	(void)fprintf(d->page, "</h2>\n<p>%s</p>\n", message("dossier.none"));
}

void dossier_page_table(struct dossier *d, const char *section, const struct print_table *t)
{
	(void)fputs("<h2>", d->page);
	page_text(message_term("section", section), d->page);
	(void)fprintf(d->page, "</h2>\n<p><a href=\"%s.csv\">%s.csv</a></p>\n<table>\n", section,
		      section);
	for (size_t row = 0; row <= table_rows(t); row++) {
		(void)fputs("<tr>", d->page);
		for (size_t i = 0; i < table_columns(t); i++) {
			bool right;
			if (!table_shown(t, i))
				continue;
			(void)fputs(row ? "<td>" : "<th>", d->page);
			page_text(row ? table_at(t, row - 1, i)->text
				      : table_head_text(t, i, &right),
				  d->page);
			(void)fputs(row ? "</td>" : "</th>", d->page);
		}
		(void)fputs("</tr>\n", d->page);
	}
	(void)fputs("</table>\n", d->page);
}

int dossier_page_end(struct dossier *d)
{
	(void)fputs("</body></html>\n", d->page);
	return dossier_close(d, d->page, "index.html");
}
