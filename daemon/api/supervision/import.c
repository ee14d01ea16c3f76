/* Import of supervisions and findings. A supervision is read by whoever reads the whole city, or
 * one of the projects that it saw. */
#include "api/cell/cell.h"
#include "api/core/api.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "api/supervision/supervision.h"
#include "model/project/project.h"
#include "text/date.h"

static bool check_revisit(struct record_row *r, const Duban__Supervision *now)
{
	const Duban__Supervision *of =
	    *now->revisits ? supervision_get(r->im->in.rq->txn, r->im->in.scratch, now->revisits)
			   : NULL;

	if (*now->revisits && !of)
		return cell_refuse(row_cell(r, "revisits"), "supervision.unknown", now->revisits);
	if (of && of->held_date > now->held_date)
		return cell_refuse(row_cell(r, "revisits"), "supervision.revisits_later",
				   now->revisits);
	if (now->form == DUBAN__SUPERVISION_FORM__SUPERVISION_FORM_REVISIT && !of)
		return cell_refuse(row_cell(r, "revisits"), "supervision.revisits_nothing", NULL);
	return !now->revisit_date || now->revisit_date > now->held_date ||
	       cell_refuse(row_cell(r, "revisit"), "supervision.revisit_too_early", NULL);
}

/* What is grave is reported upward: to whom, and when. */
static bool check_gravity(struct record_row *r, const Duban__Supervision *now)
{
	struct checks all = {0};

	if (!now->gravity)
		return (!*now->reported_to && !now->reported_date) ||
		       cell_refuse(row_cell(r, "gravity"), "supervision.report_of_nothing", NULL);
	if (!*now->reported_to)
		checks_fine(&all, cell_refuse(row_cell(r, "reported_to"),
					      "supervision.needs_report", NULL));
	if (!now->reported_date)
		checks_fine(&all,
			    cell_refuse(row_cell(r, "reported"), "supervision.needs_report", NULL));
	else if (now->reported_date < now->held_date)
		checks_fine(&all, cell_refuse(row_cell(r, "reported"),
					      "supervision.reported_too_early", NULL));
	return checks_passed(&all);
}

static bool check_supervision(struct record_row *r)
{
	Duban__Supervision *now = r->now;
	struct checks all = {0};

	if (!now->kind)
		now->kind = DUBAN__SUPERVISION_KIND__SUPERVISION_KIND_VISIT;
	if (now->kind == DUBAN__SUPERVISION_KIND__SUPERVISION_KIND_SPECIAL && !*now->list)
		checks_fine(&all, cell_refuse(row_cell(r, "list"), "supervision.needs_list", NULL));
	if (!now->team && !now->n_person)
		checks_fine(&all, cell_refuse(row_cell(r, "team"), "supervision.nobody", NULL));
	checks_fine(&all, check_revisit(r, now));
	checks_fine(&all, check_gravity(r, now));
	return checks_passed(&all);
}

static bool saw(const Duban__Supervision *v, uint32_t project)
{
	for (size_t i = 0; i < v->n_project; i++)
		if (v->project[i] == project)
			return true;
	return false;
}

static bool shown(struct rows_out *s, const Duban__Supervision *v)
{
	if (s->filter->year && v->held_date / 10000 != s->filter->year)
		return false;
	if (s->project && !saw(v, s->project))
		return false;
	return supervision_reads(s->rq, v);
}

static void write_supervision(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Supervision *v = out_record(s, value, &duban__supervision__descriptor);

	(void)key;
	if (!v || !shown(s, v))
		return;
	out_row(s);
	out_fields(s, v);
}

RECORD_KIND(SUPERVISIONS, .check = check_supervision, .write = write_supervision);

/* ---- findings */

static bool check_finding(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	const Duban__Finding *now = r->now;

	r->project = project_get(rq->txn, r->im->in.scratch, now->project);
	return supervision_get(rq->txn, r->im->in.scratch, now->supervision) ||
	       cell_refuse(row_cell(r, "supervision"), "supervision.unknown", now->supervision);
}

static void write_finding(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Finding *f = out_record(s, value, &duban__finding__descriptor);

	(void)key;
	if (!f || !finding_reads(s->rq, f) || (s->project && f->project != s->project))
		return;
	out_row(s);
	out_fields(s, f);
}

RECORD_KIND(FINDINGS, .check = check_finding, .write = write_finding);
