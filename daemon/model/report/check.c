/* Checks the invariants of reports and figures by reading all of them. */
#include "model/report/check.h"

#include <stdio.h>

#include "model/core/money.h"
#include "model/core/record.h"
#include "model/report/figure.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct checking {
	struct txn *t;
	struct arena *a; /* for one record; emptied after each */
	char *fault;
};

static void says(struct checking *c, const char *what, uint32_t project, uint32_t num)
{
	if (!*c->fault)
		(void)snprintf(c->fault, REPORT_FAULT_MAX, "project %u, %u: %s", project, num,
			       what);
}

static void check_indexes(struct checking *c, const Duban__Report *r)
{
	struct bytes num = key_bytes(key_u32(KEY(), r->num));
	struct bytes asking = key_bytes(key_u32(key_u32(KEY(), r->project), r->num));
	bool waits = report_waits((int)r->state);
	Duban__Report *holder = report_in_slot(c->t, c->a, r);

	if (txn_get_u32(c->t, TABLE_report_num, num) != r->project)
		says(c, "the report is not found by its number", r->project, r->num);
	if (txn_has(c->t, TABLE_report_open, num) != waits ||
	    txn_has(c->t, TABLE_report_returned, num) !=
		(r->state == DUBAN__REPORT_STATE__REPORT_STATE_RETURNED) ||
	    txn_has(c->t, TABLE_report_asking, asking) != (waits && report_asks(r)))
		says(c, "the index of waiting reports is wrong for this report", r->project,
		     r->num);
	if (!holder || holder->num < r->num)
		says(c, "an earlier report holds this report's slot", r->project, r->num);
	else if (holder->num != r->num && r->state != DUBAN__REPORT_STATE__REPORT_STATE_REPLACED &&
		 r->state != DUBAN__REPORT_STATE__REPORT_STATE_CONFIRMED)
		says(c, "a later report holds the slot, but this one is not replaced", r->project,
		     r->num);
}

/* A month's figures must equal the sum of the reports booked in it. */
static void check_figure(struct checking *c, const Duban__Figure *f)
{
	struct scan s = scan_start(c->t, TABLE_report, key_bytes(key_u32(KEY(), f->project)));
	struct report_delta sum = {.invested = money_fen(f->invested),
				   .statistics = money_fen(f->statistics)};
	uint32_t project = f->project, month = f->month;

	while (scan_next(&s)) {
		struct report_delta d;
		Duban__Report *r;

		arena_reset(c->a);
		r = record_unpack(c->t, s.value, &duban__report__descriptor, c->a);
		if (!r || r->booked_month != month || !report_books(r))
			continue;
		if (r->state != DUBAN__REPORT_STATE__REPORT_STATE_CONFIRMED)
			says(c, "a report is booked but not confirmed", r->project, r->num);
		if (!report_delta(c->t, c->a, r, &d))
			return;
		sum.invested -= d.invested;
		sum.statistics -= d.statistics;
	}
	if (sum.invested || sum.statistics)
		says(c, "the month's figures are not what its reports add up to", project, month);
}

bool report_sound(struct txn *t, struct arena *a, char fault[REPORT_FAULT_MAX])
{
	struct checking c = {.t = t, .a = a, .fault = fault};
	struct scan s = scan_start(t, TABLE_report, BYTES("", 0));

	*fault = 0;
	while (!*fault && scan_next(&s)) {
		Duban__Report *r;

		arena_reset(a);
		r = record_unpack(t, s.value, &duban__report__descriptor, a);
		if (r)
			check_indexes(&c, r);
	}
	s = scan_start(t, TABLE_figure, BYTES("", 0));
	while (!*fault && scan_next(&s)) {
		Duban__Figure *f;

		arena_reset(a);
		f = record_unpack(t, s.value, &duban__figure__descriptor, a);
		if (f)
			check_figure(&c, f);
	}
	return !*fault;
}
