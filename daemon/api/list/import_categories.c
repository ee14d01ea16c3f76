/* Import of categories (项目类别), a tree. A file may name children before their parents. A cycle
 * and an unknown parent are refused. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/list/category.h"
#include "store/db/key.h"
#include "store/db/scan.h"

/* For each row the name of its parent; "" = top, NULL = the row is faulty. The tree after the
 * import is the stored one, overridden by the file's rows. */
static const char **parents(struct import *im)
{
	if (!im->own)
		im->own = arena_alloc(im->in.rq->arena, (im->rows.n + 1) * sizeof(const char *));
	im->in.full = im->in.full || !im->own;
	return im->own;
}

/* The parent after the import. NULL: unknown name. "": it is a top category. */
static const char *parent_of(struct import *im, const char *name)
{
	const uint32_t *row = import_map_get(&im->seen, name);
	const char **parent = parents(im);
	Duban__Category *c;

	if (row && parent)
		return parent[*row] ? parent[*row] : "";
	c = category_get(im->in.rq->txn, im->in.scratch, name);
	return c ? c->parent : NULL;
}

static bool check_category(struct record_row *r)
{
	struct import *im = r->im;
	const char **parent = parents(im);

	/* the stored text is in the scratch arena, that of the cell is not */
	if (parent)
		parent[im->row - im->rows.row] =
		    arena_str(im->in.rq->arena, ((const Duban__Category *)r->now)->parent);
	return parent;
}

/* Walks up and checks that each name is known and that a top is reached within CATEGORY_DEPTH_MAX
 * steps. NULL: no fault. */
static const char *fault_above(struct import *im, const char *name)
{
	const char *up = parent_of(im, name);

	for (int depth = 1; up && *up; depth++) {
		if (strcmp(up, name) == 0)
			return "category.cycle";
		if (depth == CATEGORY_DEPTH_MAX)
			return "category.too_deep";
		up = parent_of(im, up);
	}
	return up ? NULL : "category.unknown_parent";
}

/* Checks the stored categories: a subtree that was moved may be too deep now. */
static bool deep_in_store(struct import *im)
{
	struct scan s = scan_start(im->in.rq->txn, TABLE_category, BYTES("", 0));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		const char *name = key_read_text(&k), *fault = fault_above(im, name);

		if (fault && strcmp(fault, "category.too_deep") == 0)
			return true;
		arena_reset(im->in.scratch);
	}
	return false;
}

static void check_tree(struct import *im)
{
	enum { CATEGORY_NAME, CATEGORY_PARENT };
	const char **row_parent = parents(im);
	uint32_t before = im->in.problems;
	struct cell parent = {};

	for (size_t i = 0; row_parent && i < im->rows.n; i++) {
		struct cell name;
		const char *fault;

		if (!row_parent[i])
			continue;
		import_row(im, i);
		name = import_cell(im, CATEGORY_NAME);
		parent = import_cell(im, CATEGORY_PARENT);
		fault = fault_above(im, name.text);
		if (fault)
			(void)cell_refuse(&parent, fault, NULL);
		arena_reset(im->in.scratch);
	}
	if (im->in.problems == before && parent.in && deep_in_store(im))
		(void)cell_refuse(&parent, "category.too_deep", NULL);
}

RECORD_KIND(CATEGORIES, .check = check_category, .after = check_tree);
