/* Items of adjustments as rows: those that people propose by hand, and those of former half-years,
 * which are taken over as they were decided. */
#include <string.h>

#include "api/adjustment/item.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/list/adjustment_state.h"
#include "model/list/list.h"
#include "model/list/member.h"
#include "proto/enums.h"

static bool derive_item(struct record_row *r)
{
	Duban__Adjustment *now = r->now;
	struct half half;

	if (!half_parse(now->period, &half))
		return cell_refuse(row_cell(r, "period"), "adjustment.bad_period", now->period);
	if (!row_find(r))
		return false;
	if (!r->was)
		now->state = ADJUSTMENT_STATE(PROPOSED);
	return true;
}

/* What is decided stays; a refused item may be proposed anew, with other grounds. */
static bool check_decided(struct record_row *r)
{
	const Duban__Adjustment *was = r->was;
	Duban__Adjustment *now = r->now;
	Duban__AdjustmentState anew;

	if (!was || was->state == ADJUSTMENT_STATE(PROPOSED) || row_same(r))
		return true;
	anew = adjustment_next(was->state, ADJUSTMENT_MOVE_PROPOSE);
	if (!anew || !cell_empty(row_cell(r, "state")))
		return cell_refuse(row_cell(r, "project"), "adjustment.decided", NULL);
	now->state = anew;
	now->decided_date = 0;
	now->reason = now->document = now->approver = (char *)(uintptr_t)protobuf_c_empty_string;
	return true;
}

/* Whether the project is on the list now decides which way it can go. */
static bool check_open(struct record_row *r)
{
	const Duban__Adjustment *now = r->now;
	struct request *rq = r->im->in.rq;
	const Duban__List *l = list_get(rq->txn, r->im->in.scratch, now->list);
	const Duban__Member *m = member_get(rq->txn, r->im->in.scratch, now->project, now->list);
	bool member = m && member_spell(m);

	if (!l)
		return cell_refuse(row_cell(r, "list"), "list.unknown", now->list);
	if (l->elsewhere)
		return cell_refuse(row_cell(r, "list"), "adjustment.elsewhere", l->authority);
	if (now->decided_date || *now->document || *now->approver || *now->reason)
		return cell_refuse(row_cell(r, "decided"), "adjustment.open_has_no_decision", NULL);
	if (member && now->direction == ADJUSTMENT_DIRECTION(JOIN))
		return cell_refuse(row_cell(r, "direction"), "adjustment.is_member", NULL);
	if (!member && now->direction == ADJUSTMENT_DIRECTION(LEAVE))
		return cell_refuse(row_cell(r, "direction"), "adjustment.no_member", NULL);
	return true;
}

static bool check_item(struct record_row *r)
{
	const Duban__Adjustment *now = r->now;

	if (!check_decided(r))
		return false;
	if (now->n_ground > ADJUSTMENT_GROUNDS_MAX)
		return cell_refuse(row_cell(r, "ground"), "adjustment.too_many_grounds",
				   arena_printf(r->im->in.scratch, "%d", ADJUSTMENT_GROUNDS_MAX));
	if (now->state == ADJUSTMENT_STATE(PROPOSED))
		return check_open(r);
	return now->decided_date || cell_refuse(row_cell(r, "decided"), "adjustment.no_day", NULL);
}

static void write_item(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__Adjustment *i = out_record(s, value, &duban__adjustment__descriptor);

	(void)key;
	if (!i || (*s->filter->list && strcmp(i->list, s->filter->list) != 0) || !out_shown(s, i))
		return;
	out_row(s);
	out_fields(s, i);
}
RECORD_KIND(ADJUSTMENTS, .derive = derive_item, .check = check_item, .write = write_item);
