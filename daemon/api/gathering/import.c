/* 集中开工, a row a project that takes part. The day and the name are the gathering's: what
 * one row says holds for all its rows, those of the store as well. */
#include <string.h>

#include "api/core/request.h"
#include "api/project/import_papers.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/record.h"
#include "model/gathering/gathering.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/scan.h"

enum {
	GATHERING_ID,
	GATHERING_PROJECT,
	GATHERING_HELD,
	GATHERING_NAME,
	GATHERING_VENUE,
	GATHERING_PLACE,
	GATHERING_LEADER
};
static const struct import_column gathering_columns[] = {
    {"id", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},	    {"project", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"held", DUBAN__SHEET_TYPE__SHEET_TYPE_DATE},   {"name", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"venue", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},  {"place", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"leader", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT}, {NULL, 0},
};

static const struct cell_word venue_word[] = {
    {"主会场", DUBAN__VENUE_KIND__VENUE_KIND_MAIN},
    {"分会场", DUBAN__VENUE_KIND__VENUE_KIND_BRANCH},
};
static const struct cell_words venue_words = {
    .names = &duban__venue_kind__descriptor,
    .code = "gathering.unknown_venue",
    .word = venue_word,
    .n = sizeof venue_word / sizeof *venue_word,
};

/* A gathering as this file has it. */
struct one {
	const char *id, *name;
	uint32_t held_date;
	uint32_t held_line, name_line; /* that said so; 0: the store */
};

struct gatherings {
	struct import *im;
	struct import_map seen, id; /* id/project; id -> place in `one` */
	struct one *one;
	size_t n;
};

/* What the store says of it, by any of its rows. */
static void of_store(struct gatherings *g, struct one *x)
{
	struct intake *in = &g->im->in;
	struct scan s = scan_start(in->rq->txn, TABLE_gathering, key_bytes(key_text(KEY(), x->id)));
	Duban__Gathering *row;

	if (!scan_next(&s))
		return;
	row = record_unpack(in->rq->txn, s.value, &duban__gathering__descriptor, in->rq->arena);
	if (!row)
		return;
	x->name = row->name;
	x->held_date = row->held_date;
}

static struct one *one_of(struct gatherings *g, const char *id)
{
	struct arena *a = g->im->in.rq->arena;
	bool fresh = false;
	const char *copy = arena_str(a, id);
	uint32_t *place = copy ? import_map_put(&g->id, copy, &fresh) : NULL;

	if (place && fresh) {
		*place = (uint32_t)g->n;
		g->one = arena_grow(a, g->one, g->n, sizeof *g->one);
		if (g->one) {
			g->one[g->n] = (struct one){.id = copy, .name = ""};
			of_store(g, &g->one[g->n++]);
		}
	}
	if (!place || !g->one) {
		g->im->in.full = true;
		return NULL;
	}
	return &g->one[*place];
}

/* The first row that says it settles it; a later one may not say otherwise. */
static bool read_shared(struct gatherings *g, struct one *x)
{
	struct import *im = g->im;
	struct cell held = import_cell(im, GATHERING_HELD), name = import_cell(im, GATHERING_NAME);
	uint32_t day = x->held_date;
	char *said = (char *)(uintptr_t)x->name;

	if (!cell_needed(&held, !x->held_date) | !cell_needed(&name, !*x->name) |
	    !cell_date(&held, &day) | !cell_text(&name, NAME_MAX_BYTES, &said))
		return false;
	if (x->held_line && day != x->held_date)
		return cell_refuse(&held, "gathering.two_dates",
				   arena_printf(im->in.scratch, "%u", x->held_line));
	if (x->name_line && strcmp(said, x->name) != 0)
		return cell_refuse(&name, "gathering.two_names",
				   arena_printf(im->in.scratch, "%u", x->name_line));
	if (!cell_empty(&held))
		x->held_line = im->row->line;
	if (!cell_empty(&name))
		x->name_line = im->row->line;
	x->held_date = day;
	x->name = arena_str(im->in.rq->arena, said);
	im->in.full = im->in.full || !x->name;
	return x->name;
}

