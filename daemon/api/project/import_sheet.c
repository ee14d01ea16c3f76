/* Import of projects from an office's own workbook, which has no codes and names units in its own
 * way. A project is found by its code, else by its exact name (and unit, if the row has one). Any
 * other row is a new project with a generated code. An unknown unit is kept as text and listed. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/cell/find.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/project/import_bearer.h"
#include "api/project/import_fields.h"
#include "api/project/import_project.h"
#include "api/project/total.h"
#include "api/records/kind.h"
#include "api/records/run.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/scan.h"

struct sheet_reading {
	struct import *im;
	struct bearers names;
	struct import_map seen, unknown;
	char **unknown_name;
	size_t n_unknown;
	struct import_totals totals;
	struct intake_names guessed, kept_stage, older, uncoded;
	uint32_t last;
};

/* ---- units */

/* Finds a unit by id or name, else by a shortened or lengthened name: 灵川 for 灵川县,
 * 灵川县人民政府. */
static uint32_t find_unit(struct intake *in, const char *name)
{
	static const char *const ends[] = {"人民政府", "政府", "县", "区", "市"};
	static const char *const more[] = {"县", "区", "市", "人民政府"};
	struct arena *a = in->rq->arena;
	size_t n = strlen(name);
	uint32_t num = intake_find(in, &in->units, name);

	for (size_t i = 0; num == 0 && i < sizeof ends / sizeof *ends; i++) {
		size_t k = strlen(ends[i]);
		const char *part = NULL;

		if (n >= k + strlen("灵川") && strcmp(name + n - k, ends[i]) == 0)
			part = arena_strn(a, name, n - k);
		num = part ? intake_find(in, &in->units, part) : 0;
	}
	for (size_t i = 0; num == 0 && i < sizeof more / sizeof *more; i++) {
		const char *whole = arena_printf(a, "%s%s", name, more[i]);

		num = whole ? intake_find(in, &in->units, whole) : 0;
	}
	return num == UINT32_MAX ? 0 : num;
}

/* Notes `name` for the reply; copies it, since the cell is freed with the upload before the reply
 * is packed. */
static void note_unknown(struct sheet_reading *r, const char *name)
{
	struct arena *a = r->im->in.rq->arena;
	bool fresh = false;

	if (!import_map_put(&r->unknown, name, &fresh))
		r->im->in.full = true;
	if (!fresh || r->n_unknown >= WORKBOOK_UNITS_MAX)
		return;
	r->unknown_name = arena_grow(a, r->unknown_name, r->n_unknown, sizeof *r->unknown_name);
	if (!r->unknown_name)
		r->im->in.full = true;
	else
		r->unknown_name[r->n_unknown++] = (char *)(uintptr_t)name;
}

