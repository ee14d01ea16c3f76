/* Import of units, in two passes: a row may name a parent that comes later in the file. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/find.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/counter.h"
#include "model/office/unit.h"
#include "proto/limits.h"
#include "store/db/db.h"

enum { UNIT_ID, UNIT_NAME, UNIT_KIND, UNIT_PARENT, UNIT_GB_CODE, UNIT_SECTION };

/* A row of the file; num 0: its id is not valid. */
struct unit_line {
	uint32_t num;
	bool is_new, named; /* named: the file gives its name */
	uint32_t parent;    /* after the import */
};

struct unit_rows {
	struct import *im;
	struct unit_line *row;
	struct import_map id;	/* -> row */
	struct import_map name; /* names in the file -> row, UINT32_MAX = several */
	uint32_t first_new;
	size_t *row_of_new;   /* num - first_new -> row */
	uint32_t *row_of_old; /* num -> row + 1, 0 = not in the file */
	uint32_t last_old;
};

static bool note_row(struct unit_rows *u, size_t i, uint32_t next_new)
{
	struct import *im = u->im;
	struct cell id = import_cell(im, UNIT_ID), name = import_cell(im, UNIT_NAME);
	const char *key = "";
	bool fresh = false;
	uint32_t *named;

	if (!cell_required(&id) || !cell_key(&id, ID_MAX, "-_", &key) ||
	    !import_key(im, &u->id, &id, key))
		return false;
	u->row[i].num = unit_by_id(im->in.rq->txn, key);
	u->row[i].is_new = u->row[i].num == 0;
	if (u->row[i].is_new) {
		u->row[i].num = next_new;
		u->row_of_new[next_new - u->first_new] = i;
	} else {
		u->row_of_old[u->row[i].num] = (uint32_t)i + 1;
	}
	u->row[i].named = !cell_empty(&name);
	named = cell_empty(&name) ? NULL : import_map_put(&u->name, name.text, &fresh);
	if (named)
		*named = fresh ? (uint32_t)i : UINT32_MAX;
	return u->row[i].is_new;
}

static bool note_rows(struct unit_rows *u)
{
	struct import *im = u->im;
	struct arena *a = im->in.rq->arena;
	struct import_map map = {.arena = a};
	uint32_t next;

	u->id = u->name = map;
	u->last_old = counter_last(im->in.rq->txn, "unit");
	u->first_new = next = u->last_old + 1;
	u->row = arena_alloc(a, (im->rows.n + 1) * sizeof *u->row);
	u->row_of_new = arena_alloc(a, (im->rows.n + 1) * sizeof *u->row_of_new);
	u->row_of_old = arena_alloc(a, ((size_t)u->last_old + 1) * sizeof *u->row_of_old);
	if (!u->row || !u->row_of_new || !u->row_of_old)
		return false;
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		next += note_row(u, i, next);
		arena_reset(im->in.scratch);
	}
	return !im->in.full;
}

/* The row of a unit number; NULL: the file has none. */
static struct unit_line *row_of(struct unit_rows *u, uint32_t num)
{
	if (num >= u->first_new)
		return &u->row[u->row_of_new[num - u->first_new]];
	return u->row_of_old[num] ? &u->row[u->row_of_old[num] - 1] : NULL;
}

/* Finds a parent by its id in the file or the store, else by a name that only one unit has after
 * the import: the file may rename units. */
static uint32_t find_parent(struct unit_rows *u, const char *text)
{
	struct intake *in = &u->im->in;
	uint32_t *row = import_map_get(&u->id, text), stored;
	struct unit_line *other;

	if (row)
		return u->row[*row].num;
	row = import_map_get(&u->name, text);
	stored = intake_find(in, &in->units, text);
	if (stored == UINT32_MAX || (row && *row == UINT32_MAX))
		return UINT32_MAX;
	other = stored ? row_of(u, stored) : NULL;
	/* The file gives this unit a name, so the map of the names in the file decides. */
	if (other && other->named)
		stored = 0;
	if (!row)
		return stored;
	return stored ? UINT32_MAX : u->row[*row].num;
}

