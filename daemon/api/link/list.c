/* Lists links of many chains: approvals (计划推进表), links due by a day, a unit's own links. */
#include <string.h>

#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Chains computed for one page. A page may therefore be short; `next` says where to continue. */
enum { CHAINS_MAX = 1000 };

struct link_listing {
	struct request *rq;
	const Duban__LinkListRequest *q;
	Duban__LinkListReply *b;
	uint32_t unit;
	char code[CODE_MAX + 1]; /* of `after` */
	uint32_t no;
	size_t bytes, chains;
};

static bool open_state(int state)
{
	return state == DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED ||
	       state == DUBAN__LINK_STATE__LINK_STATE_ACTIVE ||
	       state == DUBAN__LINK_STATE__LINK_STATE_SUSPENDED;
}

static bool wanted(struct link_listing *g, const Duban__Project *p, const struct chain *c, size_t i)
{
	const Duban__LinkListRequest *q = g->q;
	const struct schedule_link *pl = &c->schedule.link[i];
	const Duban__Link *l = c->link[i];

	if (q->class_ && l->class_ != q->class_)
		return false;
	if (q->open && !open_state(pl->state))
		return false;
	if (q->due_until_date &&
	    (pl->deadline == DATE_NONE || date_ymd(pl->deadline) > q->due_until_date))
		return false;
	if (g->unit && !unit_within(g->rq->txn, g->rq->arena, l->unit, g->unit) &&
	    !unit_within(g->rq->txn, g->rq->arena, l->service_unit, g->unit))
		return false;
	return strcmp(p->code, g->code) != 0 || l->no > g->no;
}

static int add(struct link_listing *g, const Duban__Project *p, const struct chain *c, size_t i)
{
	struct request *rq = g->rq;
	Duban__LinkListRow *row = REQUEST_NEW(rq, Duban__LinkListRow, duban__link_list_row__init);
	date_t due = c->schedule.link[i].deadline;
	int r = row ? row_chain_link(rq, c, i, &row->link) : -ENOMEM;

	if (r)
		return r;
	row->project = p->code;
	row->project_name = p->name;
	if (open_state(c->schedule.link[i].state) && due != DATE_NONE) {
		row->days_left = due > rq->today ? (uint32_t)(due - rq->today) : 0;
		row->days_late = due < rq->today ? (uint32_t)(rq->today - due) : 0;
	}
	g->bytes += duban__link_list_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, g->b->row, g->b->n_row, row);
}

static int list_chain(struct link_listing *g, const Duban__Project *p)
{
	struct chain c;
	int r = chain_load(g->rq->txn, g->rq->arena, p->num, g->q->year ? g->q->year : p->year, &c);

	if (r || !c.record)
		return r;
	g->chains++;
	r = chain_dates(g->rq, p, &c);
	for (size_t i = 0; i < c.n && !r && !*g->b->next; i++) {
		if (!wanted(g, p, &c, i))
			continue;
		r = add(g, p, &c, i);
		if (request_page_full(g->rq, g->bytes, VALUE_MAX))
			g->b->next = arena_printf(g->rq->arena, "%s/%u", p->code, c.link[i]->no);
	}
	if (!r && !*g->b->next && g->chains == CHAINS_MAX)
		g->b->next = arena_printf(g->rq->arena, "%s/%u", p->code, LINK_NO_MAX);
	return r || g->b->next ? r : -ENOMEM;
}

static int list_all(struct link_listing *g)
{
	struct request *rq = g->rq;
	struct key *from = *g->code ? key_text(KEY(), g->code) : KEY();
	struct scan s = scan_after(rq->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	Duban__Project *p = project_get(rq->txn, rq->arena, project_by_code(rq->txn, g->code));
	int r = p && g->no && scope_reads(rq, p) ? list_chain(g, p) : 0;

	while (!r && !*g->b->next && scan_next(&s)) {
		p = project_get(rq->txn, rq->arena,
				txn_get_u32(rq->txn, TABLE_project_code, s.key));
		if (!p)
			return -EBADMSG;
		/* A former code: the project is listed under its present code. */
		if (!bytes_equal(s.key, key_bytes(key_text(KEY(), p->code))))
			continue;
		if ((!*g->q->list || project_on_list(p, g->q->list)) && project_active(p) &&
		    scope_reads(rq, p))
			r = list_chain(g, p);
	}
	return r ? r : txn_error(rq->txn);
}

static int one_project(struct link_listing *g)
{
	Duban__Project *p;
	int r = request_project(g->rq, g->q->project, &p);

	return r ? r : list_chain(g, p);
}

/* Parses `after`: "CODE/NO". */
static int place(struct link_listing *g)
{
	const char *slash = strrchr(g->q->after, '/');
	size_t n = slash ? (size_t)(slash - g->q->after) : 0;

	if (!*g->q->after)
		return 0;
	if (!slash || n > CODE_MAX || sscanf(slash + 1, "%9u", &g->no) != 1)
		return request_refuse(g->rq, STATUS_INVALID, "page.bad_after", g->q->after, NULL);
	memcpy(g->code, g->q->after, n);
	return 0;
}

static int link_list(struct request *rq, const void *body)
{
	struct link_listing g = {.rq = rq, .q = body};
	int r = place(&g);

	if (!r && *g.q->unit)
		r = request_unit(rq, g.q->unit, &g.unit);
	if (r)
		return r;
	g.b = REQUEST_NEW(rq, Duban__LinkListReply, duban__link_list_reply__init);
	if (!g.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_LINK_LIST;
	rq->reply->link_list = g.b;
	return *g.q->project ? one_project(&g) : list_all(&g);
}
HANDLER(LINK_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = link_list, .simulated_only_for_local = true);