static void put(struct gatherings *g, const Duban__Gathering *now, const Duban__Gathering *was,
		uint32_t line)
{
	struct request *rq = g->im->in.rq;
	Duban__Project *p = project_get(rq->txn, g->im->in.scratch, now->project);

	import_put(g->im, &(struct import_put){.body = DUBAN__EVENT__BODY_GATHERING_PUT,
					       .now = now,
					       .was = was,
					       .line = line,
					       .project = now->project,
					       .project_unit = p ? p->unit : 0});
}

static void read_gathering(struct gatherings *g)
{
	struct import *im = g->im;
	struct cell id = import_cell(im, GATHERING_ID);
	struct cell project = import_cell(im, GATHERING_PROJECT);
	struct cell venue = import_cell(im, GATHERING_VENUE);
	struct cell place = import_cell(im, GATHERING_PLACE);
	struct cell leader = import_cell(im, GATHERING_LEADER);
	Duban__Gathering now = DUBAN__GATHERING__INIT, *was;
	const char *key = "";
	const Duban__Project *p;
	struct one *x;
	int kind;

	if (!cell_required(&id) || !cell_key(&id, ID_MAX, "-_", &key) ||
	    !(p = life_project(&project)) ||
	    !import_key(im, &g->seen, &project,
			arena_printf(im->in.rq->arena, "%s/%u", key, p->num)) ||
	    !(x = one_of(g, key)))
		return;
	was = gathering_get(im->in.rq->txn, im->in.scratch, key, p->num);
	if (was)
		now = *was;
	kind = now.venue ? (int)now.venue : DUBAN__VENUE_KIND__VENUE_KIND_MAIN;
	if (!read_shared(g, x) | !cell_enum(&venue, &venue_words, &kind) |
	    !cell_text(&place, NAME_MAX_BYTES, &now.place) | !cell_who(&leader, &now.leader))
		return;
	now.id = (char *)(uintptr_t)key;
	now.project = p->num;
	now.venue = (Duban__VenueKind)kind;
	now.held_date = x->held_date;
	now.name = (char *)(uintptr_t)x->name;
	put(g, &now, was, im->row->line);
}

/* The store's rows of a gathering that this file gave another day or name. */
static void follow(struct gatherings *g, const struct one *x)
{
	struct intake *in = &g->im->in;
	struct scan s = scan_start(in->rq->txn, TABLE_gathering, key_bytes(key_text(KEY(), x->id)));

	while (!in->full && scan_next(&s)) {
		Duban__Gathering *was =
		    record_unpack(in->rq->txn, s.value, &duban__gathering__descriptor, in->scratch);
		Duban__Gathering now;

		if (!was)
			return;
		if (import_map_get(&g->seen,
				   arena_printf(in->scratch, "%s/%u", x->id, was->project)))
			continue;
		now = *was;
		now.held_date = x->held_date;
		now.name = (char *)(uintptr_t)x->name;
		if (now.held_date != was->held_date || strcmp(now.name, was->name) != 0)
			put(g, &now, was, 0);
		arena_reset(in->scratch);
	}
}

static int read_gatherings(struct import *im)
{
	struct import_map map = {.arena = im->in.rq->arena};
	struct gatherings g = {.im = im, .seen = map, .id = map};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_gathering(&g);
		arena_reset(im->in.scratch);
	}
	for (size_t i = 0; i < g.n; i++)
		follow(&g, &g.one[i]);
	return 0;
}

static void write_gathering(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Gathering *x = out_record(s, value, &duban__gathering__descriptor);

	(void)key;
	if (!x || !out_project(s, x->project, x->held_date / 10000))
		return;
	out_row(s);
	out_text(s, GATHERING_ID, x->id);
	out_code(s, GATHERING_PROJECT, x->project);
	out_date(s, GATHERING_HELD, x->held_date);
	out_text(s, GATHERING_NAME, x->name);
	out_enum(s, GATHERING_VENUE, &duban__venue_kind__descriptor, (int)x->venue);
	out_text(s, GATHERING_PLACE, x->place);
	out_who(s, GATHERING_LEADER, x->leader);
}

IMPORT_KIND(gatherings, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_GATHERINGS,
	    .column = gathering_columns, .n_key = 2, .roles = IMPORT_BY_OFFICE,
	    .read = read_gatherings, .table = TABLE_gathering, .write = write_gathering);
