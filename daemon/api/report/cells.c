/* Reads the cells of a report's row: its numbers and texts, and what happened to it. */
#include "api/report/cells.h"

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/project/import_fields.h"
#include "api/records/run.h"
#include "api/report/columns.h"
#include "proto/enums.h"

bool report_read(struct import *im, Duban__Report *r)
{
	struct cell form = import_cell(im, REPORT_FORM_), period = import_cell(im, REPORT_PERIOD);
	struct cell on = import_cell(im, REPORT_ON), text = import_cell(im, REPORT_TEXT);
	struct cell invested = import_cell(im, REPORT_INVESTED);
	struct cell cumulative = import_cell(im, REPORT_CUMULATIVE);
	struct cell statistics = import_cell(im, REPORT_STATISTICS);
	struct cell both = import_cell(im, REPORT_CUMULATIVE_STATISTICS);
	struct cell percent = import_cell(im, REPORT_PERCENT);
	struct cell reason = import_cell(im, REPORT_REASON);
	struct cell evidence = import_cell(im, REPORT_EVIDENCE);
	int of = r->form ? (int)r->form : REPORT_FORM(MONTHLY);
	struct checks all = {0};

	checks_fine(&all, cell_enum(&form, &duban__report_form__descriptor, &of));
	checks_fine(&all, cell_month(&period, &r->period_month));
	checks_fine(&all, cell_date(&on, &r->on_date));
	checks_fine(&all, cell_money(&invested, &r->invested));
	checks_fine(&all, cell_money(&cumulative, &r->cumulative));
	checks_fine(&all, cell_money(&statistics, &r->statistics));
	checks_fine(&all, cell_money(&both, &r->cumulative_statistics));
	checks_fine(&all, cell_number(&percent, 0, 100, &r->percent));
	checks_fine(&all, cell_text(&text, TEXT_MAX, &r->text));
	checks_fine(&all, cell_text(&reason, REASON_MAX, &r->reason));
	checks_fine(&all, cell_digests(&evidence, EVIDENCE_MAX, &r->evidence, &r->n_evidence));
	r->has_percent = r->has_percent || !cell_empty(&percent);
	r->form = (Duban__ReportForm)of;
	return checks_passed(&all);
}

static bool read_instant(struct import *im, size_t column, int64_t *io)
{
	struct cell c = import_cell(im, column);
	usec_t at;

	if (cell_empty(&c))
		return true;
	if (!instant_parse(c.text, im->in.rq->zone_minutes, &at))
		return cell_refuse(&c, "cell.bad_instant", NULL);
	*io = (int64_t)at;
	return true;
}

