/* To do: reports that wait for their reviewer or the office, or were returned to their unit. */
#include <errno.h>
#include <stdlib.h>

#include "api/core/request.h"
#include "api/todo/source.h"
#include "model/calendar/calendar.h"
#include "model/link/link.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "model/report/state.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

/* What it is about: the link, else the month or the day. */
static const char *what(struct todo *t, const Duban__Report *r)
{
	char buf[DATE_TEXT_MAX];
	const Duban__Link *l = NULL;

	if (report_names_link(r))
		l = link_get(t->rq->txn, t->arena, r->project, r->link_year, r->link_no);
	if (l)
		return l->name;
	if (r->period_month)
		return arena_str(t->arena, month_text(r->period_month, buf));
	return arena_str(t->arena, date_text(date_from_ymd(r->on_date), buf));
}

static const char *why_code(const Duban__Report *r)
{
	switch (r->state) {
	case REPORT_STATE(PENDING):
		return "todo.why.report_pending";
	case REPORT_STATE(REVIEWED):
		return "todo.why.report_reviewed";
	default:
		return "todo.why.report_returned";
	}
}

/* While a report waits the rules of what it asks for stand still, but not for longer than its
 * reviewers may take. */
static int put_next(struct todo *t, const Duban__Report *r, struct todo_item *io)
{
	date_t day = date_at((usec_t)r->submitted_at, t->rq->zone_minutes);
	int64_t wd;
	int bad = parameter_number(t->rq->txn, t->arena, t->project, "report.review_wd", &wd);

	if (bad || !report_waits((int)r->state))
		return bad;
	if (wd)
		day = calendar_add(t->rq->calendar, day, (int)wd);
	io->due = date_ymd(day);
	if (!report_asks(r) || day < t->rq->today)
		return 0;
	io->next_step = (struct todo_text){"todo.next.report_turn", {NULL}};
	io->next_at = date_start(day + 1, t->rq->zone_minutes);
	return 0;
}

static uint32_t turn(const Duban__Report *r)
{
	if (r->state == REPORT_STATE(PENDING))
		return r->reviewer;
	return r->state == REPORT_STATE(REVIEWED) ? 0 : r->unit;
}

static int add(struct todo *t, const Duban__Report *r)
{
	const char *form = wire_enum_name(&duban__report_form__descriptor, (int)r->form);
	struct todo_item i = {.kind = "report",
			      .link = r->link_no,
			      .unit = turn(r),
			      .owner = r->unit,
			      .why = {why_code(r)}};
	int bad;

	i.id = arena_printf(t->arena, "%u", r->num);
	i.what = what(t, r);
	i.why.arg[0] = form ? arena_printf(t->arena, "@report_form.%s", form) : NULL;
	if (!i.id || !i.what || !i.why.arg[0])
		return -ENOMEM;
	bad = put_next(t, r, &i);
	return bad ? bad : todo_add(t, &i);
}

/* ---- those that are open, by project: their tables are by number */

struct open_report {
	uint32_t project, num;
};

struct open_reports {
	struct open_report *report;
	size_t n;
};

static int by_project(const void *a, const void *b)
{
	const struct open_report *x = a, *y = b;

	if (x->project != y->project)
		return x->project < y->project ? -1 : 1;
	return x->num < y->num ? -1 : x->num > y->num;
}

static int gather(struct todo *t, enum table table, struct open_reports *io)
{
	struct scan s = scan_start(t->rq->txn, table, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		struct open_report one = {.project =
					      txn_get_u32(t->rq->txn, TABLE_report_num, s.key),
					  .num = key_read_u32(&k)};

		r = REQUEST_PUSH(t->rq, io->report, io->n, one);
	}
	return r ? r : txn_error(t->rq->txn);
}

static int begin(struct todo *t, void **ret_own)
{
	struct open_reports *all = arena_alloc(t->rq->arena, sizeof *all);
	int r = all ? gather(t, TABLE_report_open, all) : -ENOMEM;

	if (!r)
		r = gather(t, TABLE_report_returned, all);
	if (!r && all->n > 1)
		qsort(all->report, all->n, sizeof *all->report, by_project);
	*ret_own = all;
	return r;
}

static size_t first_of(const struct open_reports *all, uint32_t project)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (all->report[mid].project < project)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int each(struct todo *t)
{
	const struct open_reports *all = t->own;
	int r = 0;

	if (!t->project)
		return 0;
	for (size_t i = first_of(all, t->project->num);
	     !r && i < all->n && all->report[i].project == t->project->num; i++) {
		const Duban__Report *report = report_get(t->rq->txn, t->arena, all->report[i].num);

		r = report ? add(t, report) : -EBADMSG;
	}
	return r;
}
TODO_SOURCE(report, .begin = begin, .each = each);
