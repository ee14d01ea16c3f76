/* `post check`: who cannot be told today of the lamps of projects, because a post has no holder, or
 * a person no number. A post is listed once a page, with the first project that misses it; whom
 * projects themselves name, with each. Only those count whom a project's ladder tells. */
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
#include "store/db/txn.h"

enum { PROJECTS_READ_MAX = 500 };

enum { RECIPIENTS_MAX = 64 };

struct post_checking {
	struct request *rq;
	struct arena *scratch;	/* for one project */
	uint32_t unit, project; /* of the filter; 0: all */
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

static bool is_new(struct post_checking *x, Duban__Recipient to, const struct holder *h, bool own,
		   const Duban__Project *p)
{
	const char *key = arena_printf(x->rq->arena, "%d/%u/%u/%u/%s", (int)to, h->unit, h->person,
				       own ? p->num : 0, h->name);
	bool fresh = false;

	return key && import_map_put(&x->seen, key, &fresh) && fresh;
}

/* Whom the project itself names, not a post. */
static bool is_own(Duban__Recipient to)
{
	return to == RECIPIENT(RESPONSIBLE) || to == RECIPIENT(COUNTY_LEADER) ||
	       to == RECIPIENT(LINKED_LEADER);
}

/* The same for every project. */
static bool is_citys(Duban__Recipient to)
{
	return to == RECIPIENT(SUPERVISION) || to == RECIPIENT(OFFICE) || to == RECIPIENT(MAYOR) ||
	       to == RECIPIENT(EXECUTIVE_MAYOR);
}

static int check_recipient(struct post_checking *x, Duban__Recipient to, const Duban__Project *p)
{
	struct request *rq = x->rq;
	struct holder_of ask = {.to = to, .day = date_ymd(rq->today), .project = p};
	struct holders all;
	int r;

	assert((size_t)to < RECIPIENTS_MAX);
	if (x->city[to])
		return 0;
	x->city[to] = is_citys(to);
	r = holders_of(rq->txn, x->scratch, &ask, &all);
	for (size_t i = 0; i < all.n && !r; i++) {
		struct holder *h = &all.holder[i];

		if (!h->gap && !holder_has_number(rq->txn, x->scratch, h->person))
			h->gap = HOLDER_GAP(NUMBER);
		if (h->gap && is_new(x, to, h, is_own(to), p))
			r = put_row(x, to, h, p);
	}
	return r;
}

/* ---- the recipients of a project's ladder */

static int ladder_in_force(struct post_checking *x, const Duban__Project *p, struct ladder *ret)
{
	struct request *rq = x->rq;
	const Duban__Parameter *q =
	    parameter_in_force(rq->txn, x->scratch, p, parameter_def("escalation.ladder"));

	if (!q)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
	return ladder_load(rq->txn, x->scratch, q->value, ret);
}

static int check_project(struct post_checking *x, const Duban__Project *p)
{
	bool asked[RECIPIENTS_MAX] = {false};
	struct ladder l;
	int r = ladder_in_force(x, p, &l);

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

static bool wanted(const struct post_checking *x, const Duban__Project *p)
{
	struct request *rq = x->rq;

	if (!project_active(p) || (x->project && p->num != x->project))
		return false;
	if (x->unit && !unit_within(rq->txn, x->scratch, p->unit, x->unit))
		return false;
	return scope_reads(rq, p);
}

static int check_projects(struct post_checking *x, uint32_t after)
{
	struct request *rq = x->rq;
	uint32_t last = counter_last(rq->txn, "project"), read = 0;
	int r = 0;

	for (uint32_t num = x->project ? x->project : after + 1; num <= last && !r; num++) {
		const Duban__Project *p;

		arena_reset(x->scratch);
		p = project_get(rq->txn, x->scratch, num);
		if (p && wanted(x, p))
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
	_cleanup_(arena_freep) struct arena *scratch = NULL;
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
	if (r)
		return r;
	x.scratch = scratch;
	x.b = REQUEST_NEW(rq, Duban__PostCheckReply, duban__post_check_reply__init);
	if (!x.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_POST_CHECK;
	rq->reply->post_check = x.b;
	return check_projects(&x, q->after);
}
HANDLER(POST_CHECK, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = post_check, .simulated_only_for_local = true);