bool report_read_life(struct import *im, Duban__Report *r)
{
	struct cell state = import_cell(im, REPORT_STATE_), stage = import_cell(im, REPORT_STAGE);
	struct cell booked = import_cell(im, REPORT_BOOKED), link = import_cell(im, REPORT_LINK);
	struct cell year = import_cell(im, REPORT_LINK_YEAR), unit = import_cell(im, REPORT_UNIT);
	struct cell reviewer = import_cell(im, REPORT_REVIEWER);
	struct cell sector = import_cell(im, REPORT_BY_SECTOR);
	struct cell corrects = import_cell(im, REPORT_CORRECTS);
	struct cell returned = import_cell(im, REPORT_RETURNED);
	struct cell before = import_cell(im, REPORT_RETURNED_BEFORE);
	struct cell why = import_cell(im, REPORT_RETURN_REASON);
	struct cell approver = import_cell(im, REPORT_APPROVER);
	struct cell document = import_cell(im, REPORT_DOCUMENT);
	struct cell exemption = import_cell(im, REPORT_EXEMPTION);
	struct cell correction = import_cell(im, REPORT_STAGE_CORRECTION);
	struct cell typed = import_cell(im, REPORT_TYPED_FOR);
	struct cell until = import_cell(im, REPORT_TO), ground = import_cell(im, REPORT_GROUND);
	int in = (int)r->state, to = (int)r->stage, stops = (int)r->ground;
	bool by_sector = r->reviewer_is_sector, again = r->correction, typed_for = r->typed_for;
	struct checks all = {0};

	checks_fine(&all, cell_enum(&state, &duban__report_state__descriptor, &in));
	checks_fine(&all, project_stage_cell(&stage, &to));
	checks_fine(&all, cell_month(&booked, &r->booked_month));
	checks_fine(&all, cell_year(&year, &r->link_year));
	checks_fine(&all, cell_number(&link, 1, LINK_NO_MAX, &r->link_no));
	checks_fine(&all, cell_unit(&unit, &r->unit));
	checks_fine(&all, cell_unit(&reviewer, &r->reviewer));
	checks_fine(&all, cell_bool(&sector, &by_sector));
	checks_fine(&all, cell_bool(&correction, &again));
	checks_fine(&all, cell_bool(&typed, &typed_for));
	checks_fine(&all, cell_number(&corrects, 1, REPORT_NUM_MAX, &r->corrects_report));
	checks_fine(&all, cell_number(&returned, 0, UINT16_MAX, &r->returned));
	checks_fine(&all, cell_number(&before, 0, UINT16_MAX, &r->returned_before));
	checks_fine(&all, cell_text(&why, REASON_MAX, &r->return_reason));
	checks_fine(&all, cell_text(&approver, NAME_MAX_BYTES, &r->approver));
	checks_fine(&all, cell_text(&document, NAME_MAX_BYTES, &r->document));
	checks_fine(&all, cell_text(&exemption, NAME_MAX_BYTES, &r->exemption));
	checks_fine(&all, cell_date(&until, &r->to_date));
	checks_fine(&all, cell_enum(&ground, &duban__suspend_ground__descriptor, &stops));
	checks_fine(&all, read_instant(im, REPORT_SUBMITTED_AT, &r->submitted_at));
	checks_fine(&all, read_instant(im, REPORT_REVIEWED_AT, &r->reviewed_at));
	checks_fine(&all, read_instant(im, REPORT_CONFIRMED_AT, &r->confirmed_at));
	r->state = (Duban__ReportState)in;
	r->stage = (Duban__Stage)to;
	r->ground = (Duban__SuspendGround)stops;
	r->reviewer_is_sector = by_sector;
	r->correction = again;
	r->typed_for = typed_for;
	return checks_passed(&all);
}

bool report_of_old(struct import *im)
{
	static const size_t column[] = {REPORT_BOOKED,	    REPORT_SUBMITTED,
					REPORT_CONFIRMED,   REPORT_SUBMITTED_AT,
					REPORT_REVIEWED_AT, REPORT_CONFIRMED_AT};
	struct cell state = import_cell(im, REPORT_STATE_);
	int in = 0;

	if (!cell_enum(&state, &duban__report_state__descriptor, &in))
		return true;
	if (in && in != REPORT_STATE(PENDING))
		return !cell_refuse(&state, "report.opening_unnumbered", NULL);
	for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
		struct cell c = import_cell(im, column[i]);

		if (!cell_empty(&c))
			return !cell_refuse(&c, "report.opening_unnumbered", NULL);
	}
	return false;
}

static bool as_reported(struct import *im, size_t column, const Duban__Money *was)
{
	struct cell c = import_cell(im, column);
	Duban__Money *m = NULL;

	if (!cell_money(&c, &m))
		return false;
	if (!m || (was && was->fen == m->fen))
		return true;
	return cell_refuse(&c, "report.verdict_figure", NULL);
}

bool report_figures_stand(struct import *im, const Duban__Report *r)
{
	struct cell percent = import_cell(im, REPORT_PERCENT);
	uint32_t is = r->percent;
	struct checks all = {0};

	checks_fine(&all, as_reported(im, REPORT_INVESTED, r->invested));
	checks_fine(&all, as_reported(im, REPORT_CUMULATIVE, r->cumulative));
	checks_fine(&all, as_reported(im, REPORT_STATISTICS, r->statistics));
	checks_fine(&all, as_reported(im, REPORT_CUMULATIVE_STATISTICS, r->cumulative_statistics));
	if (!cell_number(&percent, 0, 100, &is))
		return false;
	if (!cell_empty(&percent) && (!r->has_percent || is != r->percent))
		return cell_refuse(&percent, "report.verdict_figure", NULL);
	return checks_passed(&all);
}
