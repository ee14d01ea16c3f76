/* Import of yearly plans (年度计划): one row is one version. Versions are never changed: a row
 * equal to the last version makes no event, a different one becomes the next version. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/limits.h"
#include "store/db/db.h"

enum { MONTHS = 12 };
enum {
	PLAN_PROJECT,
	PLAN_YEAR,
	PLAN_VERSION,
	PLAN_KIND,
	PLAN_AMOUNT,
	PLAN_START,
	PLAN_FINISH,
	PLAN_DOCUMENT,
	PLAN_ADOPTED,
	PLAN_GOAL,
	PLAN_M1,
};

/* The versions of one project's year, with which a row is compared: the stored ones and those that
 * earlier rows made. */
struct chapter {
	Duban__Plan **plan; /* by version */
	size_t n;
};

struct plans {
	struct import *im;
	struct import_map known; /* "project/year" -> chapter */
	struct chapter *chapter;
	size_t n;
};

static struct chapter *chapter_of(struct plans *x, uint32_t project, uint32_t year)
{
	struct request *rq = x->im->in.rq;
	char *key = arena_printf(rq->arena, "%u/%u", project, year);
	bool fresh = false;
	uint32_t *at = key ? import_map_put(&x->known, key, &fresh) : NULL;
	struct year_plans stored;

	if (at && !fresh)
		return &x->chapter[*at];
	if (at)
		x->chapter = arena_grow(rq->arena, x->chapter, x->n, sizeof *x->chapter);
	if (!at || !x->chapter || year_plans_load(rq->txn, rq->arena, project, year, &stored)) {
		x->im->in.full = true;
		return NULL;
	}
	*at = (uint32_t)x->n;
	x->chapter[x->n] = (struct chapter){.plan = stored.plan, .n = stored.n};
	return &x->chapter[x->n++];
}

/* Reads the curve: all twelve months or none. */
static bool read_curve(struct import *im, Duban__Plan *now)
{
	struct arena *a = im->in.rq->arena;
	Duban__Money **curve = arena_alloc(a, MONTHS * sizeof *curve);
	size_t given = 0;
	bool fine = curve, clear = false;
	struct cell c;

	im->in.full |= !curve;
	for (size_t i = 0; fine && i < MONTHS; i++) {
		c = import_cell(im, PLAN_M1 + i);
		clear |= c.clear;
		fine = cell_money(&c, &curve[i]);
		given += fine && curve[i];
	}
	if (!fine)
		return false;
	if (given == 0 && clear)
		now->n_curve = 0;
	if (given == 0)
		return true;
	if (given != MONTHS)
		return cell_refuse(&c, "plan.curve_months",
				   arena_printf(im->in.scratch, "%zu", given));
	now->curve = curve;
	now->n_curve = MONTHS;
	return true;
}

static bool check_curve(struct import *im, const Duban__Plan *p)
{
	struct cell c = import_cell(im, PLAN_AMOUNT);
	char sum_text[MONEY_TEXT_MAX];
	int64_t sum = 0;

	if (p->n_curve != MONTHS)
		return true;
	for (size_t i = 0; i < MONTHS; i++)
		sum += p->curve[i]->fen;
	return sum == p->amount->fen ||
	       cell_refuse(&c, "plan.curve_sum", money_text(sum, sum_text));
}

static bool check_months(struct import *im, const Duban__Plan *p)
{
	struct cell c = import_cell(im, PLAN_FINISH);

	return !p->planned_start_month || !p->planned_finish_month ||
	       p->planned_start_month <= p->planned_finish_month ||
	       cell_refuse(&c, "plan.finish_before_start", NULL);
}

/* Reads the day of adoption; today if empty. Not in the future and not before the version that it
 * follows. */
