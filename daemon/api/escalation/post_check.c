/* `post check`: who cannot be told today of the lamps of projects, because a post has no holder, or
 * a person no number. A post is listed once, with the first project that misses it; whom projects
 * themselves name, with each. Only those count whom a project's ladder tells. */
#include "api/cell/map.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/counter.h"
#include "model/ladder/ladder.h"
#include "model/office/holder.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { PROJECTS_READ_MAX = 500 };

enum { RECIPIENTS_MAX = 64 };

struct post_checking {
	struct request *rq;
	struct arena *scratch;	/* for one project */
	struct arena *earlier;	/* for one of an earlier page */
	uint32_t unit, project; /* of the filter; 0: all */
	uint32_t after;		/* the last project of the page before; 0: none */
	Duban__PostCheckReply *b;
	struct import_map seen;
	bool city[RECIPIENTS_MAX]; /* recipients of the city that were looked for */
	size_t bytes;
};

/* ---- rows */

static int put_row(struct post_checking *x, Duban__Recipient to, const struct holder *h,
		   const Duban__Project *p)
{
	struct request *rq = x->rq;
	Duban__PostGapRow *row = REQUEST_NEW(rq, Duban__PostGapRow, duban__post_gap_row__init);
	const Duban__Person *person = person_get(rq->txn, x->scratch, h->person);

	if (!row)
		return -ENOMEM;
	row->recipient = to;
	row->gap = h->gap;
	row->unit = request_unit_id(rq, h->unit);
	row->unit_name = request_unit_name(rq, h->unit);
	row->project = arena_str(rq->arena, p->code);
	row->project_name = arena_str(rq->arena, p->name);
	row->name = arena_str(rq->arena, h->name);
	row->person = arena_str(rq->arena, person ? person->id : "");
	if (!row->project || !row->project_name || !row->name || !row->person)
		return -ENOMEM;
	x->bytes += duban__post_gap_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, x->b->row, x->b->n_row, row);
}

/* ---- which gaps are the same */

/* The same for every project. */
static bool is_citys(Duban__Recipient to)
{
	return to == RECIPIENT(SUPERVISION) || to == RECIPIENT(OFFICE) || to == RECIPIENT(MAYOR) ||
	       to == RECIPIENT(EXECUTIVE_MAYOR);
}

/* Whom the project itself names, not a post. */
static bool is_own(Duban__Recipient to, const struct holder *h)
{
	return to == RECIPIENT(RESPONSIBLE) || to == RECIPIENT(COUNTY_LEADER) ||
	       to == RECIPIENT(LINKED_LEADER) ||
	       (!h->unit && !is_citys(to) && h->gap != HOLDER_GAP(EMPTY));
}

static bool is_new(struct post_checking *x, Duban__Recipient to, const struct holder *h,
		   const Duban__Project *p)
{
	const char *key = arena_printf(x->rq->arena, "%d/%u/%u/%u/%s", (int)to, h->unit, h->person,
				       is_own(to, h) ? p->num : 0, h->name);
	bool fresh = false;

	return key && import_map_put(&x->seen, key, &fresh) && fresh;
}

static bool is_same(const struct holder *a, const struct holder *b)
{
	return a->gap && a->unit == b->unit && a->person == b->person &&
	       strcmp(a->name, b->name) == 0;
}

/* ---- projects and the recipients of their ladders */

static bool wanted(const struct post_checking *x, struct arena *a, const Duban__Project *p)
{
	struct request *rq = x->rq;

	if (!project_active(p) || (x->project && p->num != x->project))
		return false;
	if (x->unit && !unit_within(rq->txn, a, p->unit, x->unit))
		return false;
	return scope_reads(rq, p);
}

static int ladder_in_force(struct post_checking *x, struct arena *a, const Duban__Project *p,
			   struct ladder *ret)
{
	struct request *rq = x->rq;
	const Duban__Parameter *q =
	    parameter_in_force(rq->txn, a, p, parameter_def("escalation.ladder"));

	if (!q)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	return ladder_load(rq->txn, a, q->value, ret);
}

/* Who is asked for, each with what is missing. */
static int look_for(struct post_checking *x, struct arena *a, Duban__Recipient to,
		    const Duban__Project *p, struct holders *ret)
{
	struct request *rq = x->rq;
	struct holder_of ask = {.to = to, .day = date_ymd(rq->today), .project = p};
	int r = holders_of(rq->txn, a, &ask, ret);

	for (size_t i = 0; i < ret->n && !r; i++)
		if (!ret->holder[i].gap && !holder_has_number(rq->txn, a, ret->holder[i].person))
			ret->holder[i].gap = HOLDER_GAP(NUMBER);
	return r;
}

/* ---- what earlier pages told */

static bool asks(struct post_checking *x, const Duban__Project *p, Duban__Recipient to)
{
	struct ladder l;

	if (ladder_in_force(x, x->earlier, p, &l))
		return false;
	for (size_t i = 0; i < l.n; i++)
		for (size_t k = 0; k < l.step[i]->n_to; k++)
			if (l.step[i]->to[k] == to)
				return true;
	return false;
}