static bool read_units(struct sheet_reading *r, struct workbook_units *u)
{
	struct intake *in = &r->im->in;
	struct cell c = import_cell(r->im, PROJECT_UNIT);
	struct cell place = import_cell(r->im, PROJECT_PLACE);
	char **list = NULL;
	size_t n = 0;

	*u = (struct workbook_units){.text = "", .said = c.text, .place = place.text};
	if (cell_empty(&c)) {
		if (!cell_empty(&place))
			u->lead = find_unit(in, place.text);
		return true;
	}
	/* a unit whose own name contains a separator */
	u->lead = find_unit(in, c.text);
	if (u->lead)
		return true;
	if (!cell_list(&c, CO_UNITS_MAX, &list, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *name = arena_str(in->rq->arena, list[i]);
		uint32_t num = name ? find_unit(in, name) : 0;

		if (name && num == 0)
			note_unknown(r, name);
		if (name && num == 0 && i == 0)
			u->text = c.text;
		if (i == 0)
			u->lead = num;
		else if (num)
			u->other[u->n_other++] = num;
	}
	if (strlen(u->text) > NAME_MAX_BYTES)
		u->text = cell_shown(in->rq->arena, u->text);
	if (!u->text) {
		in->full = true;
		u->text = "";
	}
	return true;
}

/* ---- one row */

/* The generated code: K and the project's number, unless a project has that code already. */
static const char *own_key(struct sheet_reading *r, uint32_t num)
{
	struct request *rq = r->im->in.rq;
	const char *key = arena_printf(rq->arena, "K%06u", num);

	for (unsigned i = 2;
	     key && (project_by_code(rq->txn, key) || import_map_get(&r->seen, key)); i++)
		key = arena_printf(rq->arena, "K%06u-%u", num, i);
	if (!key)
		r->im->in.full = true;
	return key ? key : "";
}

static bool read_texts(struct import *im, Duban__Project *now)
{
	struct cell category = import_cell(im, PROJECT_CATEGORY);
	struct cell list = import_cell(im, PROJECT_LIST), batch = import_cell(im, PROJECT_BATCH);
	struct cell place = import_cell(im, PROJECT_PLACE);
	struct cell content = import_cell(im, PROJECT_CONTENT);
	struct cell owner = import_cell(im, PROJECT_OWNER), mark = import_cell(im, PROJECT_MARK);
	struct cell entity = import_cell(im, PROJECT_LEGAL_ENTITY);
	struct cell total = import_cell(im, PROJECT_TOTAL);
	struct cell start = import_cell(im, PROJECT_PLANNED_START);
	struct cell finish = import_cell(im, PROJECT_PLANNED_FINISH);
	bool fine = cell_text(&category, NAME_MAX_BYTES, &now->category);

	fine = cell_list(&list, LISTS_MAX, &now->list, &now->n_list) && fine;
	fine = cell_text(&batch, NAME_MAX_BYTES, &now->batch) && fine;
	fine = cell_text(&place, REASON_MAX, &now->place) && fine;
	fine = cell_text(&content, TEXT_MAX, &now->content) && fine;
	fine = cell_text(&owner, NAME_MAX_BYTES, &now->project_owner) && fine;
	fine = cell_text(&entity, NAME_MAX_BYTES, &now->legal_entity) && fine;
	fine = cell_text(&mark, NAME_MAX_BYTES, &now->mark) && fine;
	fine = cell_money(&total, &now->total) && fine;
	fine =
	    cell_month_or_year(&start, &now->planned_start_month, &now->planned_start_open) && fine;
	fine = cell_month(&finish, &now->planned_finish_month) && fine;
	/* the new start may be after the old finish; then the old finish is dropped */
	if (!now->planned_finish_month || now->planned_finish_month >= now->planned_start_month)
		return fine;
	if (cell_empty(&finish)) {
		now->planned_finish_month = 0;
	} else {
		now->planned_start_month = 0;
		now->planned_start_open = false;
	}
	return fine;
}

/* The plan belongs to the file's year: a file of an older year does not change it. */
static bool read_plan(struct sheet_reading *r, Duban__Project *now)
{
	struct cell year = import_cell(r->im, PROJECT_YEAR);
	struct cell plan = import_cell(r->im, PROJECT_PLAN);
	uint32_t y = 0;

	if (!cell_required(&year) || !cell_year(&year, &y))
		return false;
	if (y < now->year) {
		intake_note(&r->im->in, &r->older, now->name);
		return true;
	}
	if (y > now->year)
		now->plan = NULL;
	now->year = y;
	return cell_money(&plan, &now->plan);
}

/* If the row gives no stage: guessed from the construction period and the plan. */
static Duban__Stage guess_stage(const Duban__Project *now)
{
	uint32_t start = now->planned_start_month / 100;

	if (start && start < now->year)
		return DUBAN__STAGE__STAGE_BUILDING;
	if (start && start == now->year)
		return DUBAN__STAGE__STAGE_PLANNED_START;
	return now->plan && now->plan->fen > 0 ? DUBAN__STAGE__STAGE_PRELIMINARY
					       : DUBAN__STAGE__STAGE_RESERVE;
}

static bool read_stage(struct sheet_reading *r, Duban__Project *now)
{
	struct cell c = import_cell(r->im, PROJECT_STAGE);
	int stage = 0;

	if (!project_stage_cell(&c, &stage))
		return false;
	if (now->stage != DUBAN__STAGE__STAGE_INVALID) {
		if (stage && stage != (int)now->stage)
			intake_note(&r->im->in, &r->kept_stage, now->name);
		return true;
	}
	if (!stage)
		intake_note(&r->im->in, &r->guessed, now->name);
	now->stage = stage ? (Duban__Stage)stage : guess_stage(now);
	now->opening = true;
	return true;
}

static bool put_units(struct sheet_reading *r, const struct workbook_units *u, Duban__Project *now)
{
	struct cell sector = import_cell(r->im, PROJECT_SECTOR);
	uint32_t *other;

	if (!cell_empty(&sector)) {
		const char *name = arena_str(r->im->in.rq->arena, sector.text);
		uint32_t num = name ? find_unit(&r->im->in, name) : 0;

		if (num)
			now->sector = num;
		else if (name)
			note_unknown(r, name);
		else
			r->im->in.full = true;
	}
	if (!u->lead && !*u->text)
		return true;
	now->unit = u->lead;
	now->unit_text = (char *)(uintptr_t)u->text;
	other = arena_dup(r->im->in.rq->arena, u->other, sizeof u->other);
	if (!other) {
		r->im->in.full = true;
		return false;
	}
	now->co_unit = other;
	now->n_co_unit = u->n_other;
	return true;
}

static bool is_own_key(const char *code)
{
	return *code == 'K' && strspn(code + 1, "0123456789") >= 6;
}

/* An unknown code may belong to a project that has only a generated code so far: it is found by its
 * name, and `project set-code` gives it the code. False: refused. *ret NULL: there is none. */
static bool find(struct sheet_reading *r, const struct workbook_units *u, const struct cell *name,
		 const char *code, Duban__Project **ret)
{
	struct intake *in = &r->im->in;
	uint32_t num = *code ? project_by_code(in->rq->txn, code) : 0;

	*ret = NULL;
	if (num) {
		bearers_claim(&r->names, name->text, num);
		*ret = project_get(in->rq->txn, in->scratch, num);
		return *ret;
	}
	if (!bearers_find(&r->names, name, u, *code, &num))
		return false;
	*ret = num ? project_get(in->rq->txn, in->scratch, num) : NULL;
	if (!*ret || !*code)
		return true;
	if (is_own_key((*ret)->code))
		intake_note(in, &r->uncoded, (*ret)->code);
	else
		*ret = NULL;
	return true;
}

/* What names the project of the row. */
static bool read_name(struct sheet_reading *r, struct workbook_units *u, const char **ret_key,
		      Duban__Project **ret_was)
{
	struct import *im = r->im;
	struct cell name = import_cell(im, PROJECT_NAME), code = import_cell(im, PROJECT_CODE);
	struct checks all = {0};

	checks_fine(&all, cell_required(&name));
	checks_fine(&all, cell_key(&code, CODE_MAX, "-_.", ret_key));
	checks_fine(&all, !**ret_key || import_key(im, &r->seen, &code, *ret_key));
	checks_fine(&all, read_units(r, u));
	if (checks_passed(&all))
		checks_fine(&all, find(r, u, &name, *ret_key, ret_was));
	return checks_passed(&all);
}

static void read_row(struct sheet_reading *r)
{
	struct import *im = r->im;
	struct cell name = import_cell(im, PROJECT_NAME);
	Duban__Project now = DUBAN__PROJECT__INIT, *was = NULL;
	struct workbook_units u;
	const char *key = "";
	bool fine = read_name(r, &u, &key, &was);

	if (was)
		now = *was;
	else
		now.num = ++r->last;
	if (!was)
		now.code = (char *)(uintptr_t)(*key ? key : own_key(r, now.num));
	fine = cell_text(&name, NAME_MAX_BYTES, &now.name) && fine;
	fine = put_units(r, &u, &now) && fine;
	fine = read_texts(im, &now) && fine;
	fine = read_plan(r, &now) && fine;
	if (!fine || !project_check_year(im, &now, was) || !read_stage(r, &now))
		return;
	if (!was && !*key)
		bearers_add(&r->names, &now, im->row->line);
	import_total_add(&r->totals, &now);
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_PROJECT_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = now.num,
					    .project_unit = now.unit});
}

