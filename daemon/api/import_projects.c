#include <string.h>

#include "api/import_total.h"
#include "api/sheet.h"
#include "model/nouns.h"
#include "model/record.h"
#include "proto/limits.h"

enum {
	PROJECT_CODE,
	PROJECT_NAME,
	PROJECT_UNIT,
	PROJECT_SECTOR,
	PROJECT_CATEGORY,
	PROJECT_STAGE,
	PROJECT_TOTAL,
	PROJECT_PLAN,
	PROJECT_YEAR,
	PROJECT_PLANNED_START,
	PROJECT_PLANNED_FINISH,
	PROJECT_LIST,
	PROJECT_BATCH,
	PROJECT_COLUMNS_,
};
static const struct import_column project_columns[] = {
    {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"sector", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"category", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"stage", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"total", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"plan", DUBAN__SHEET_TYPE__SHEET_TYPE_MONEY},
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"planned_start", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"planned_finish", DUBAN__SHEET_TYPE__SHEET_TYPE_MONTH},
    {"list", DUBAN__SHEET_TYPE__SHEET_TYPE_LIST},
    {"batch", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};

static const struct cell_word stage_word[] = {
    {"谋划储备", DUBAN__STAGE__STAGE_RESERVE},
    {"谋划", DUBAN__STAGE__STAGE_RESERVE},
    {"储备", DUBAN__STAGE__STAGE_RESERVE},
    {"前期", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"前期工作", DUBAN__STAGE__STAGE_PRELIMINARY},
    {"计划新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"拟新开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"计划开工", DUBAN__STAGE__STAGE_PLANNED_START},
    {"在建", DUBAN__STAGE__STAGE_BUILDING},
    {"新开工", DUBAN__STAGE__STAGE_BUILDING},
    {"续建", DUBAN__STAGE__STAGE_BUILDING},
    {"停工", DUBAN__STAGE__STAGE_STOPPED},
    {"完工", DUBAN__STAGE__STAGE_COMPLETED},
    {"竣工", DUBAN__STAGE__STAGE_ACCEPTED},
    {"投产", DUBAN__STAGE__STAGE_OPERATING},
    {"投用", DUBAN__STAGE__STAGE_OPERATING},
    {"达效", DUBAN__STAGE__STAGE_ON_TARGET},
    {"归档", DUBAN__STAGE__STAGE_ARCHIVED},
    {"退出", DUBAN__STAGE__STAGE_WITHDRAWN},
    {"调出", DUBAN__STAGE__STAGE_WITHDRAWN},
};
static const struct cell_words stage_words = {
    .names = &duban__stage__descriptor,
    .code = "project.unknown_stage",
    .word = stage_word,
    .n = sizeof stage_word / sizeof *stage_word,
};

struct projects {
	struct import *im;
	struct import_map seen;
	struct import_map category, list; /* the store's */
	struct intake_names new_category, new_list;
	struct import_totals totals;
	uint32_t last;
};

static void know(struct projects *p, struct import_map *m, const char *name)
{
	const char *copy;

	if (!*name || import_map_get(m, name))
		return;
	copy = arena_str(p->im->in.ask->arena, name);
	if (!copy || !import_map_put(m, copy, NULL))
		p->im->in.full = true;
}

/* The categories and lists there are. */
static void know_names(struct projects *p)
{
	struct intake *in = &p->im->in;
	struct scan s = scan_start(in->ask->txn, TABLE_project, BYTES("", 0));

	while (!in->full && scan_next(&s)) {
		Duban__Project *one =
		    record_unpack(in->ask->txn, s.value, &duban__project__descriptor, in->scratch);

		if (!one)
			return;
		know(p, &p->category, one->category);
		for (size_t i = 0; i < one->n_list; i++)
			know(p, &p->list, one->list[i]);
		arena_reset(in->scratch);
	}
}

static void note_new(struct projects *p, const Duban__Project *now)
{
	struct intake *in = &p->im->in;

	if (*now->category && !import_map_get(&p->category, now->category))
		intake_note(in, &p->new_category, now->category);
	for (size_t i = 0; i < now->n_list; i++)
		if (!import_map_get(&p->list, now->list[i]))
			intake_note(in, &p->new_list, now->list[i]);
}

static bool read_times(struct import *im, Duban__Project *now)
{
	struct cell year = import_cell(im, PROJECT_YEAR);
	struct cell start = import_cell(im, PROJECT_PLANNED_START);
	struct cell finish = import_cell(im, PROJECT_PLANNED_FINISH);

	if (!cell_needed(&year, now->year == 0) | !cell_year(&year, &now->year) |
	    !cell_month(&start, &now->planned_start_month) |
	    !cell_month(&finish, &now->planned_finish_month))
		return false;
	if (now->planned_start_month && now->planned_finish_month &&
	    now->planned_finish_month < now->planned_start_month)
		return cell_refuse(cell_empty(&finish) ? &start : &finish,
				   "project.finish_before_start", NULL);
	return true;
}