static bool read_parent(struct unit_rows *u, const struct cell *c, uint32_t *io)
{
	uint32_t num;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	num = find_parent(u, c->text);
	if (num == 0)
		return cell_refuse(c, "unit.unknown", NULL);
	if (num == UINT32_MAX)
		return cell_refuse(c, "unit.ambiguous", NULL);
	*io = num;
	return true;
}

/* A GB/T 2260 code: six digits. */
static bool read_gb_code(const struct cell *c, char **io)
{
	if (!cell_empty(c) && (strlen(c->text) != 6 || strspn(c->text, "0123456789") != 6))
		return cell_refuse(c, "unit.bad_gb_code", NULL);
	return cell_text(c, NAME_MAX_BYTES, io);
}

static void read_unit(struct unit_rows *u, struct unit_line *row)
{
	struct import *im = u->im;
	struct cell name = import_cell(im, UNIT_NAME), kind_cell = import_cell(im, UNIT_KIND);
	struct cell parent = import_cell(im, UNIT_PARENT), gb = import_cell(im, UNIT_GB_CODE);
	struct cell section = import_cell(im, UNIT_SECTION);
	Duban__Unit *was = row->is_new ? NULL : unit_get(im->in.rq->txn, im->in.scratch, row->num);
	Duban__Unit now = DUBAN__UNIT__INIT;
	struct checks all = {0};
	int kind;

	if (was)
		now = *was;
	else
		now.id = (char *)import_cell(im, UNIT_ID).text;
	now.num = row->num;
	kind = (int)now.kind;
	checks_fine(&all, cell_needed(&name, !was));
	checks_fine(&all, cell_needed(&kind_cell, !was));
	if (!checks_passed(&all))
		return;
	checks_fine(&all, cell_text(&name, NAME_MAX_BYTES, &now.name));
	checks_fine(&all, cell_enum(&kind_cell, &duban__unit_kind__descriptor, &kind));
	checks_fine(&all, read_parent(u, &parent, &now.parent));
	checks_fine(&all, read_gb_code(&gb, &now.gb_code));
	checks_fine(&all, cell_text(&section, NAME_MAX_BYTES, &now.section));
	if (!checks_passed(&all))
		return;
	now.kind = (Duban__UnitKind)kind;
	row->parent = now.parent;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_UNIT_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

/* The parent after the import. */
static uint32_t parent_of(struct unit_rows *u, uint32_t num)
{
	struct unit_line *row = row_of(u, num);
	Duban__Unit *stored;

	if (row)
		return row->parent;
	stored = unit_get(u->im->in.rq->txn, u->im->in.scratch, num);
	return stored ? stored->parent : 0;
}

/* Walks up from each row; `walk` holds the number of the first walk that visited a unit. Meeting a
 * unit of the same walk again means a cycle; a unit of an earlier walk has been checked already. */
static void check_cycles(struct unit_rows *u)
{
	struct import *im = u->im;
	size_t n = (size_t)u->last_old + im->rows.n + 2;
	uint32_t *walk = arena_alloc(im->in.rq->arena, n * sizeof *walk);

	for (size_t i = 0; walk && i < im->rows.n; i++) {
		uint32_t at = u->row[i].num;

		while (at && walk[at] == 0) {
			walk[at] = (uint32_t)i + 1;
			at = parent_of(u, at);
		}
		if (at && walk[at] == i + 1) {
			import_row(im, i);
			struct cell c = import_cell(im, UNIT_PARENT);

			(void)cell_refuse(&c, "unit.cycle", NULL);
		}
		arena_reset(im->in.scratch);
	}
	im->in.full = im->in.full || !walk;
}

static int read_units(struct import *im)
{
	struct unit_rows u = {.im = im};

	if (!note_rows(&u)) {
		im->in.full = true;
		return 0;
	}
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		if (u.row[i].num)
			read_unit(&u, &u.row[i]);
		arena_reset(im->in.scratch);
	}
	check_cycles(&u);
	import_absent(im, TABLE_unit_id, &u.id);
	return 0;
}

RECORD_KIND(UNITS, .read = read_units);
