/* Writes reports as rows with everything that happened to them, so that an empty store can import
 * them. */
#include "api/report/rows.h"

#include "api/core/request.h"
#include "api/records/rows_out.h"
#include "api/report/columns.h"

static uint32_t day_of(const struct rows_out *s, int64_t at)
{
	return at ? date_ymd(date_at((usec_t)at, s->rq->zone_minutes)) : 0;
}

static void write_evidence(struct rows_out *s, const Duban__Report *r)
{
	char **hex = arena_alloc(s->scratch, (r->n_evidence + 1) * sizeof *hex);

	for (size_t i = 0; hex && i < r->n_evidence; i++)
		hex[i] = request_hex(s->rq, BYTES(r->evidence[i].data, r->evidence[i].len));
	if (hex)
		out_list(s, REPORT_EVIDENCE, hex, r->n_evidence);
}

static void write_instant(struct rows_out *s, size_t column, int64_t at)
{
	char text[INSTANT_TEXT_MAX];

	if (!at)
		return;
	(void)instant_text((usec_t)at, s->rq->zone_minutes, text);
	/* the fraction goes before the time zone */
	out_text(s, column,
		 arena_printf(s->scratch, "%.19s.%06u%s", text,
			      (unsigned)((usec_t)at % USEC_PER_SEC), text + 19));
}

void report_write(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Report *r = out_record(s, value, &duban__report__descriptor);
	const Duban__Project *p;

	(void)key;
	p = r ? out_project(s, r->project, r->period_month / 100) : NULL;
	if (!p)
		return;
	out_row(s);
	out_code(s, REPORT_PROJECT, r->project);
	out_number(s, REPORT_NUM, r->num);
	out_enum(s, REPORT_FORM_, &duban__report_form__descriptor, (int)r->form);
	out_month(s, REPORT_PERIOD, r->period_month);
	out_date(s, REPORT_ON, r->on_date);
	out_money(s, REPORT_INVESTED, r->invested);
	out_money(s, REPORT_CUMULATIVE, r->cumulative);
	out_money(s, REPORT_STATISTICS, r->statistics);
	out_money(s, REPORT_CUMULATIVE_STATISTICS, r->cumulative_statistics);
	if (r->has_percent)
		out_signed(s, REPORT_PERCENT, r->percent);
	out_text(s, REPORT_TEXT, r->text);
	out_enum(s, REPORT_STATE_, &duban__report_state__descriptor, (int)r->state);
	out_month(s, REPORT_BOOKED, r->booked_month);
	out_number(s, REPORT_LINK_YEAR, r->link_year);
	out_number(s, REPORT_LINK, r->link_no);
	out_enum(s, REPORT_STAGE, &duban__stage__descriptor, (int)r->stage);
	write_evidence(s, r);
	out_date(s, REPORT_SUBMITTED, day_of(s, r->submitted_at));
	out_date(s, REPORT_CONFIRMED, day_of(s, r->confirmed_at));
	out_text(s, REPORT_REASON, r->reason);
	out_unit(s, REPORT_UNIT, r->unit);
	out_unit(s, REPORT_REVIEWER, r->reviewer);
	if (r->reviewer_is_sector)
		out_bool(s, REPORT_BY_SECTOR, true);
	out_number(s, REPORT_CORRECTS, r->corrects_report);
	out_number(s, REPORT_RETURNED, r->returned);
	out_number(s, REPORT_RETURNED_BEFORE, r->returned_before);
	out_text(s, REPORT_RETURN_REASON, r->return_reason);
	out_text(s, REPORT_APPROVER, r->approver);
	out_text(s, REPORT_DOCUMENT, r->document);
	out_text(s, REPORT_EXEMPTION, r->exemption);
	if (r->correction)
		out_bool(s, REPORT_STAGE_CORRECTION, true);
	if (r->typed_for)
		out_bool(s, REPORT_TYPED_FOR, true);
	write_instant(s, REPORT_SUBMITTED_AT, r->submitted_at);
	write_instant(s, REPORT_REVIEWED_AT, r->reviewed_at);
	write_instant(s, REPORT_CONFIRMED_AT, r->confirmed_at);
	out_date(s, REPORT_TO, r->to_date);
	out_enum(s, REPORT_GROUND, &duban__suspend_ground__descriptor, (int)r->ground);
	out_text(s, REPORT_PROJECT_NAME, p->name);
}
