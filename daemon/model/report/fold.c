/* What happens to a report: submitted, reviewed, returned, confirmed, or imported as an opening
 * balance. Decide has checked the state table; a move that it does not allow means a damaged
 * journal. */
#include "model/report/fold.h"

#include "model/core/clock_repair.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/report/figure.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "store/db/txn.h"

static void mark(struct txn *t, enum table table, const struct key *k, bool waits)
{
	if (waits)
		txn_put(t, table, key_bytes(k), BYTES("", 0));
	else
		txn_del(t, table, key_bytes(k));
}

static void store(struct txn *t, const Duban__Report *r)
{
	struct key *k = key_u32(key_u32(KEY(), r->project), r->num);
	bool waits = report_waits((int)r->state);

	record_put(t, TABLE_report, key_bytes(k), r);
	mark(t, TABLE_report_open, key_u32(KEY(), r->num), waits);
	mark(t, TABLE_report_asking, k, waits && report_asks(r));
	mark(t, TABLE_report_returned, key_u32(KEY(), r->num), r->state == REPORT_STATE(RETURNED));
}

/* How often the same request was returned in the reports before this one. One that was granted ends
 * the count; all stages of a project share a slot, so a request for another stage begins anew. */
static uint32_t returned_before(const Duban__Report *was, const Duban__Report *r)
{
	if (!was || was->state == REPORT_STATE(CONFIRMED) || was->stage != r->stage)
		return 0;
	return was->returned_before + was->returned;
}

/* The new report takes the slot; a pending or returned report in it becomes REPLACED. */
static void take_slot(struct txn *t, struct arena *a, const Duban__Report *r)
{
	struct key *slot = report_slot_key(KEY(), r);
	Duban__Report *was = report_in_slot(t, a, r);

	if (was && was->num != r->num) {
		int to = report_next((int)was->state, REPORT_MOVE_REPLACE);

		if (to) {
			was->state = (Duban__ReportState)to;
			store(t, was);
		}
	}
	txn_put_u32(t, TABLE_report_slot, key_bytes(slot), r->num);
	txn_put_u32(t, TABLE_report_num, key_bytes(key_u32(KEY(), r->num)), r->project);
	counter_raise(t, "report", r->num);
}

void report_replace(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Report *r = report_get(t, a, num);
	int to = r ? report_next((int)r->state, REPORT_MOVE_REPLACE) : 0;

	/* A past day may be queried at which the office's backdated act counts already, but the
	 * report that it replaced was not submitted yet. Then there is nothing to replace. */
	if (!r)
		return;
	if (!to) {
		txn_fail(t, -EBADMSG);
		return;
	}
	r->state = (Duban__ReportState)to;
	store(t, r);
}

static void brought_by(struct txn *t, const Duban__Event *e, uint32_t num)
{
	txn_put(t, TABLE_report_event, key_bytes(key_u32(KEY(), num)),
		key_bytes(key_u64(KEY(), e->seq)));
}

static void fold_submitted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ReportSubmitted *b = body;
	Duban__Report r = *b->report;

	r.returned_before = returned_before(report_in_slot(t, a, &r), &r);
	take_slot(t, a, &r);
	store(t, &r);
	brought_by(t, e, r.num);
}
FOLD(REPORT_SUBMITTED, fold_submitted, .tallies = TALLY_NOTHING, .touches = true,
     .family = "reports", .subject = "num");

/* The report in its next state, not stored yet; NULL: the sticky error is set. */
static Duban__Report *moved(struct txn *t, struct arena *a, uint32_t num, enum report_move how)
{
	Duban__Report *r = report_get(t, a, num);
	int to = r ? report_next((int)r->state, how) : 0;

	if (!to) {
		txn_fail(t, -EBADMSG);
		return NULL;
	}
	r->state = (Duban__ReportState)to;
	return r;
}

