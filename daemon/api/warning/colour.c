/* `unit colour`: the colour of units, leaders or departments: the worst of their lamps, and how
 * many. A lamp counts for its unit and for all units above; of followers of a late link only the
 * root counts. One pass over what is lit; a unit's own pass takes the projects of its subtree. */
#include "api/warning/colour.h"

#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "api/todo/walk.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Lamps read for one page; a page ends with a project, so that none is counted by two. */
enum { COLOUR_SCAN_MAX = 20000, COLOUR_GROUPS_MAX = 500 }; /* about one page */

bool colour_counts(const Duban__Warning *w)
{
	return !w->root && (w->level == LEVEL(YELLOW) || w->level == LEVEL(RED));
}

void colour_add(struct unit_colour *io, const Duban__Warning *w)
{
	bool red = w->level == LEVEL(RED);

	if (w->level > io->level)
		io->level = w->level;
	*(red ? &io->red : &io->yellow) += 1;
	if (w->subject->project && io->counted != w->subject->project) {
		io->counted = w->subject->project;
		io->projects++;
	}
}

static bool in_subtree(struct request *rq, struct arena *a, uint32_t unit, uint32_t top)
{
	return unit && unit_within(rq->txn, a, unit, top);
}

/* The lamps of one project that are the subtree's. */
static int add_project(struct request *rq, struct arena *a, uint32_t num, uint32_t top,
		       struct unit_colour *io)
{
	struct scan s = scan_start(rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), num)));
	const Duban__Project *p = NULL;

	while (scan_next(&s)) {
		const Duban__Warning *w = warning_of_open(rq->txn, a, s.key);

		p = p ? p : project_get(rq->txn, a, num);
		if (w && p && colour_counts(w) && in_subtree(rq, a, w->unit, top) &&
		    scope_reads(rq, p))
			colour_add(io, w);
	}
	return txn_error(rq->txn);
}

int colour_of_unit(struct request *rq, uint32_t unit, struct unit_colour *ret)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	uint32_t *num;
	size_t n;
	int r = projects_of_units(rq, unit, &num, &n);

	*ret = (struct unit_colour){.level = 0};
	if (!r)
		r = arena_new(&a, WIRE_ARENA_MAX);
	for (size_t i = 0; i < n && !r; i++) {
		arena_reset(a);
		r = add_project(rq, a, num[i], unit, ret);
	}
	return r;
}

/* ---- the query */

struct colours {
	struct request *rq;
	const Duban__UnitColourRequest *q;
	struct arena *scratch; /* for one project */
	uint32_t top;
	const Duban__Project *project; /* of the lamp before */
	uint32_t project_num;
	struct import_map place; /* key -> index + 1 */
	struct colour_group {
		const char *unit, *name;
		struct unit_colour colour;
	} * group;
	size_t n;
};

static int add(struct colours *x, const char *unit, const char *name, const Duban__Warning *w)
{
	const char *key = *unit ? unit : name;
	uint32_t *place = import_map_put(&x->place, arena_str(x->rq->arena, key), NULL);

	if (!place)
		return -ENOMEM;
	if (!*place) {
		struct colour_group one = {
		    arena_str(x->rq->arena, unit), arena_str(x->rq->arena, name), {.level = 0}};

		if (!one.unit || !one.name || REQUEST_PUSH(x->rq, x->group, x->n, one))
			return -ENOMEM;
		*place = (uint32_t)x->n;
	}
	colour_add(&x->group[*place - 1].colour, w);
	return 0;
}

/* For the unit and each one above it, within what is asked for. */
static int add_units(struct colours *x, uint32_t unit, const Duban__Warning *w)
{
	int r = 0;

	while (unit && !r && in_subtree(x->rq, x->scratch, unit, x->top)) {
		const Duban__Unit *u = unit_get(x->rq->txn, x->scratch, unit);

		if (!u)
			return txn_error(x->rq->txn) ? txn_error(x->rq->txn) : -EBADMSG;
		r = add(x, u->id, u->name, w);
		unit = u->parent;
	}
	return r;
}

static int add_leader(struct colours *x, const Duban__Warning *w)
{
	struct subject_about about;

	if (!in_subtree(x->rq, x->scratch, w->unit, x->top) && x->top)
		return 0;
	if (!row_subject(x->rq, w->subject, x->project, &about) || !*about.leader)
		return 0;
	return add(x, "", about.leader, w);
}