static bool read_money(struct import *im, Duban__Project *now)
{
	struct cell total = import_cell(im, PROJECT_TOTAL), plan = import_cell(im, PROJECT_PLAN);
	bool fine = cell_money(&total, &now->total);

	return cell_money(&plan, &now->plan) && fine;
}

static bool read_texts(struct import *im, Duban__Project *now)
{
	struct cell name = import_cell(im, PROJECT_NAME), unit = import_cell(im, PROJECT_UNIT);
	struct cell sector = import_cell(im, PROJECT_SECTOR);
	struct cell category = import_cell(im, PROJECT_CATEGORY);
	struct cell stage = import_cell(im, PROJECT_STAGE), batch = import_cell(im, PROJECT_BATCH);
	struct cell list = import_cell(im, PROJECT_LIST);
	int stage_now = (int)now->stage;
	bool is_new = now->year == 0;
	bool fine =
	    cell_needed(&name, is_new) & cell_needed(&unit, is_new) & cell_needed(&stage, is_new);

	fine &= cell_text(&name, NAME_MAX_BYTES, &now->name);
	fine &= cell_unit(&unit, &now->unit);
	fine &= cell_unit(&sector, &now->sector);
	fine &= cell_text(&category, NAME_MAX_BYTES, &now->category);
	fine &= cell_enum(&stage, &stage_words, &stage_now);
	fine &= cell_list(&list, LISTS_MAX, &now->list, &now->n_list);
	fine &= cell_text(&batch, NAME_MAX_BYTES, &now->batch);
	now->stage = (Duban__Stage)stage_now;
	return fine;
}

static void read_project(struct projects *p)
{
	struct import *im = p->im;
	struct cell code = import_cell(im, PROJECT_CODE);
	Duban__Project now = DUBAN__PROJECT__INIT, *was;
	const char *key = "";
	bool fine;

	if (!cell_required(&code) || !cell_key(&code, CODE_MAX, "-_.", &key) ||
	    !import_key(im, &p->seen, &code, key))
		return;
	was = project_get(im->in.ask->txn, im->in.scratch, project_by_code(im->in.ask->txn, key));
	if (was)
		now = *was;
	now.code = (char *)key;
	now.num = was ? was->num : ++p->last;
	fine = read_texts(im, &now);
	fine &= read_money(im, &now);
	fine &= read_times(im, &now);
	if (!fine)
		return;
	note_new(p, &now);
	import_total_add(&p->totals, &now);
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_PROJECT_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line,
					    .project = now.num,
					    .project_unit = now.unit});
}

static int read_projects(struct import *im)
{
	struct import_map map = {.arena = im->in.ask->arena};
	struct projects p = {.im = im, .seen = map, .category = map, .list = map};

	p.last = counter_last(im->in.ask->txn, "project");
	p.new_category.seen = p.new_list.seen = map;
	import_total_init(&p.totals, &im->in);
	know_names(&p);
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_project(&p);
		arena_reset(im->in.scratch);
	}
	import_absent(im, TABLE_project_code, &p.seen);
	import_remark(im, "import.new_categories", &p.new_category);
	import_remark(im, "import.new_lists", &p.new_list);
	im->done->totals = import_total_end(&p.totals);
	return 0;
}

static void write_project(struct sheet *s, struct bytes key, struct bytes value)
{
	Duban__Project *p = sheet_record(s, value, &duban__project__descriptor);

	(void)key;
	if (!p || !sheet_project(s, p->num, p->year))
		return;
	sheet_row(s);
	sheet_text(s, PROJECT_CODE, p->code);
	sheet_text(s, PROJECT_NAME, p->name);
	sheet_unit(s, PROJECT_UNIT, p->unit);
	sheet_unit(s, PROJECT_SECTOR, p->sector);
	sheet_text(s, PROJECT_CATEGORY, p->category);
	sheet_enum(s, PROJECT_STAGE, &duban__stage__descriptor, (int)p->stage);
	sheet_money(s, PROJECT_TOTAL, p->total);
	sheet_money(s, PROJECT_PLAN, p->plan);
	sheet_number(s, PROJECT_YEAR, p->year);
	sheet_month(s, PROJECT_PLANNED_START, p->planned_start_month);
	sheet_month(s, PROJECT_PLANNED_FINISH, p->planned_finish_month);
	sheet_list(s, PROJECT_LIST, p->list, p->n_list);
	sheet_text(s, PROJECT_BATCH, p->batch);
}

IMPORT_KIND(projects, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS, .column = project_columns,
	    .n_key = 1, .roles = IMPORT_BY_OFFICE, .read = read_projects, .table = TABLE_project,
	    .write = write_project, .by_project = true);
