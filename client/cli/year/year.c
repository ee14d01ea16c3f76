/* The year (年度): its state, and closing it. */
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "proto/cleanup.h"

/* The daemon closes a large city page by page; the counts of all pages are added up and printed
 * once. */
static int year_close(struct cli *c)
{
	_cleanup_(form_done) struct filling f = {};
	Duban__YearCloseReply sum = DUBAN__YEAR_CLOSE_REPLY__INIT;
	int r = form_fill(c, c->verb->form, &f);
	while (r == 0) {
		const Duban__Reply *reply;
		r = cli_ask(c, &f.request, &reply);
		if (r != 0 || reply->body_case != DUBAN__REPLY__BODY_YEAR_CLOSE)
			return r;
		const Duban__YearCloseReply *page = reply->year_close;
		sum.year = page->year;
		sum.dry_run = page->dry_run;
		sum.projects += page->projects;
		sum.links += page->links;
		sum.unplanned += page->unplanned;
		sum.missing_reports += page->missing_reports;
		f.request.year_close->after = page->next;
		if (page->next == 0)
			break;
	}
	c->reply = NULL;
	return r != 0 ? r : form_print(c, c->verb->form, &sum.base, NULL, NULL);
}

static const struct verb_option close_options[] = {
    DRY_RUN_OPTION,
    {"without-reports", NULL,
     "close even if confirmed reports for December are missing (缺12月月报)"},
    {},
};
FORM(year_close, YEAR_CLOSE, .words = "year");
VERB(year_close, .noun = "year", .verb = "close", .args = "YEAR", .form = &form_year_close,
     .options = close_options, .run = year_close,
     .help = "close a year and carry what goes on into the next one (年度结转)");