static int count(struct colours *x, const Duban__Warning *w)
{
	switch (x->q->by) {
	case DUBAN__COLOUR_BY__COLOUR_BY_LEADER:
		return add_leader(x, w);
	case DUBAN__COLOUR_BY__COLOUR_BY_DEPARTMENT:
		return add_units(x, x->project ? x->project->sector : 0, w);
	default:
		return add_units(x, w->unit, w);
	}
}

/* May the caller see it? Sets the project of the lamp. */
static bool seen(struct colours *x, const Duban__Warning *w)
{
	uint32_t num = w->subject->project;

	if (!num) {
		x->project = NULL;
		x->project_num = 0;
		return scope_reads_of(x->rq, w->unit);
	}
	if (num != x->project_num) {
		x->project_num = num;
		x->project = project_get(x->rq->txn, x->scratch, num);
		if (x->project && !scope_reads(x->rq, x->project))
			x->project = NULL;
	}
	return x->project;
}

static int look_at(struct colours *x, struct bytes key)
{
	const Duban__Warning *w = warning_of_open(x->rq->txn, x->scratch, key);

	if (!w)
		return txn_error(x->rq->txn) ? txn_error(x->rq->txn) : -EBADMSG;
	return colour_counts(w) && seen(x, w) ? count(x, w) : 0;
}

/* The project of a key of warning_open; of the city 0. */
static uint32_t project_of(struct bytes key)
{
	struct key_reader k = {.rest = key, .ok = true};

	return key_read_u32(&k);
}

static int walk(struct colours *x, Duban__UnitColourReply *b)
{
	struct scan s = scan_after(x->rq->txn, TABLE_warning_open, BYTES("", 0),
				   BYTES(x->q->after.data, x->q->after.len));
	struct bytes last = BYTES("", 0);
	uint32_t project = 0;
	size_t scanned = 0;
	int r = 0;

	while (!r && scan_next(&s)) {
		if (project_of(s.key) != project) {
			if (last.size) {
				b->next = (ProtobufCBinaryData){last.size,
								(uint8_t *)(uintptr_t)last.data};
				break;
			}
			project = project_of(s.key);
			arena_reset(x->scratch);
			x->project_num = 0;
		}
		r = look_at(x, s.key);
		if (++scanned >= COLOUR_SCAN_MAX || x->n >= COLOUR_GROUPS_MAX)
			last = BYTES(arena_dup(x->rq->arena, s.key.data, s.key.size), s.key.size);
	}
	return r ? r : txn_error(x->rq->txn);
}

static int put_all(struct colours *x, Duban__UnitColourReply *b)
{
	int r = 0;

	for (size_t i = 0; i < x->n && !r; i++) {
		const struct colour_group *g = &x->group[i];
		Duban__UnitColour *row =
		    REQUEST_NEW(x->rq, Duban__UnitColour, duban__unit_colour__init);

		if (!row)
			return -ENOMEM;
		row->unit = (char *)(uintptr_t)g->unit;
		row->name = (char *)(uintptr_t)g->name;
		row->level = g->colour.level;
		row->red = g->colour.red;
		row->yellow = g->colour.yellow;
		row->projects = g->colour.projects;
		r = REQUEST_PUSH(x->rq, b->colour, b->n_colour, row);
	}
	return r;
}

static int decide(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct colours x = {.rq = rq, .q = body, .place = {.arena = rq->arena}};
	Duban__UnitColourReply *b =
	    REQUEST_NEW(rq, Duban__UnitColourReply, duban__unit_colour_reply__init);
	int r = b ? 0 : -ENOMEM;

	if (!r && x.q->after.len > KEY_MAX)
		r = request_refuse(rq, STATUS_INVALID, "page.bad_token", NULL);
	if (!r && *x.q->unit)
		r = request_unit(rq, x.q->unit, &x.top);
	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.scratch = scratch;
	rq->reply->body_case = DUBAN__REPLY__BODY_UNIT_COLOUR;
	rq->reply->unit_colour = b;
	r = walk(&x, b);
	return r ? r : put_all(&x, b);
}
HANDLER(UNIT_COLOUR, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = decide, .simulated_only_for_local = true);
