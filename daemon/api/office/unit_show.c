/* `unit show`: one unit with its parent, the holders of its posts on a day, its groups, targets and
 * number of projects. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/plan/import_targets.h"
#include "api/warning/colour.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { POSTS_SHOWN = 200, GROUPS_SHOWN = 50 };

struct showing {
	struct request *rq;
	Duban__UnitShowReply *reply;
	uint32_t unit, day;
};

/* Several holders of a post are joined; most posts have at most one. */
static int name_holder(struct showing *x, const Duban__Post *p, char *name)
{
	Duban__UnitShowReply *b = x->reply;

	switch (p->kind) {
	case DUBAN__POST_KIND__POST_KIND_HEAD:
		return REQUEST_PUSH(x->rq, b->chief, b->n_chief, name);
	case DUBAN__POST_KIND__POST_KIND_DEPUTY:
		return REQUEST_PUSH(x->rq, b->deputy, b->n_deputy, name);
	case DUBAN__POST_KIND__POST_KIND_STAFF:
		return REQUEST_PUSH(x->rq, b->staff, b->n_staff, name);
	case DUBAN__POST_KIND__POST_KIND_REPORTER:
		return REQUEST_PUSH(x->rq, b->reporter, b->n_reporter, name);
	default:
		return 0;
	}
}

static int show_post(struct showing *x, const Duban__Post *p)
{
	Duban__Person *who = person_get(x->rq->txn, x->rq->arena, p->person);
	Duban__UnitPost *row = REQUEST_NEW(x->rq, Duban__UnitPost, duban__unit_post__init);

	if (!row || !who)
		return row ? -EBADMSG : -ENOMEM;
	row->kind = p->kind;
	row->title = arena_str(x->rq->arena, p->title);
	row->person = who->id;
	row->person_name = who->name;
	row->from_date = p->from_date;
	row->until_date = p->until_date;
	if (!row->title || REQUEST_PUSH(x->rq, x->reply->post, x->reply->n_post, row))
		return -ENOMEM;
	return name_holder(x, p, who->name);
}

/* Sorts by the kind of post, so that heads come first. */
static void sort_posts(Duban__UnitShowReply *b)
{
	for (size_t i = 1; i < b->n_post; i++)
		for (size_t k = i; k > 0 && b->post[k]->kind < b->post[k - 1]->kind; k--) {
			Duban__UnitPost *p = b->post[k];

			b->post[k] = b->post[k - 1];
			b->post[k - 1] = p;
		}
}

static int show_posts(struct showing *x, struct arena *scratch)
{
	struct scan s = scan_start(x->rq->txn, TABLE_post, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s) && x->reply->n_post < POSTS_SHOWN) {
		Duban__Post *p =
		    record_unpack(x->rq->txn, s.value, &duban__post__descriptor, scratch);

		if (!p)
			return txn_error(x->rq->txn);
		if (p->unit == x->unit && held_on(p->from_date, p->until_date, x->day))
			r = show_post(x, p);
		arena_reset(scratch);
	}
	sort_posts(x->reply);
	return r ? r : txn_error(x->rq->txn);
}

static bool sends(const struct showing *x, const Duban__Group *g)
{
	for (size_t i = 0; i < g->n_member; i++)
		if (g->member[i]->unit == x->unit &&
		    held_on(g->member[i]->from_date, g->member[i]->until_date, x->day))
			return true;
	return false;
}

static int show_groups(struct showing *x, struct arena *scratch)
{
	struct scan s = scan_start(x->rq->txn, TABLE_group, BYTES("", 0));
	int r = 0;

	while (!r && scan_next(&s) && x->reply->n_group < GROUPS_SHOWN) {
		Duban__Group *g =
		    record_unpack(x->rq->txn, s.value, &duban__group__descriptor, scratch);

		if (!g)
			return txn_error(x->rq->txn);
		if (sends(x, g)) {
			char *name = arena_str(x->rq->arena, g->name);

			r = name ? REQUEST_PUSH(x->rq, x->reply->group, x->reply->n_group, name)
				 : -ENOMEM;
		}
		arena_reset(scratch);
	}
	return r ? r : txn_error(x->rq->txn);
}

static int count_projects(struct showing *x, struct arena *scratch)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, scratch);

		if (!p)
			return txn_error(rq->txn);
		if (project_active(p) && scope_reads(rq, p)) {
			x->reply->projects += p->unit == x->unit;
			x->reply->projects_below += unit_within(rq->txn, scratch, p->unit, x->unit);
			x->reply->projects_sector += p->sector == x->unit;
		}
		arena_reset(scratch);
	}
	return txn_error(rq->txn);
}

