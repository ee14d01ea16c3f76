/* Duties from files: those that are taken over, with their states. Times are written as they are
 * shown: "2020-10-16" is until the end of that day. */
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/cadence/cadence.h"
#include "model/duty/duty.h"
#include "model/duty/form.h"
#include "proto/enums.h"
#include "text/date.h"

/* 24:00 of a day alone, an instant otherwise. */
static bool read_time(struct record_row *r, const char *column, bool end, int64_t *io)
{
	const struct cell *c = row_cell(r, column);
	int zone = r->im->in.rq->zone_minutes;
	date_t day;
	usec_t at;

	if (cell_empty(c))
		return true;
	if (date_parse(c->text, &day))
		at = date_start(day + (end ? 1 : 0), zone);
	else if (!moment_parse(c->text, zone, &at))
		return cell_refuse(c, "cell.bad_instant", NULL);
	*io = at;
	return true;
}

static bool is_past(struct record_row *r, const char *column, int64_t at)
{
	return at <= r->im->in.rq->now ||
	       cell_refuse(row_cell(r, column), "date.future", row_cell(r, column)->text);
}

static bool derive_duty(struct record_row *r)
{
	Duban__Duty *now = r->now;

	if ((now->form == DUTY_FORM(ONE_OFF)) != (now->no != 0))
		return cell_refuse(row_cell(r, "no"), "duty.no_of_one_off", NULL);
	if (!row_find(r))
		return false;
	if (!r->was) {
		now->state = DUTY_STATE(OPEN);
		now->lamps = true;
		now->opened_at = r->im->in.rq->now;
	}
	return true;
}

/* What is not said of a duty of the cadence follows from its row. */
static bool complete(struct record_row *r, Duban__Duty *now)
{
	struct request *rq = r->im->in.rq;
	const char *profile = cadence_profile(rq->txn, rq->arena);
	date_t start = date_from_ymd(now->period_date);
	struct cadence c;

	if (now->no || !cadence_of(rq->txn, rq->arena, profile, now->form, &c) ||
	    c.when.period == WHEN_COLLECTION || when_start(c.when.period, start) != start)
		return now->due_at || cell_refuse(row_cell(r, "due"), "duty.no_due", NULL);
	if (!now->due_at)
		now->due_at = when_due(&c.when, rq->calendar, start, DATE_NONE, rq->zone_minutes);
	if (!now->tier)
		now->tier = c.row->tier;
	return true;
}

static bool check_end(struct record_row *r, Duban__Duty *now)
{
	bool done = now->state == DUTY_STATE(DONE);

	if (done != (now->done_date != 0))
		return cell_refuse(row_cell(r, "done"), "duty.done_without_day", NULL);
	if (now->state == DUTY_STATE(WAIVED) && !*now->reason && !now->by)
		return cell_refuse(row_cell(r, "reason"), "duty.waived_without_reason", NULL);
	if (now->state == DUTY_STATE(OPEN))
		now->done_at = 0;
	return true;
}

static bool check_duty(struct record_row *r)
{
	Duban__Duty *now = r->now;

	if (!read_time(r, "due", true, &now->due_at) ||
	    !read_time(r, "opened", false, &now->opened_at) ||
	    !read_time(r, "ended", false, &now->done_at))
		return false;
	if (!is_past(r, "opened", now->opened_at) || !is_past(r, "ended", now->done_at) ||
	    !check_end(r, now) || !complete(r, now))
		return false;
	if (!now->tier)
		now->tier = DUTY_TIER(UNIT);
	return true;
}

/* ---- out */

static void out_time(struct rows_out *s, const char *column, int64_t at, bool end)
{
	const struct record_column *c = record_column(s->kind->record, column);
	int zone = s->rq->zone_minutes;
	char text[INSTANT_TEXT_MAX];
	date_t day = date_at(at, zone);

	if (!at)
		return;
	if (end && date_start(day, zone) == at)
		(void)date_text(day - 1, text);
	else
		(void)instant_text_exact(at, zone, text);
	out_text(s, (size_t)(c - s->kind->column), arena_str(s->scratch, text));
}

static void write_duty(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Duty *d = out_record(s, value, &duban__duty__descriptor);

	(void)key;
	if (!d || !out_shown(s, d))
		return;
	out_row(s);
	out_fields(s, d);
	out_time(s, "due", d->due_at, true);
	out_time(s, "opened", d->opened_at, false);
	out_time(s, "ended", d->done_at, false);
}

RECORD_KIND(DUTIES, .derive = derive_duty, .check = check_duty, .write = write_duty);