static bool read_adopted(struct import *im, const Duban__Plan *before, const Duban__Plan *stored,
			 Duban__Plan *now)
{
	struct cell c = import_cell(im, PLAN_ADOPTED);
	char text[DATE_TEXT_MAX];

	now->adopted_date = stored ? stored->adopted_date : date_ymd(im->in.rq->today);
	if (!cell_date(&c, &now->adopted_date))
		return false;
	if (now->adopted_date > date_ymd(im->in.rq->today))
		return cell_refuse(&c, "plan.adopted_future", NULL);
	if (before && !stored && now->adopted_date < before->adopted_date)
		return cell_refuse(&c, "plan.adopted_before_last",
				   date_text(date_from_ymd(before->adopted_date), text));
	return true;
}

static bool read_texts(struct import *im, Duban__Plan *now)
{
	struct cell amount = import_cell(im, PLAN_AMOUNT), start = import_cell(im, PLAN_START);
	struct cell finish = import_cell(im, PLAN_FINISH), goal = import_cell(im, PLAN_GOAL);
	struct cell document = import_cell(im, PLAN_DOCUMENT);
	struct checks all = {0};

	checks_fine(&all, cell_money(&amount, &now->amount));
	checks_fine(
	    &all, cell_month_or_year(&start, &now->planned_start_month, &now->planned_start_open));
	checks_fine(&all, cell_month(&finish, &now->planned_finish_month));
	checks_fine(&all, cell_text(&document, NAME_MAX_BYTES, &now->document));
	checks_fine(&all, cell_text(&goal, REASON_MAX, &now->goal));
	checks_fine(&all, read_curve(im, now));
	return checks_passed(&all);
}

/* The first version is the original plan, all later ones are adjustments. */
static bool read_kind(struct import *im, Duban__Plan *now)
{
	struct cell c = import_cell(im, PLAN_KIND);
	int want = now->version == 1 ? DUBAN__PLAN_KIND__PLAN_KIND_ORIGINAL
				     : DUBAN__PLAN_KIND__PLAN_KIND_ADJUSTED;
	int kind = want;

	if (!cell_enum(&c, &duban__plan_kind__descriptor, &kind))
		return false;
	now->kind = (Duban__PlanKind)want;
	return kind == want || cell_refuse(&c, "plan.wrong_kind", NULL);
}

static bool same(struct import *im, const Duban__Plan *x, const Duban__Plan *y)
{
	size_t n = duban__plan__get_packed_size(x);
	uint8_t *bx = arena_alloc(im->in.scratch, n + 1), *by = arena_alloc(im->in.scratch, n + 1);

	if (!bx || !by || n != duban__plan__get_packed_size(y))
		return false;
	duban__plan__pack(x, bx);
	duban__plan__pack(y, by);
	return memcmp(bx, by, n) == 0;
}

/* Does the row equal the last version, apart from its day and version number? */
static bool repeats(struct import *im, const Duban__Plan *last, const Duban__Plan *now)
{
	Duban__Plan x = *now;
	struct cell document = import_cell(im, PLAN_DOCUMENT);

	x.version = last->version;
	x.kind = last->kind;
	x.adopted_date = last->adopted_date;
	if (cell_empty(&document) && !document.clear)
		x.document = last->document;
	return same(im, last, &x);
}

static void put(struct plans *x, struct chapter *ch, const Duban__Project *p,
		const Duban__Plan *now, const Duban__Plan *was)
{
	struct import *im = x->im;
	struct request *rq = im->in.rq;
	Duban__Plan *kept = arena_dup(rq->arena, now, sizeof *now);
	size_t before = rq->n_event;

	if (ch->n < now->version)
		ch->plan = arena_grow(rq->arena, ch->plan, ch->n, sizeof *ch->plan);
	if (!kept || !ch->plan) {
		im->in.full = true;
		return;
	}
	ch->plan[now->version - 1] = kept;
	if (ch->n < now->version)
		ch->n = now->version;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_PLAN_PUT,
					    .now = now,
					    .was = was,
					    .line = im->row->line,
					    .project = p->num,
					    .project_unit = p->unit});
	if (rq->n_event > before)
		rq->event[before]->on_date = now->adopted_date;
}