static int count_units(struct showing *x, struct arena *scratch)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_unit, BYTES("", 0));

	while (scan_next(&s)) {
		Duban__Unit *u = record_unpack(rq->txn, s.value, &duban__unit__descriptor, scratch);

		if (!u)
			return txn_error(rq->txn);
		x->reply->units_below +=
		    u->num != x->unit && unit_within(rq->txn, scratch, u->num, x->unit);
		arena_reset(scratch);
	}
	return txn_error(rq->txn);
}

static int show_target(struct showing *x, const Duban__Target *g)
{
	struct arena *a = x->rq->arena;
	Duban__UnitTarget *row = REQUEST_NEW(x->rq, Duban__UnitTarget, duban__unit_target__init);
	int r = 0;

	if (!row)
		return -ENOMEM;
	row->year = g->year;
	row->indicator = g->indicator;
	row->kind = g->kind;
	row->source = g->source;
	row->value = target_figure_text(a, g->kind, g->value);
	if (g->has_previous)
		row->previous = target_figure_text(a, g->kind, g->previous);
	if (!row->value || !row->previous)
		return -ENOMEM;
	for (size_t i = 0; i < g->n_quarter && !r; i++) {
		char *step = target_figure_text(a, g->kind, g->quarter[i]);

		r = step ? REQUEST_PUSH(x->rq, row->quarters, row->n_quarters, step) : -ENOMEM;
	}
	return r ? r : REQUEST_PUSH(x->rq, x->reply->target, x->reply->n_target, row);
}

/* The targets of the day's year and of later years, of a unit of the caller's. */
static int show_targets(struct showing *x)
{
	struct request *rq = x->rq;
	struct scan s = scan_start(rq->txn, TABLE_target, key_bytes(key_u32(KEY(), x->unit)));
	int r = 0;

	while (!r && scope_reads_of(rq, x->unit) && scan_next(&s)) {
		Duban__Target *g =
		    record_unpack(rq->txn, s.value, &duban__target__descriptor, rq->arena);

		if (!g)
			return txn_error(rq->txn);
		if (g->year >= x->day / 10000)
			r = show_target(x, g);
	}
	return r ? r : txn_error(rq->txn);
}

static int show_self(struct showing *x)
{
	struct request *rq = x->rq;
	Duban__Unit *u = unit_get(rq->txn, rq->arena, x->unit);
	Duban__UnitShowReply *b = x->reply;

	if (!u)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	b->id = u->id;
	b->name = u->name;
	b->kind = u->kind;
	b->parent = request_unit_id(rq, u->parent);
	b->parent_name = request_unit_name(rq, u->parent);
	b->gb_code = u->gb_code;
	b->section = u->section;
	b->on_date = x->day;
	return 0;
}

static int show_colour(struct showing *x)
{
	struct unit_colour c;
	int r = colour_of_unit(x->rq, x->unit, &c);

	x->reply->level = c.level;
	x->reply->red = c.red;
	x->reply->yellow = c.yellow;
	x->reply->projects_lit = c.projects;
	return r;
}

/* Every role may see a unit; only projects that the caller may read are counted. */
static int unit_show(struct request *rq, const void *body)
{
	const Duban__UnitShowRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL;
	struct showing x = {.rq = rq, .day = q->at_date ? q->at_date : date_ymd(rq->today)};
	int r = request_text(rq, "unit", q->unit, NAME_MAX_BYTES, true);

	if (!r)
		r = request_unit(rq, q->unit, &x.unit);
	if (!r && date_from_ymd(x.day) == DATE_NONE)
		r = request_refuse(rq, STATUS_INVALID, "date.impossible",
				   arena_printf(rq->arena, "%u", x.day), NULL);
	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.reply = REQUEST_NEW(rq, Duban__UnitShowReply, duban__unit_show_reply__init);
	if (!x.reply)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_UNIT_SHOW;
	rq->reply->unit_show = x.reply;
	r = show_self(&x);
	if (!r)
		r = show_posts(&x, scratch);
	if (!r)
		r = show_groups(&x, scratch);
	if (!r)
		r = count_units(&x, scratch);
	if (!r)
		r = count_projects(&x, scratch);
	if (!r)
		r = show_colour(&x);
	return r ? r : show_targets(&x);
}
HANDLER(UNIT_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = unit_show);
