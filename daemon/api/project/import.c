/* Import of projects. A row may name another project of the same file, so all rows get their
 * numbers first. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/find.h"
#include "api/core/checks.h"
#include "api/core/request.h"
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
#include "store/db/txn.h"

struct projects {
	struct import *im;
	struct import_map seen;		  /* codes and former codes -> row */
	struct import_map category, list; /* those in the store */
	struct intake_names new_category, new_list;
	struct import_totals totals;
	uint32_t last;
	uint32_t *num; /* of each row's project, 0 = its code is not valid */
};

static void know(struct projects *p, struct import_map *m, const char *name)
{
	const char *copy;

	if (!*name || import_map_get(m, name))
		return;
	copy = arena_str(p->im->in.rq->arena, name);
	if (!copy || !import_map_put(m, copy, NULL))
		p->im->in.full = true;
}

static void know_declared(struct projects *p, struct import_map *m, enum table table)
{
	struct scan s = scan_start(p->im->in.rq->txn, table, BYTES("", 0));

	while (!p->im->in.full && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		know(p, m, key_read_text(&k));
	}
}

/* Loads the names of all categories and lists. */
static void know_names(struct projects *p)
{
	struct intake *in = &p->im->in;
	struct scan s;

	know_declared(p, &p->category, TABLE_category);
	know_declared(p, &p->list, TABLE_list);
	s = scan_start(in->rq->txn, TABLE_project, BYTES("", 0));

	while (!in->full && scan_next(&s)) {
		Duban__Project *one =
		    record_unpack(in->rq->txn, s.value, &duban__project__descriptor, in->scratch);

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

/* Finds the project of a row by its code or a former code. */
static void number_row(struct projects *p, size_t i)
{
	struct import *im = p->im;
	struct cell code = import_cell(im, PROJECT_CODE);
	Duban__Project *was;
	const char *key = "";
	uint32_t num;

	if (!cell_required(&code) || !cell_key(&code, CODE_MAX, "-_.", &key))
		return;
	num = project_by_code(im->in.rq->txn, key);
	was = project_get(im->in.rq->txn, im->in.scratch, num);
	if (was)
		key = arena_str(im->in.rq->arena, was->code);
	im->in.full = im->in.full || !key;
	if (key && import_key(im, &p->seen, &code, key))
		p->num[i] = num ? num : ++p->last;
}

/* Former codes are added, never removed: a person who knows one must still find the project. */
static bool read_former(struct projects *p, Duban__Project *now)
{
	struct import *im = p->im;
	struct cell c = import_cell(im, PROJECT_FORMER), one = c;
	char **list = NULL, **all;
	size_t n = 0;

	if (cell_empty(&c))
		return true;
	all = arena_alloc(im->in.scratch, FORMER_MAX * sizeof *all);
	if (!all) {
		im->in.full = true;
		return false;
	}
	for (size_t i = 0; i < now->n_former && i < FORMER_MAX; i++)
		all[i] = now->former[i];
	now->former = all;
	if (!cell_list(&c, FORMER_MAX, &list, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const char *key = arena_str(im->in.rq->arena, list[i]);
		uint32_t owner = project_by_code(im->in.rq->txn, list[i]);

		one.text = key ? key : "";
		if (!cell_key(&one, CODE_MAX, "-_.", &key))
			return false;
		if (owner && owner == now->num)
			continue;
		if (owner)
			return cell_refuse(&one, "project.code_taken", NULL);
		if (now->n_former == FORMER_MAX)
			return cell_refuse(&one, "cell.too_many_values",
					   arena_printf(im->in.scratch, "%d", FORMER_MAX));
		if (!import_key(im, &p->seen, &one, key))
			return false;
		all[now->n_former++] = (char *)(uintptr_t)key;
	}
	return !im->in.full;
}

/* 接续项目: a project of the store or of this file. */
static bool read_successor(struct projects *p, Duban__Project *now)
{
	struct import *im = p->im;
	struct cell c = import_cell(im, PROJECT_SUCCESSOR);
	uint32_t *row = cell_empty(&c) ? NULL : import_map_get(&p->seen, c.text);

	if (row && p->num[*row])
		now->successor = p->num[*row];
	else if (!cell_project(&c, &now->successor))
		return false;
	if (now->successor && now->successor == now->num)
		return cell_refuse(&c, "project.own_successor", NULL);
	return true;
}

static void read_project(struct projects *p, uint32_t num)
{
	struct import *im = p->im;
	Duban__Project now = DUBAN__PROJECT__INIT, *was;
	struct checks all = {0};

	was = project_get(im->in.rq->txn, im->in.scratch, num);
	if (was)
		now = *was;
	else
		now.code = (char *)(uintptr_t)import_cell(im, PROJECT_CODE).text;
	now.num = num;
	checks_fine(&all, project_read(im, &now));
	checks_fine(&all, read_former(p, &now));
	checks_fine(&all, read_successor(p, &now));
	if (!num || !checks_passed(&all) || !project_check_year(im, &now, was))
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

/* Lists the projects that the file does not contain, by their present code. */
static void note_absent(struct projects *p)
{
	struct intake *in = &p->im->in;
	struct scan s = scan_start(in->rq->txn, TABLE_project_code, BYTES("", 0));

	while (!p->im->one && !in->full && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const char *code = key_read_text(&k);
		Duban__Project *one;

		if (import_map_get(&p->seen, code))
			continue;
		one = project_get(in->rq->txn, in->scratch,
				  txn_get_u32(in->rq->txn, TABLE_project_code, s.key));
		if (one && strcmp(one->code, code) == 0)
			import_absent_one(p->im, code);
		arena_reset(in->scratch);
	}
}

static int read_projects(struct import *im)
{
	struct import_map map = {.arena = im->in.rq->arena};
	struct projects p = {.im = im, .seen = map, .category = map, .list = map};

	p.last = counter_last(im->in.rq->txn, "project");
	p.num = arena_alloc(im->in.rq->arena, (im->rows.n + 1) * sizeof *p.num);
	p.new_category.seen = p.new_list.seen = map;
	import_total_init(&p.totals, &im->in);
	know_names(&p);
	im->in.full = im->in.full || !p.num;
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		number_row(&p, i);
		arena_reset(im->in.scratch);
	}
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		im->in.unnamed = p.num[i] == 0;
		read_project(&p, p.num[i]);
		arena_reset(im->in.scratch);
	}
	im->in.unnamed = false;
	note_absent(&p);
	import_remark(im, "import.new_categories", &p.new_category);
	import_remark(im, "import.new_lists", &p.new_list);
	im->done->totals = import_total_end(&p.totals);
	return 0;
}

RECORD_KIND(PROJECTS, .read = read_projects);
