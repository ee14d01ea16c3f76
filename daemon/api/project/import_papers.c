/* Import of 入库资料: one row for each paper that a project has, by the paper's key or name. */
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/project/paper.h"
#include "text/date.h"

static bool derive_paper(struct record_row *r)
{
	const struct cell *c = row_cell(r, "paper");
	const struct paper_def *d = paper_def(c->text);
	Duban__Paper *now = r->now;

	if (!d)
		return cell_refuse(c, "paper.unknown", c->text);
	now->paper = (char *)(uintptr_t)d->paper;
	if (!row_find(r))
		return false;
	if (!r->was)
		now->filed_date = date_ymd(r->im->in.rq->today);
	return true;
}

RECORD_KIND(PAPERS, .derive = derive_paper);
