#include "rules/notice/weekly_sums.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/office/unit.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/report/figure.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/notice/look.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/rate.h"

enum { WEEK_DAYS = 7, MONTHS = 12, FEN_OF_YI_TENTH = 1000000000 };

static date_t today(const struct subject_scan *s)
{
	return date_at(s->now, s->zone_minutes);
}

static int load_units(struct weekly_project *p)
{
	uint32_t num = p->project->unit;

	for (size_t i = 0; num && i + 1 < WEEKLY_UNITS_DEEP; i++) {
		const Duban__Unit *u = unit_get(p->scan->txn, p->scratch, num);

		p->unit[i] = num;
		num = u ? u->parent : 0;
	}
	return txn_error(p->scan->txn);
}

/* Money of this year, as it is confirmed, against the plan and what is due by the last month's end.
 */
static int load_money(struct weekly_project *p)
{
	uint32_t ymd = date_ymd(today(p->scan)), year = ymd / 10000, month = ymd / 100 % 100;
	const Duban__Plan *plan;
	struct year_plans plans;
	struct figures figures;
	int r = year_plans_load(p->scan->txn, p->scratch, p->project->num, year, &plans);

	if (!r)
		r = figures_load(p->scan->txn, p->scratch, p->project->num,
				 (struct months){year * 100 + 1, year * 100 + MONTHS}, &figures);
	if (r)
		return r;
	for (size_t i = 0; i < figures.n; i++)
		p->invested += figures.figure[i]->invested ? figures.figure[i]->invested->fen : 0;
	plan = year_plan_on(&plans, today(p->scan));
	if (!plan)
		return 0;
	p->planned = plan->amount ? plan->amount->fen : 0;
	p->due = month > 1 ? year_plan_twelfths(plan, month - 1) : 0;
	p->to_start = plan->planned_start_month / 100 == year;
	return 0;
}

static int load_start(struct weekly_project *p)
{
	const Duban__Life *l = life_get(p->scan->txn, p->scratch, p->project->num);

	p->started = l && p->to_start && l->started_date;
	return txn_error(p->scan->txn);
}

/* "滨江大道·施工许可，超期6天，东湖区" */
static int name_red(struct weekly_project *p, const Duban__Warning *w)
{
	struct subject_scan named = *p->scan;
	struct notice_look l = {.subject = w->subject, .rule = w->rule, .turn_unit = w->turn_unit};
	Duban__NoticeItem item = DUBAN__NOTICE_ITEM__INIT;
	date_t due = date_from_ymd(w->due_date);
	const Duban__Unit *u;
	int r;

	l.state = (Duban__NoticeState)DUBAN__NOTICE_STATE__INIT;
	l.state.occurrence = w->occurrence;
	named.arena = p->scratch;
	r = look_name(&named, &l, &item);
	if (r)
		return r;
	u = unit_get(named.txn, p->scratch, unit_by_id(named.txn, item.unit));
	for (size_t i = 0; i < WEEKLY_NAMED_MAX; i++) {
		if (p->named[i])
			continue;
		p->named[i] = due == DATE_NONE || due > today(p->scan)
				  ? arena_printf(p->scratch, "%s，%s", item.what, u ? u->name : "")
				  : arena_printf(p->scratch, "%s，超期%d天，%s", item.what,
						 (int)(today(p->scan) - due), u ? u->name : "");
		return p->named[i] ? 0 : -ENOMEM;
	}
	return 0;
}

static int load_lamps(struct weekly_project *p)
{
	struct scan open = scan_start(p->scan->txn, TABLE_warning_open,
				      key_bytes(key_u32(KEY(), p->project->num)));
	int r = 0;

	while (!r && scan_next(&open)) {
		const Duban__Warning *w = warning_of_open(p->scan->txn, p->scratch, open.key);

		if (!w)
			return txn_error(p->scan->txn) ? txn_error(p->scan->txn) : -EBADMSG;
		if (w->level == LEVEL(NOTE))
			continue;
		p->fresh += w->raised_at > p->scan->now - WEEK_DAYS * USEC_PER_DAY;
		p->yellow += w->level == LEVEL(YELLOW);
		p->red += w->level == LEVEL(RED);
		if (w->level == LEVEL(RED))
			r = name_red(p, w);
	}
	return r ? r : txn_error(p->scan->txn);
}

int weekly_project_load(struct weekly_project *p)
{
	int r = load_units(p);

	r = r ? r : load_money(p);
	r = r ? r : load_start(p);
	return r ? r : load_lamps(p);
}

bool weekly_within(const struct weekly_project *p, uint32_t unit)
{
	if (!unit)
		return true;
	for (size_t i = 0; i < WEEKLY_UNITS_DEEP && p->unit[i]; i++)
		if (p->unit[i] == unit)
			return true;
	return false;
}

int weekly_add(struct weekly_sum *io, const struct weekly_project *p, bool named)
{
	io->projects++;
	io->to_start += p->to_start;
	io->started += p->started;
	io->red += p->red;
	io->yellow += p->yellow;
	io->fresh += p->fresh;
	io->invested += p->invested;
	io->planned += p->planned;
	io->due += p->due;
	for (size_t i = 0; named && i < WEEKLY_NAMED_MAX && p->named[i]; i++) {
		if (io->n_named == WEEKLY_NAMED_MAX)
			break;
		io->named[io->n_named] = arena_str(p->scan->arena, p->named[i]);
		if (!io->named[io->n_named++])
			return -ENOMEM;
	}
	return 0;
}

/* 亿元 with one decimal, half up: "12.3". */
static const char *yi_text(struct arena *a, int64_t fen)
{
	int64_t tenths = (fen + FEN_OF_YI_TENTH / 2) / FEN_OF_YI_TENTH;

	return arena_printf(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* The red lamps as one sentence, none if there are none. */
static int all_named(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum)
{
	const char *reds = "";

	for (size_t i = 0; i < sum->n_named && reds; i++)
		reds = arena_printf(s->arena, "%s%s%s", reds, sum->named[i],
				    i + 1 < sum->n_named ? "；" : "。");
	return reds ? notice_field(s, n, "reds", reds) : -ENOMEM;
}

int weekly_fields(struct subject_scan *s, Duban__Notice *n, const struct weekly_sum *sum)
{
	static const char *const names[WEEKLY_NAMED_MAX] = {"red1", "red2", "red3"};
	char rate[RATE_TEXT_MAX], points[RATE_TEXT_MAX], day[DATE_TEXT_MAX];
	const char *invested = yi_text(s->arena, sum->invested);
	int r = invested ? notice_field(s, n, "day", date_text(today(s), day)) : -ENOMEM;

	(void)rate_text(sum->invested, sum->planned, rate);
	(void)rate_points_text((__int128)sum->invested * MONTHS, sum->due,
			       (__int128)sum->planned * MONTHS, points);
	r = r ? r : notice_field_number(s, n, "projects", sum->projects);
	r = r ? r : notice_field(s, n, "invested", invested);
	r = r ? r : notice_field(s, n, "rate", rate);
	r = r ? r : notice_field(s, n, "points", points);
	r = r ? r : notice_field_number(s, n, "started", sum->started);
	r = r ? r : notice_field_number(s, n, "to_start", sum->to_start);
	r = r ? r : notice_field_number(s, n, "red", sum->red);
	r = r ? r : notice_field_number(s, n, "yellow", sum->yellow);
	r = r ? r : notice_field_number(s, n, "new", sum->fresh);
	for (size_t i = 0; i < sum->n_named && !r; i++)
		r = notice_field(s, n, names[i], sum->named[i]);
	return r ? r : all_named(s, n, sum);
}
