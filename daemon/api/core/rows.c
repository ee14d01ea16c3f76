/* The rows of projects and warnings in lists: numbers replaced by names. */
#include "api/core/rows.h"

#include "api/core/request.h"
#include "model/calendar/calendar.h"
#include "model/core/record.h"
#include "model/link/link.h"
#include "model/list/band.h"
#include "model/list/list.h"
#include "model/plan/year_plan.h"
#include "model/project/code.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static void count_lamps(Duban__ProjectRow *row, Duban__WarningRow *const *w, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (w[i]->level == DUBAN__LEVEL__LEVEL_YELLOW)
			row->open_yellow++;
		if (w[i]->level == DUBAN__LEVEL__LEVEL_RED)
			row->open_red++;
		if (w[i]->level > row->level && w[i]->level != DUBAN__LEVEL__LEVEL_NOTE)
			row->level = w[i]->level;
	}
}

/* Each person's present name, or the name as written if the person is not registered. */
static int row_whos(struct request *rq, Duban__Who *const *who, size_t n, char ***ret)
{
	char **name = arena_alloc(rq->arena, (n + 1) * sizeof *name);

	for (size_t i = 0; name && i < n; i++)
		name[i] = who[i]->name;
	*ret = name;
	return name ? 0 : -ENOMEM;
}

static int row_people(struct request *rq, const Duban__Project *p, Duban__ProjectRow *row)
{
	if (row_whos(rq, p->leader_city, p->n_leader_city, &row->leader_city) ||
	    row_whos(rq, p->leader_county, p->n_leader_county, &row->leader_county) ||
	    row_whos(rq, p->responsible_other, p->n_responsible_other, &row->responsible_other))
		return -ENOMEM;
	row->n_leader_city = p->n_leader_city;
	row->n_leader_county = p->n_leader_county;
	row->n_responsible_other = p->n_responsible_other;
	if (p->liaison)
		row->liaison = p->liaison->name;
	if (p->responsible_first)
		row->responsible_first = p->responsible_first->name;
	if (p->responsible_main)
		row->responsible_main = p->responsible_main->name;
	if (p->responsible_direct)
		row->responsible_direct = p->responsible_direct->name;
	return 0;
}

static int row_place(struct request *rq, const Duban__Project *p, Duban__ProjectRow *row)
{
	Duban__Project *next = project_get(rq->txn, rq->arena, p->successor);

	row->co_unit = arena_alloc(rq->arena, (p->n_co_unit + 1) * sizeof *row->co_unit);
	if (!row->co_unit)
		return -ENOMEM;
	row->n_co_unit = p->n_co_unit;
	for (size_t i = 0; i < p->n_co_unit; i++)
		row->co_unit[i] = request_unit_id(rq, p->co_unit[i]);
	if (next)
		row->successor = next->code;
	row->n_former = p->n_former;
	row->former = p->former;
	row->opening = p->opening;
	row->funding = p->funding;
	row->unit_text = p->unit_text;
	row->place = p->place;
	row->content = p->content;
	row->team = p->team;
	row->scheme = p->scheme;
	row->crew = p->crew;
	row->project_owner = p->project_owner;
	row->legal_entity = p->legal_entity;
	row->mark = p->mark;
	return 0;
}

/* The benefits that the project's lists grant. */
static int row_granted(struct request *rq, const Duban__Project *p, Duban__ProjectRow *row)
{
	for (size_t i = 0; i < p->n_list; i++) {
		Duban__List *l = list_get(rq->txn, rq->arena, p->list[i]);

		if (!l)
			continue; /* a plain label */
		row->fast_track |= l->fast_track;
		row->linked_leader |= l->linked_leader;
		row->timely_reward |= l->timely_reward;
	}
	return txn_error(rq->txn);
}

/* The columns that follow from the project's stage and life. */
static int row_life(struct request *rq, const Duban__Project *p, Duban__ProjectRow *row)
{
	Duban__Life *l = life_get(rq->txn, rq->arena, p->num);
	struct year_plans plans;
	int r = year_plans_load(rq->txn, rq->arena, p->num, p->year, &plans);

	if (r || !l)
		return r ? r : -ENOMEM;
	row->code_kind = (char *)(uintptr_t)project_code_kind(p->code);
	row->band = (char *)(uintptr_t)size_band(p->total);
	row->continued = life_continued(p, l, p->year);
	row->unplanned = year_plan_first(&plans) == NULL;
	row->started_date = l->started_date;
	row->library_date = l->library_date;
	row->stage_date = l->stage_date;
	return 0;
}

int row_project(struct request *rq, const Duban__Project *p, Duban__ProjectRow **ret)
{
	Duban__ProjectRow *row = REQUEST_NEW(rq, Duban__ProjectRow, duban__project_row__init);
	Duban__WarningRow **w;
	size_t n;
	int r = row_warnings_of(rq, p, &w, &n);

	if (r || !row)
		return r ? r : -ENOMEM;
	row->code = p->code;
	row->name = p->name;
	row->unit = request_unit_id(rq, p->unit);
	row->unit_name = request_unit_name(rq, p->unit);
	row->sector = request_unit_id(rq, p->sector);
	row->category = p->category;
	row->stage = p->stage;
	row->total = p->total;
	row->plan = p->plan;
	row->year = p->year;
	row->planned_start_month = p->planned_start_month;
	row->planned_start_open = p->planned_start_open;
	row->planned_finish_month = p->planned_finish_month;
	row->n_list = p->n_list;
	row->list = p->list;
	row->batch = p->batch;
	count_lamps(row, w, n);
	*ret = row;
	r = row_place(rq, p, row);
	if (!r)
		r = row_people(rq, p, row);
	if (!r)
		r = row_granted(rq, p, row);
	return r ? r : row_life(rq, p, row);
}

