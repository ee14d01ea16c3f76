/* Categories of projects (项目类别): a tree. A file may name children before their parents;
 * what would close a circle or hang in the air is refused. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/record.h"
#include "model/list/category.h"
#include "proto/limits.h"
#include "store/db/scan.h"

enum { CATEGORY_NAME, CATEGORY_PARENT };
static const struct import_column category_columns[] = {
    {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"parent", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};

/* The tree as it will be: the file's rows over the store's. */
struct tree {
	struct import *im;
	struct import_map seen; /* name -> row */
	const char **parent;	/* of each row; "" = a top, NULL = not a good row */
};

/* NULL: nobody knows the name. "": it is a top. */
static const char *parent_of(const struct tree *t, const char *name)
{
	const uint32_t *row = import_map_get(&t->seen, name);
	Duban__Category *c;

	if (row)
		return t->parent[*row] ? t->parent[*row] : "";
	c = category_get(t->im->in.rq->txn, t->im->in.scratch, name);
	return c ? c->parent : NULL;
}

static void read_category(struct tree *t, size_t i)
{
	struct import *im = t->im;
	struct cell name = import_cell(im, CATEGORY_NAME),
		    parent = import_cell(im, CATEGORY_PARENT);
	Duban__Category now = DUBAN__CATEGORY__INIT, *was;

	if (!cell_required(&name) || !cell_text(&name, NAME_MAX_BYTES, &now.name) ||
	    !import_key(im, &t->seen, &name, now.name))
		return;
	was = category_get(im->in.rq->txn, im->in.scratch, now.name);
	if (was)
		now = *was;
	if (!cell_text(&parent, NAME_MAX_BYTES, &now.parent))
		return;
	/* The store's text is in the scratch arena, the cell's is not. */
	t->parent[i] = arena_str(im->in.rq->arena, now.parent);
	if (!t->parent[i])
		im->in.full = true;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_CATEGORY_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

/* Walks up: known, and a top within CATEGORY_DEPTH_MAX steps. NULL: fine. */
static const char *fault_above(const struct tree *t, const char *name)
{
	const char *up = parent_of(t, name);

	for (int depth = 1; up && *up; depth++) {
		if (strcmp(up, name) == 0)
			return "category.cycle";
		if (depth == CATEGORY_DEPTH_MAX)
			return "category.too_deep";
		up = parent_of(t, up);
	}
	return up ? NULL : "category.unknown_parent";
}

/* A subtree that was moved may hang too deep now. */
static bool deep_in_store(const struct tree *t)
{
	struct scan s = scan_start(t->im->in.rq->txn, TABLE_category, BYTES("", 0));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const char *name = key_read_text(&k), *fault = fault_above(t, name);

		if (fault && strcmp(fault, "category.too_deep") == 0)
			return true;
		arena_reset(t->im->in.scratch);
	}
	return false;
}

static void check_tree(struct tree *t)
{
	struct import *im = t->im;
	uint32_t before = im->in.problems;
	struct cell parent = {};

	for (size_t i = 0; i < im->rows.n; i++) {
		struct cell name;
		const char *fault;

		if (!t->parent[i])
			continue;
		import_row(im, i);
		name = import_cell(im, CATEGORY_NAME);
		parent = import_cell(im, CATEGORY_PARENT);
		fault = fault_above(t, name.text);
		if (fault)
			(void)cell_refuse(&parent, fault, NULL);
		arena_reset(im->in.scratch);
	}
	if (im->in.problems == before && parent.in && deep_in_store(t))
		(void)cell_refuse(&parent, "category.too_deep", NULL);
}

static int read_categories(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct tree t = {.im = im, .seen = {.arena = a}};

	t.parent = arena_alloc(a, (im->rows.n + 1) * sizeof *t.parent);
	if (!t.parent)
		return -ENOMEM;
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_category(&t, i);
		arena_reset(im->in.scratch);
	}
	if (!im->in.full)
		check_tree(&t);
	import_absent(im, TABLE_category, &t.seen);
	return 0;
}

static void write_category(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Category *c = out_record(s, value, &duban__category__descriptor);

	(void)key;
	if (!c || !out_city(s, 0, 0))
		return;
	out_row(s);
	out_text(s, CATEGORY_NAME, c->name);
	out_text(s, CATEGORY_PARENT, c->parent);
}

IMPORT_KIND(categories, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_CATEGORIES,
	    .column = category_columns, .n_key = 1, .roles = IMPORT_BY_OFFICE,
	    .read = read_categories, .table = TABLE_category, .write = write_category);