/* Lists all unknown names of units, so that the office can correct them. */
static void remark_unknown(struct sheet_reading *r)
{
	struct arena *a = r->im->in.rq->arena;
	Duban__ImportDone *d = r->im->done;
	Duban__Remark *one = arena_alloc(a, sizeof *one);

	if (r->n_unknown == 0)
		return;
	d->remark = arena_grow(a, d->remark, d->n_remark, sizeof *d->remark);
	if (!one || !d->remark) {
		r->im->in.full = true;
		return;
	}
	duban__remark__init(one);
	one->code = (char *)"import.unknown_units";
	one->arg = r->unknown_name;
	one->n_arg = r->n_unknown;
	d->remark[d->n_remark++] = one;
}

static int read_sheet(struct import *im)
{
	struct import_map map = {.arena = im->in.rq->arena};
	struct sheet_reading r = {
	    .im = im, .names = {.im = im, .name = map}, .seen = map, .unknown = map};

	r.guessed.seen = r.kept_stage.seen = r.older.seen = r.uncoded.seen = map;
	r.last = counter_last(im->in.rq->txn, "project");
	import_total_init(&r.totals, &im->in);
	bearers_know(&r.names);
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&r);
		arena_reset(im->in.scratch);
	}
	remark_unknown(&r);
	import_remark(im, "import.stage_guessed", &r.guessed);
	import_remark(im, "import.stage_kept", &r.kept_stage);
	import_remark(im, "import.older_plan", &r.older);
	import_remark(im, "import.code_not_set", &r.uncoded);
	im->done->totals = import_total_end(&r.totals);
	return 0;
}

RECORD_KIND(SHEET, .read = read_sheet);