static uint32_t days_after(date_t from, date_t until)
{
	return from != DATE_NONE && until != DATE_NONE && until > from ? (uint32_t)(until - from)
								       : 0;
}

/* Days late: after `due`, until today or until the day by which it is judged. Told late: from that
 * day until the day of recording. */
static void fill_days(const struct request *rq, const Duban__Warning *w, Duban__WarningRow *row)
{
	date_t until = w->cleared_at ? date_from_ymd(w->cleared_on_date) : rq->today;

	row->days_late = days_after(date_from_ymd(w->due_date), until);
	if (w->cleared_at)
		row->told_late_days = days_after(until, date_at(w->cleared_at, rq->zone_minutes));
}

static char *text(const char *s)
{
	return (char *)(uintptr_t)s;
}

bool row_subject(struct request *rq, const Duban__Subject *s, const Duban__Project *p,
		 struct subject_about *ret)
{
	const struct subject_kind *kind = subject_kind_of(s);

	*ret = (struct subject_about){.txn = rq->txn,
				      .arena = rq->arena,
				      .id = s,
				      .project = p,
				      .name = "",
				      .leader = "",
				      .person = "",
				      .words = ""};
	return kind && kind->about && kind->about(ret);
}

/* What the subject's kind tells about it; if the subject is gone, what the warning stored when it
 * was raised. */
static void fill_subject(struct request *rq, const Duban__Warning *w, const Duban__Project *p,
			 Duban__WarningRow *row)
{
	const Duban__Subject *s = w->subject;
	struct subject_about about;
	bool there = row_subject(rq, s, p, &about);

	row->link = s->link;
	row->kind = s->kind;
	row->number = s->number;
	if (*s->kind) {
		row->sub = s->sub;
		row->subject_year = s->year;
		row->subject_name = text(about.name);
	} else if (s->link) {
		row->link_name = text(about.name);
	}
	row->unit = request_unit_id(rq, there ? about.unit : w->unit);
	if (there)
		row->unit_name = request_unit_name(rq, about.unit);
	row->turn = w->turn ? w->turn : TURN(UNIT);
	if (!w->turn) {
		row->turn_unit = row->unit;
		row->turn_unit_name = row->unit_name;
	} else {
		row->turn_unit = request_unit_id(rq, w->turn_unit);
		row->turn_unit_name = request_unit_name(rq, w->turn_unit);
	}
	row->leader = text(about.leader);
	row->person = text(about.person);
	row->frozen = about.frozen && !w->cleared_at;
}

int row_warning(struct request *rq, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret)
{
	Duban__WarningRow *row = REQUEST_NEW(rq, Duban__WarningRow, duban__warning_row__init);
	const struct rule *rule = rule_by_num(w->rule);
	char id[WARNING_ID_MAX];

	if (!row)
		return -ENOMEM;
	row->id = arena_str(rq->arena, warning_id_print(id, w->subject, w->rule, w->occurrence));
	row->rule = arena_printf(rq->arena, "W%02u", w->rule);
	if (!row->id || !row->rule)
		return -ENOMEM;
	if (rule)
		row->rule_name = (char *)(uintptr_t)rule->name;
	row->level = w->level;
	if (p) {
		row->project = p->code;
		row->project_name = p->name;
	}
	row->since_at = w->since_at;
	row->yellow_since_at = w->yellow_since_at;
	row->raised_at = w->raised_at;
	row->lit_at = w->lit_at;
	row->red_since_at = w->red_since_at;
	row->due_date = w->due_date;
	fill_days(rq, w, row);
	row->cleared_on_date = w->cleared_on_date;
	row->raised_by = w->raised_by;
	row->state = w->state;
	row->cause = w->cause;
	row->cleared_at = w->cleared_at;
	row->handling = w->handling;
	if (w->acked_by)
		row->acked_by = w->acked_by->name;
	row->acked_until_date = w->acked_until_date;
	row->reopened = w->reopened;
	row->by_person = w->by_person;
	row->root = w->root ? arena_str(rq->arena, warning_id_print(id, w->root, w->root_rule,
								    w->root_occurrence))
			    : row->id;
	if (!row->root)
		return -ENOMEM;
	row->step = w->step;
	row->step_at = w->step_at;
	row->provisional =
	    w->due_date && calendar_provisional(rq->calendar, date_from_ymd(w->due_date));
	fill_subject(rq, w, p, row);
	*ret = row;
	return 0;
}

static int worse(const void *x, const void *y)
{
	const Duban__WarningRow *a = *(Duban__WarningRow *const *)x;
	const Duban__WarningRow *b = *(Duban__WarningRow *const *)y;

	if (a->level != b->level)
		return a->level > b->level ? -1 : 1;
	if (a->days_late != b->days_late)
		return a->days_late > b->days_late ? -1 : 1;
	return strcmp(a->id, b->id);
}

int row_warnings_of(struct request *rq, const Duban__Project *p, Duban__WarningRow ***ret,
		    size_t *ret_n)
{
	struct scan s = scan_start(rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), p->num)));
	Duban__WarningRow **rows = NULL;
	size_t n = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Warning *w = warning_of_open(rq->txn, rq->arena, s.key);
		Duban__WarningRow *row;

		r = w ? row_warning(rq, w, p, &row) : -EBADMSG;
		if (!r)
			r = REQUEST_PUSH(rq, rows, n, row);
	}
	if (r)
		return r;
	if (n)
		qsort(rows, n, sizeof *rows, worse);
	*ret = rows;
	*ret_n = n;
	return 0;
}
