#include "model/report/report.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/link/step.h"
#include "model/office/unit.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

int report_list(struct txn *t, struct arena *a, uint32_t project, size_t max,
		struct report_page *ret)
{
	struct key *k = key_u32(KEY(), project);
	struct scan s = scan_start(t, TABLE_report, key_bytes(k));
	Duban__Report **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n] = record_unpack(t, s.value, &duban__report__descriptor, a);
		if (!all[n])
			break;
		n++;
	}
	if (txn_error(t))
		return txn_error(t);
	for (size_t i = 0; i < n / 2; i++) {
		Duban__Report *r = all[i];

		all[i] = all[n - 1 - i];
		all[n - 1 - i] = r;
	}
	*ret = (struct report_page){.report = all, .n = n < max ? n : max};
	return 0;
}

Duban__Report *report_get(struct txn *t, struct arena *a, uint32_t num)
{
	uint32_t project = txn_get_u32(t, TABLE_report_num, key_bytes(key_u32(KEY(), num)));

	if (!project)
		return NULL;
	return record_get(t, TABLE_report, key_bytes(key_u32(key_u32(KEY(), project), num)),
			  &duban__report__descriptor, a);
}

/* A week is stored as the date of its Monday. */
static uint32_t week_of(uint32_t ymd)
{
	date_t d = date_from_ymd(ymd);

	return d == DATE_NONE ? 0 : date_ymd(d - date_weekday(d));
}

struct key *report_slot_key(struct key *k, const Duban__Report *r)
{
	uint32_t of = r->period_month;

	if (r->form == REPORT_FORM(WEEKLY))
		of = week_of(r->on_date);
	else if (r->form == REPORT_FORM(DAILY))
		of = r->on_date;
	else if (report_names_link(r))
		of = r->link_year;
	else if (r->form == REPORT_FORM(STAGE))
		of = 0;
	/* Reports of old stores have no form; all of those are monthly. */
	key_u8(key_u32(k, r->project), (uint8_t)(r->form ? r->form : REPORT_FORM(MONTHLY)));
	return key_u32(key_u32(k, of), report_names_link(r) ? r->link_no : 0);
}

Duban__Report *report_in_slot(struct txn *t, struct arena *a, const Duban__Report *like)
{
	struct key *k = report_slot_key(KEY(), like);

	return report_get(t, a, txn_get_u32(t, TABLE_report_slot, key_bytes(k)));
}

static Duban__Report *last_of_link(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
				   uint32_t no)
{
	Duban__Report like = DUBAN__REPORT__INIT;

	like.project = project;
	like.form = REPORT_FORM(LINK);
	like.link_year = year;
	like.link_no = no;
	return report_in_slot(t, a, &like);
}

uint32_t report_of_link(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
			uint32_t no)
{
	Duban__Report *r = last_of_link(t, a, project, year, no);

	return r && report_waits((int)r->state) ? r->num : 0;
}

uint32_t report_of_stage(struct txn *t, struct arena *a, uint32_t project, Duban__Stage stage)
{
	Duban__Report like = DUBAN__REPORT__INIT, *r;

	like.project = project;
	like.form = REPORT_FORM(STAGE);
	r = report_in_slot(t, a, &like);
	return r && report_waits((int)r->state) && r->stage == stage ? r->num : 0;
}

static uint32_t still_asks(const Duban__Report *r)
{
	return r && report_next((int)r->state, REPORT_MOVE_REPLACE) ? r->num : 0;
}

uint32_t report_left(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no)
{
	return still_asks(last_of_link(t, a, project, year, no));
}

uint32_t report_left_stage(struct txn *t, struct arena *a, uint32_t project)
{
	Duban__Report like = DUBAN__REPORT__INIT;

	like.project = project;
	like.form = REPORT_FORM(STAGE);
	return still_asks(report_in_slot(t, a, &like));
}

uint32_t report_left_step(struct txn *t, struct arena *a, const Duban__Project *p,
			  Duban__LinkStep step)
{
	struct scan s =
	    scan_start(t, TABLE_link, key_bytes(key_u32(key_u32(KEY(), p->num), p->year)));
	uint32_t left = 0;

	while (step != LINK_STEP(NONE) && !left && scan_next(&s)) {
		Duban__Link *l = record_unpack(t, s.value, &duban__link__descriptor, a);

		if (l && link_step(l) == step)
			left = report_left(t, a, p->num, p->year, l->no);
	}
	return left;
}

bool report_asks(const Duban__Report *r)
{
	return r->form == REPORT_FORM(LINK) || r->form == REPORT_FORM(STAGE);
}

bool report_books(const Duban__Report *r)
{
	return r->form == REPORT_FORM(MONTHLY) || r->form == REPORT_FORM(CORRECTION);
}

bool report_eases(const Duban__Report *r)
{
	return r->form == REPORT_FORM(LINK_EXTENSION) || r->form == REPORT_FORM(LINK_SUSPENSION) ||
	       r->form == REPORT_FORM(LINK_CANCELLATION);
}

bool report_names_link(const Duban__Report *r)
{
	return r->form == REPORT_FORM(LINK) || report_eases(r);
}

bool report_of_move(const Duban__Report *r)
{
	return r->form == REPORT_FORM(STAGE) || report_names_link(r);
}

uint32_t report_reviewer(struct txn *t, struct arena *a, const Duban__Project *p,
			 bool *ret_is_sector)
{
	Duban__Unit *u;

	*ret_is_sector = p->sector != 0;
	if (p->sector)
		return p->sector == p->unit ? 0 : p->sector;
	u = unit_get(t, a, p->unit);
	return u ? u->parent : 0;
}

int64_t report_instant(const Duban__Report *r)
{
	return r->confirmed_at ? r->confirmed_at : r->submitted_at;
}

int report_order(const Duban__Report *l, const Duban__Report *r)
{
	if (report_instant(l) != report_instant(r))
		return report_instant(l) < report_instant(r) ? -1 : 1;
	if (l->period_month != r->period_month)
		return l->period_month < r->period_month ? -1 : 1;
	if (l->on_date != r->on_date)
		return l->on_date < r->on_date ? -1 : 1;
	return l->num < r->num ? -1 : l->num > r->num;
}

uint64_t report_event(struct txn *t, uint32_t num)
{
	struct key_reader k = {.ok = true};

	return txn_get(t, TABLE_report_event, key_bytes(key_u32(KEY(), num)), &k.rest)
		   ? key_read_u64(&k)
		   : 0;
}
