/* Reports in rows, on their way out: all that happened to them, so that an empty store can be
 * given the same. */
#include "api/core/private.h"
#include "api/report/import.h"

static uint32_t day_of(const struct sheet *s, int64_t at)
{
	return at ? date_ymd(date_at((usec_t)at, s->ask->zone_minutes)) : 0;
}

static void write_evidence(struct sheet *s, const Duban__Report *r)
{
	char **hex = arena_alloc(s->scratch, (r->n_evidence + 1) * sizeof *hex);

	for (size_t i = 0; hex && i < r->n_evidence; i++)
		hex[i] = ask_hex(s->ask, BYTES(r->evidence[i].data, r->evidence[i].len));
	if (hex)
		sheet_list(s, REPORT_EVIDENCE, hex, r->n_evidence);
}

static void write_instant(struct sheet *s, size_t column, int64_t at)
{
	char text[INSTANT_TEXT_MAX];

	if (!at)
		return;
	(void)instant_text((usec_t)at, s->ask->zone_minutes, text);
	/* its fraction stands before the zone */
	sheet_text(s, column,
		   arena_printf(s->scratch, "%.19s.%06u%s", text,
				(unsigned)((usec_t)at % USEC_PER_SEC), text + 19));
}

void report_write(struct sheet *s, struct bytes key, struct bytes value)
{
	Duban__Report *r = sheet_record(s, value, &duban__report__descriptor);
	const Duban__Project *p;

	(void)key;
	p = r ? sheet_project(s, r->project, r->period_month / 100) : NULL;
	if (!p)
		return;
	sheet_row(s);
	sheet_code(s, REPORT_PROJECT, r->project);
	sheet_number(s, REPORT_NUM, r->num);
	sheet_enum(s, REPORT_FORM_, &duban__report_form__descriptor, (int)r->form);
	sheet_month(s, REPORT_PERIOD, r->period_month);
	sheet_date(s, REPORT_ON, r->on_date);
	sheet_money(s, REPORT_INVESTED, r->invested);
	sheet_money(s, REPORT_CUMULATIVE, r->cumulative);
	sheet_money(s, REPORT_STATISTICS, r->statistics);
	sheet_money(s, REPORT_CUMULATIVE_STATISTICS, r->cumulative_statistics);
	if (r->has_percent)
		sheet_signed(s, REPORT_PERCENT, r->percent);
	sheet_text(s, REPORT_TEXT, r->text);
	sheet_enum(s, REPORT_STATE_, &duban__report_state__descriptor, (int)r->state);
	sheet_month(s, REPORT_BOOKED, r->booked_month);
	sheet_number(s, REPORT_LINK_YEAR, r->link_year);
	sheet_number(s, REPORT_LINK, r->link_no);
	sheet_enum(s, REPORT_STAGE, &duban__stage__descriptor, (int)r->stage);
	write_evidence(s, r);
	sheet_date(s, REPORT_SUBMITTED, day_of(s, r->submitted_at));
	sheet_date(s, REPORT_CONFIRMED, day_of(s, r->confirmed_at));
	sheet_text(s, REPORT_REASON, r->reason);
	sheet_unit(s, REPORT_UNIT, r->unit);
	sheet_unit(s, REPORT_REVIEWER, r->reviewer);
	if (r->reviewer_is_sector)
		sheet_bool(s, REPORT_BY_SECTOR, true);
	sheet_number(s, REPORT_CORRECTS, r->corrects_report);
	sheet_number(s, REPORT_RETURNED, r->returned);
	sheet_text(s, REPORT_RETURN_REASON, r->return_reason);
	sheet_text(s, REPORT_APPROVER, r->approver);
	sheet_text(s, REPORT_DOCUMENT, r->document);
	sheet_text(s, REPORT_EXEMPTION, r->exemption);
	if (r->correction)
		sheet_bool(s, REPORT_STAGE_CORRECTION, true);
	if (r->typed_for)
		sheet_bool(s, REPORT_TYPED_FOR, true);
	write_instant(s, REPORT_SUBMITTED_AT, r->submitted_at);
	write_instant(s, REPORT_REVIEWED_AT, r->reviewed_at);
	write_instant(s, REPORT_CONFIRMED_AT, r->confirmed_at);
	sheet_text(s, REPORT_PROJECT_NAME, p->name);
}