static bool tells(struct post_checking *x, uint32_t project, Duban__Recipient to,
		  const struct holder *h)
{
	const Duban__Project *p;
	struct holders all;

	arena_reset(x->earlier);
	p = project_get(x->rq->txn, x->earlier, project);
	if (!p || !wanted(x, x->earlier, p) || !asks(x, p, to) ||
	    look_for(x, x->earlier, to, p, &all))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (is_same(&all.holder[i], h))
			return true;
	return false;
}

static bool told_under(struct post_checking *x, uint32_t unit, Duban__Recipient to,
		       const struct holder *h)
{
	struct scan s = scan_start(x->rq->txn, TABLE_project_unit, key_bytes(key_u32(KEY(), unit)));

	while (scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		uint32_t project;

		(void)key_read_u32(&k);
		project = key_read_u32(&k);
		if (project > x->after)
			break;
		if (tells(x, project, to, h))
			return true;
	}
	return false;
}

/* A page knows nothing of those before it, so the first project that misses the post is looked for:
 * of a unit's post among the projects of the unit, of a county's among those of its units, and of
 * the city's the first one of all asks for it, as a rule. */
static bool told_before(struct post_checking *x, Duban__Recipient to, const struct holder *h,
			const Duban__Project *p)
{
	bool county = to == RECIPIENT(COUNTY_TEAM) || to == RECIPIENT(COUNTY_EXECUTIVE);
	struct unit_list units = {.unit = (uint32_t[]){h->unit}, .n = 1};

	if (!x->after || is_own(to, h))
		return false;
	if (is_citys(to) || !h->unit) {
		for (uint32_t num = 1; num <= x->after; num++)
			if (tells(x, num, to, h))
				return true;
		return false;
	}
	if (county && units_below(x->rq->txn, x->scratch,
				  holder_county(x->rq->txn, x->scratch, p->unit), &units))
		return false;
	for (size_t i = 0; i < units.n; i++)
		if (told_under(x, units.unit[i], to, h))
			return true;
	return false;
}

/* ---- the check */

static int check_recipient(struct post_checking *x, Duban__Recipient to, const Duban__Project *p)
{
	struct holders all;
	int r;

	assert((size_t)to < RECIPIENTS_MAX);
	if (x->city[to])
		return 0;
	x->city[to] = is_citys(to);
	r = look_for(x, x->scratch, to, p, &all);
	for (size_t i = 0; i < all.n && !r; i++) {
		const struct holder *h = &all.holder[i];

		if (h->gap && is_new(x, to, h, p) && !told_before(x, to, h, p))
			r = put_row(x, to, h, p);
	}
	return r;
}

static int check_project(struct post_checking *x, const Duban__Project *p)
{
	bool asked[RECIPIENTS_MAX] = {false};
	struct ladder l;
	int r = ladder_in_force(x, x->scratch, p, &l);

	for (size_t i = 0; i < l.n && !r; i++)
		for (size_t k = 0; k < l.step[i]->n_to && !r; k++) {
			Duban__Recipient to = l.step[i]->to[k];

			assert((size_t)to < RECIPIENTS_MAX);
			if (!asked[to])
				r = check_recipient(x, to, p);
			asked[to] = true;
		}
	return r;
}

static int check_projects(struct post_checking *x)
{
	struct request *rq = x->rq;
	uint32_t last = counter_last(rq->txn, "project"), read = 0;
	int r = 0;

	for (uint32_t num = x->project ? x->project : x->after + 1; num <= last && !r; num++) {
		const Duban__Project *p;

		arena_reset(x->scratch);
		p = project_get(rq->txn, x->scratch, num);
		if (p && wanted(x, x->scratch, p))
			r = check_project(x, p);
		if (x->project)
			break;
		if (num < last &&
		    (++read == PROJECTS_READ_MAX || request_page_full(rq, x->bytes, VALUE_MAX))) {
			x->b->next = num;
			break;
		}
	}
	return r ? r : txn_error(rq->txn);
}

static int post_check(struct request *rq, const void *body)
{
	const Duban__PostCheckRequest *q = body;
	_cleanup_(arena_freep) struct arena *scratch = NULL, *earlier = NULL;
	struct post_checking x = {.rq = rq, .seen = {.arena = rq->arena}};
	Duban__Project *p;
	int r = *q->unit ? request_unit(rq, q->unit, &x.unit) : 0;

	if (!r && *q->project) {
		r = request_project(rq, q->project, &p);
		if (!r)
			x.project = p->num;
	}
	if (!r)
		r = arena_new(&scratch, WIRE_ARENA_MAX);
	if (!r)
		r = arena_new(&earlier, WIRE_ARENA_MAX);
	if (r)
		return r;
	x.scratch = scratch;
	x.earlier = earlier;
	x.after = x.project ? 0 : q->after;
	x.b = REQUEST_NEW(rq, Duban__PostCheckReply, duban__post_check_reply__init);
	if (!x.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_POST_CHECK;
	rq->reply->post_check = x.b;
	return check_projects(&x);
}
HANDLER(POST_CHECK, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = post_check, .simulated_only_for_local = true);
