/* Import of 集中开工: one row for each project that takes part. Day and name belong to the
 * gathering: the value in one row applies to all its rows, including those that are stored
 * already. */
#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/core/record.h"
#include "model/project/project.h"
#include "store/db/scan.h"

/* A gathering as given in this file. */
struct one {
	const char *id, *name;
	uint32_t held_date;
	uint32_t held_line, name_line; /* the lines with these values; 0: they are stored */
};

struct gatherings {
	struct import_map id; /* -> index in `one` */
	struct one *one;
	size_t n;
};

static struct gatherings *of_import(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct gatherings *g = im->own ? im->own : arena_alloc(a, sizeof *g);

	if (!g) {
		im->in.full = true;
	} else if (!im->own) {
		*g = (struct gatherings){.id = {.arena = a}};
		im->own = g;
	}
	return g;
}

static struct scan rows_of(struct import *im, const char *id)
{
	return scan_start(im->in.rq->txn, TABLE_gathering, key_bytes(key_text(KEY(), id)));
}

/* Takes day and name from any stored row of the gathering. */
static void of_store(struct import *im, struct one *x)
{
	struct intake *in = &im->in;
	struct scan s = rows_of(im, x->id);
	Duban__Gathering *row;

	if (!scan_next(&s))
		return;
	row = record_unpack(in->rq->txn, s.value, &duban__gathering__descriptor, in->rq->arena);
	if (!row)
		return;
	x->name = row->name;
	x->held_date = row->held_date;
}

static struct one *one_of(struct import *im, const char *id)
{
	struct arena *a = im->in.rq->arena;
	struct gatherings *g = of_import(im);
	bool fresh = false;
	const char *copy = arena_str(a, id);
	uint32_t *place = g && copy ? import_map_put(&g->id, copy, &fresh) : NULL;

	if (place && fresh) {
		*place = (uint32_t)g->n;
		g->one = arena_grow(a, g->one, g->n, sizeof *g->one);
		if (g->one) {
			g->one[g->n] = (struct one){.id = copy, .name = ""};
			of_store(im, &g->one[g->n++]);
		}
	}
	if (!place || !g->one) {
		im->in.full = true;
		return NULL;
	}
	return &g->one[*place];
}

static bool derive_gathering(struct record_row *r)
{
	Duban__Gathering *now = r->now;
	struct one *x = row_once(r) ? one_of(r->im, now->id) : NULL;

	if (!x || !row_find(r))
		return false;
	if (!now->venue)
		now->venue = DUBAN__VENUE_KIND__VENUE_KIND_MAIN;
	now->held_date = x->held_date;
	now->name = (char *)(uintptr_t)x->name;
	return true;
}

/* The first row with a day or name sets it; a later row must not give another. */
static bool check_gathering(struct record_row *r)
{
	const Duban__Gathering *now = r->now;
	struct import *im = r->im;
	const struct cell *held = row_cell(r, "held"), *name = row_cell(r, "name");
	struct one *x = one_of(im, now->id);

	if (!x)
		return false;
	if (x->held_line && now->held_date != x->held_date)
		return cell_refuse(held, "gathering.two_dates",
				   arena_printf(im->in.scratch, "%u", x->held_line));
	if (x->name_line && strcmp(now->name, x->name) != 0)
		return cell_refuse(name, "gathering.two_names",
				   arena_printf(im->in.scratch, "%u", x->name_line));
	if (!cell_empty(held))
		x->held_line = im->row->line;
	if (!cell_empty(name))
		x->name_line = im->row->line;
	x->held_date = now->held_date;
	x->name = arena_str(im->in.rq->arena, now->name);
	im->in.full = im->in.full || !x->name;
	return x->name;
}

static void put(struct import *im, const Duban__Gathering *now, const Duban__Gathering *was)
{
	Duban__Project *p = project_get(im->in.rq->txn, im->in.scratch, now->project);

	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_GATHERING_PUT,
					    .now = now,
					    .was = was,
					    .project = now->project,
					    .project_unit = p ? p->unit : 0});
}

/* Updates the stored rows of a gathering to which this file gives another day or name. */
static void follow(struct import *im, const struct one *x)
{
	struct intake *in = &im->in;
	struct scan s = rows_of(im, x->id);

	while (!in->full && scan_next(&s)) {
		Duban__Gathering *was =
		    record_unpack(in->rq->txn, s.value, &duban__gathering__descriptor, in->scratch);
		Duban__Gathering now;

		if (!was)
			return;
		if (import_map_get(&im->seen,
				   arena_printf(in->scratch, "%s/%u", x->id, was->project)))
			continue;
		now = *was;
		now.held_date = x->held_date;
		now.name = (char *)(uintptr_t)x->name;
		if (now.held_date != was->held_date || strcmp(now.name, was->name) != 0)
			put(im, &now, was);
		arena_reset(in->scratch);
	}
}

static void after_gatherings(struct import *im)
{
	struct gatherings *g = of_import(im);

	for (size_t i = 0; g && i < g->n; i++)
		follow(im, &g->one[i]);
}

RECORD_KIND(GATHERINGS, .derive = derive_gathering, .check = check_gathering,
	    .after = after_gatherings);