static void fold_reviewed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ReportReviewed *b = body;
	Duban__Report *r = moved(t, a, b->num, REPORT_MOVE_REVIEW);

	if (!r)
		return;
	r->reviewed_at = e->at;
	store(t, r);
}
FOLD(REPORT_REVIEWED, fold_reviewed, .tallies = TALLY_NOTHING, .touches = true, .family = "reports",
     .subject = "num");

static void fold_returned(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ReportReturned *b = body;
	Duban__Report *r = moved(t, a, b->num, REPORT_MOVE_RETURN);

	(void)e;
	if (!r)
		return;
	r->return_reason = b->reason;
	r->returned++;
	store(t, r);
}
FOLD(REPORT_RETURNED, fold_returned, .tallies = TALLY_NOTHING, .touches = true, .family = "reports",
     .subject = "num");

static void fold_confirmed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ReportConfirmed *b = body;
	Duban__Report *r = moved(t, a, b->num, REPORT_MOVE_CONFIRM);

	if (!r)
		return;
	r->booked_month = b->booked_month;
	r->confirmed_at = e->at;
	store(t, r);
	figure_follow(t, a, r, e->on_date);
}
FOLD(REPORT_CONFIRMED, fold_confirmed, .tallies = TALLY_BASE, .touches = true, .family = "reports",
     .subject = "num");

/* Reports of an opening balance come in the order in which they were booked, not in that of their
 * numbers. The highest number holds the slot. */
static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ReportPut *b = body;
	Duban__Report *holder = report_in_slot(t, a, b->report);

	if (!holder || holder->num <= b->report->num)
		take_slot(t, a, b->report);
	txn_put_u32(t, TABLE_report_num, key_bytes(key_u32(KEY(), b->report->num)),
		    b->report->project);
	store(t, b->report);
	if (!b->was)
		brought_by(t, e, b->report->num);
	if (!b->was && b->report->state == REPORT_STATE(CONFIRMED))
		figure_follow(t, a, b->report, e->on_date);
}
FOLD(REPORT_PUT, fold_put, .touches = true);

/* The removed report's slot goes to the report with the highest number that is left. */
static void give_slot_back(struct txn *t, struct arena *a, const Duban__Report *gone)
{
	struct key *slot = report_slot_key(KEY(), gone);
	struct report_page left; /* newest first */

	if (txn_get_u32(t, TABLE_report_slot, key_bytes(slot)) != gone->num ||
	    report_list(t, a, gone->project, SIZE_MAX, &left))
		return;
	txn_del(t, TABLE_report_slot, key_bytes(slot));
	for (size_t i = 0; i < left.n; i++) {
		struct key *k = report_slot_key(KEY(), left.report[i]);

		if (!bytes_equal(key_bytes(k), key_bytes(slot)))
			continue;
		txn_put_u32(t, TABLE_report_slot, key_bytes(slot), left.report[i]->num);
		return;
	}
}

static void remove_report(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Report *r = b->report;
	struct key *k = key_u32(key_u32(KEY(), r->project), r->num);

	txn_del(t, TABLE_report, key_bytes(k));
	txn_del(t, TABLE_report_asking, key_bytes(k));
	txn_del(t, TABLE_report_open, key_bytes(key_u32(KEY(), r->num)));
	txn_del(t, TABLE_report_returned, key_bytes(key_u32(KEY(), r->num)));
	txn_del(t, TABLE_report_num, key_bytes(key_u32(KEY(), r->num)));
	txn_del(t, TABLE_report_event, key_bytes(key_u32(KEY(), r->num)));
	give_slot_back(t, a, r);
	if (b->count_anew)
		figures_anew(t, a, r->project);
}
REMOVE(report, remove_report);

static void after_move(struct txn *t, struct arena *a, const void *record)
{
	const Duban__Report *r = record;

	if (r->confirmed_at)
		figures_anew(t, a, r->project);
}
CLOCK_MOVES(report, .table = TABLE_report, .fields = "submitted_at reviewed_at confirmed_at",
	    .after = after_move);
