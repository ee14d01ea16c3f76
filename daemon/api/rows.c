/* What lists show of a project and of a warning: numbers turned into names. */
#include "api/private.h"
#include "model/record.h"

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

int row_project(struct ask *a, const Duban__Project *p, Duban__ProjectRow **ret)
{
	Duban__ProjectRow *row = ASK_NEW(a, Duban__ProjectRow, duban__project_row__init);
	Duban__WarningRow **w;
	size_t n;
	int r = row_warnings_of(a, p, &w, &n);

	if (r || !row)
		return r ? r : -ENOMEM;
	row->code = p->code;
	row->name = p->name;
	row->unit = ask_unit_id(a, p->unit);
	row->unit_name = ask_unit_name(a, p->unit);
	row->sector = ask_unit_id(a, p->sector);
	row->category = p->category;
	row->stage = p->stage;
	row->total = p->total;
	row->plan = p->plan;
	row->year = p->year;
	row->planned_start_month = p->planned_start_month;
	row->planned_finish_month = p->planned_finish_month;
	row->n_list = p->n_list;
	row->list = p->list;
	row->batch = p->batch;
	count_lamps(row, w, n);
	*ret = row;
	return 0;
}

/* Calendar days after `due`: until today, or until it was cleared. */
static uint32_t days_late(const struct ask *a, const Duban__Warning *w)
{
	date_t due = date_from_ymd(w->due_date);
	date_t until = w->cleared_at ? date_at(w->cleared_at, a->zone_minutes) : a->today;

	return due != DATE_NONE && until > due ? (uint32_t)(until - due) : 0;
}

static void row_link(struct ask *a, const Duban__Warning *w, Duban__WarningRow *row)
{
	const Duban__Subject *s = w->subject;
	Duban__Link *l = link_get(a->txn, a->arena, s->project, s->year, s->link);
	Duban__LinkProgress *p = progress_get(a->txn, a->arena, s->project, s->year, s->link);

	if (!l || !p)
		return;
	row->link_name = l->name;
	row->unit = ask_unit_id(a, l->unit);
	row->unit_name = ask_unit_name(a, l->unit);
	if (l->leader)
		row->leader = l->leader->name;
	if (l->person)
		row->person = l->person->name;
	row->frozen = p->state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED && !w->cleared_at;
}

static char *who(const Duban__Who *first, const Duban__Who *else_)
{
	const Duban__Who *w = first && *first->name ? first : else_;

	return w ? w->name : (char *)(uintptr_t) "";
}

/* About the project itself: those who answer for it. */
static void row_whole(struct ask *a, const Duban__Project *p, Duban__WarningRow *row)
{
	row->unit = ask_unit_id(a, p->unit);
	row->unit_name = ask_unit_name(a, p->unit);
	row->leader = who(p->responsible_main, p->responsible_first);
	row->person = who(p->responsible_direct, p->responsible_main);
}

int row_warning(struct ask *a, const Duban__Warning *w, const Duban__Project *p,
		Duban__WarningRow **ret)
{
	Duban__WarningRow *row = ASK_NEW(a, Duban__WarningRow, duban__warning_row__init);
	const struct rule *rule = rule_by_num(w->rule);

	if (!row)
		return -ENOMEM;
	row->id = warning_id_text(a->arena, w->subject, w->rule, w->occurrence);
	row->rule = arena_printf(a->arena, "W%02u", w->rule);
	if (!row->id || !row->rule)
		return -ENOMEM;
	if (rule)
		row->rule_name = (char *)(uintptr_t)rule->name;
	row->level = w->level;
	row->project = p->code;
	row->project_name = p->name;
	row->link = w->subject->link;
	row->since_at = w->since_at;
	row->due_date = w->due_date;
	row->days_late = days_late(a, w);
	row->state = w->state;
	row->cause = w->cause;
	row->cleared_at = w->cleared_at;
	row->provisional =
	    w->due_date && calendar_provisional(a->calendar, date_from_ymd(w->due_date));
	row->unit = ask_unit_id(a, w->unit);
	if (w->subject->link)
		row_link(a, w, row);
	else
		row_whole(a, p, row);
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

int row_warnings_of(struct ask *a, const Duban__Project *p, Duban__WarningRow ***ret, size_t *ret_n)
{
	struct scan s = scan_start(a->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), p->num)));
	Duban__WarningRow **rows = NULL;
	size_t n = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		Duban__Warning *w = warning_of_open(a->txn, a->arena, s.key);
		Duban__WarningRow *row;

		r = w ? row_warning(a, w, p, &row) : -EBADMSG;
		if (!r)
			r = ASK_PUSH(a, rows, n, row);
	}
	if (r)
		return r;
	if (n)
		qsort(rows, n, sizeof *rows, worse);
	*ret = rows;
	*ret_n = n;
	return 0;
}