/* The version that column `plan` of a projects file made does not come from a decision. A row for
 * the same version replaces it, unless a later version exists. */
static bool gives_way(const struct chapter *ch, const Duban__Plan *now)
{
	return ch->n == 1 && now->version == 1 && !*ch->plan[0]->document &&
	       now->adopted_date <= ch->plan[0]->adopted_date;
}

/* A row with a version number gives the whole version; one without gives only what changes. */
static void read_version(struct plans *x, struct chapter *ch, const Duban__Project *p,
			 Duban__Plan *now)
{
	struct import *im = x->im;
	struct cell version = import_cell(im, PLAN_VERSION), amount = import_cell(im, PLAN_AMOUNT);
	const Duban__Plan *last = ch->n ? ch->plan[ch->n - 1] : NULL;
	const Duban__Plan *stored = NULL;
	bool whole = now->version != 0;
	struct checks all = {0};

	if (now->version > ch->n + 1) {
		(void)cell_refuse(&version, "plan.version_gap",
				  arena_printf(im->in.scratch, "%zu", ch->n + 1));
		return;
	}
	if (whole && now->version <= ch->n)
		stored = ch->plan[now->version - 1];
	if (!whole && last) {
		uint32_t next = last->version + 1;

		*now = *last;
		now->version = next;
	}
	now->version = now->version ? now->version : 1;
	checks_fine(&all, read_texts(im, now));
	checks_fine(&all, read_kind(im, now));
	checks_fine(&all, read_adopted(im, last, stored, now));
	if (!checks_passed(&all))
		return;
	if (!now->amount) {
		(void)cell_refuse(&amount, "cell.empty", NULL);
		return;
	}
	checks_fine(&all, check_months(im, now));
	checks_fine(&all, check_curve(im, now));
	if (!checks_passed(&all))
		return;
	if (stored ? same(im, stored, now) : !whole && last && repeats(im, last, now)) {
		im->done->unchanged++;
		return;
	}
	if (stored && !gives_way(ch, now)) {
		(void)cell_refuse(&version, "plan.version_fixed", NULL);
		return;
	}
	put(x, ch, p, now, stored ? stored : last);
}

static void read_plan(struct plans *x)
{
	struct import *im = x->im;
	struct request *rq = im->in.rq;
	struct cell project = import_cell(im, PLAN_PROJECT), year = import_cell(im, PLAN_YEAR);
	struct cell version = import_cell(im, PLAN_VERSION);
	Duban__Plan now = DUBAN__PLAN__INIT;
	Duban__Project *p;
	struct checks all = {0};
	struct chapter *ch;

	checks_fine(&all, cell_required(&project));
	checks_fine(&all, cell_required(&year));
	if (!checks_passed(&all))
		return;
	checks_fine(&all, cell_project(&project, &now.project));
	checks_fine(&all, cell_year(&year, &now.year));
	checks_fine(&all, cell_number(&version, 1, 9999, &now.version));
	if (!checks_passed(&all))
		return;
	if (year_closed(rq->txn, im->in.scratch, now.year)) {
		(void)cell_refuse(&year, "year.closed", NULL);
		return;
	}
	p = project_get(rq->txn, im->in.scratch, now.project);
	ch = chapter_of(x, now.project, now.year);
	if (p && ch)
		read_version(x, ch, p, &now);
}

static int read_plans(struct import *im)
{
	struct plans x = {.im = im, .known = {.arena = im->in.rq->arena}};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_plan(&x); /* the scratch arena is kept, because the next row is compared with
				  this one */
	}
	arena_reset(im->in.scratch);
	return 0;
}

static void write_plan(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Plan *p = out_record(s, value, &duban__plan__descriptor);

	(void)key;
	if (!p || !out_shown(s, p))
		return;
	out_row(s);
	out_fields(s, p);
	for (size_t i = 0; i < p->n_curve; i++)
		out_money(s, PLAN_M1 + i, p->curve[i]);
}

RECORD_KIND(PLANS, .read = read_plans, .write = write_plan);
