/* `exemption show`: an exemption, the lamps that went out by it, and the open links that it covers.
 */
#include <errno.h>

#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "api/exemption/exemption.h"
#include "model/exemption/exemption.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct exemption_showing {
	struct request *rq;
	const Duban__Exemption *x;
	Duban__ExemptionShowReply *b;
	size_t bytes;
};

static int show_self(struct exemption_showing *s)
{
	const Duban__Exemption *x = s->x;
	Duban__ExemptionShowReply *b = s->b;
	struct request *rq = s->rq;
	const Duban__Project *p = project_get(rq->txn, rq->arena, x->project);

	b->id = x->id;
	b->kind = x->kind;
	b->unit = request_unit_id(rq, x->unit);
	b->unit_name = request_unit_name(rq, x->unit);
	b->list = x->list;
	if (p) {
		b->project = p->code;
		b->project_name = p->name;
	}
	b->year = x->link_year;
	b->link = x->link_no;
	b->from_date = x->from_date;
	b->until_date = x->until_date;
	b->granted_until_date = x->granted_until_date;
	b->rule = x->rule;
	b->n_rule = x->n_rule;
	b->reason = x->reason;
	b->document = x->document;
	if (x->approver)
		b->approver = x->approver->name;
	b->approver_unit = request_unit_id(rq, x->approver_unit);
	b->ended_date = x->ended_date;
	b->end_reason = x->end_reason;
	b->end_document = x->end_document;
	return txn_error(rq->txn);
}

static int add_warning(struct exemption_showing *s, const Duban__Warning *w,
		       const Duban__Project *p)
{
	Duban__WarningRow *row;
	int r = row_warning(s->rq, w, p, &row);

	if (!r)
		r = REQUEST_PUSH(s->rq, s->b->warning, s->b->n_warning, row);
	if (!r)
		s->bytes += duban__warning_row__get_packed_size(row) + 8;
	return r;
}

/* Those of a project; p NULL: of the city. */
static int show_warnings(struct exemption_showing *s, const Duban__Project *p)
{
	struct key *of = key_u32(key_u32(KEY(), s->x->num), p ? p->num : 0);
	struct scan scan = scan_start(s->rq->txn, TABLE_exemption_warning, key_bytes(of));
	int r = 0;

	while (!r && scan_next(&scan)) {
		struct key_reader k = {.rest = scan.key, .ok = true};
		Duban__Subject subject = DUBAN__SUBJECT__INIT;
		const Duban__Warning *w;
		uint32_t rule;

		(void)key_read_u32(&k);
		warning_key_read(k.rest, &subject, &rule);
		subject.kind = arena_str(s->rq->arena, subject.kind);
		if (!subject.kind)
			return -ENOMEM;
		w = warning_get(s->rq->txn, s->rq->arena, &subject, rule,
				warning_key_occurrence(k.rest));
		if (!w)
			return txn_error(s->rq->txn) ? txn_error(s->rq->txn) : -EBADMSG;
		if (p || scope_reads_of(s->rq, w->unit))
			r = add_warning(s, w, p);
	}
	return r ? r : txn_error(s->rq->txn);
}

/* ---- links */

static bool covers(struct exemption_showing *s, const Duban__Project *p, const Duban__Link *l)
{
	const Duban__Exemption *x = s->x;

	if (x->unit)
		return unit_within(s->rq->txn, s->rq->arena, p->unit, x->unit) ||
		       unit_within(s->rq->txn, s->rq->arena, l->unit, x->unit);
	return exempts_link(x, l->year, l->no);
}

static bool open_link(const struct schedule_link *l)
{
	return (l->state == LINK_STATE(NOT_STARTED) || l->state == LINK_STATE(ACTIVE) ||
		l->state == LINK_STATE(SUSPENDED)) &&
	       l->prerequisites_done;
}

static int add_link(struct exemption_showing *s, const Duban__Project *p, const struct chain *c,
		    size_t i)
{
	struct request *rq = s->rq;
	Duban__ExemptedLink *row = REQUEST_NEW(rq, Duban__ExemptedLink, duban__exempted_link__init);

	if (!row)
		return -ENOMEM;
	row->project = p->code;
	row->project_name = p->name;
	row->year = c->year;
	row->link = c->link[i]->no;
	row->link_name = c->link[i]->name;
	row->unit = request_unit_id(rq, c->link[i]->unit);
	row->unit_name = request_unit_name(rq, c->link[i]->unit);
	row->due_date = date_ymd(c->schedule.link[i].deadline);
	row->exempted_days = c->schedule.link[i].exempted;
	s->bytes += duban__exempted_link__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, s->b->stopped, s->b->n_stopped, row);
}

static int show_links(struct exemption_showing *s, const Duban__Project *p)
{
	struct chain c;
	int r = chain_load(s->rq->txn, s->rq->arena, p->num,
			   s->x->link_year ? s->x->link_year : p->year, &c);

	if (r || !c.record)
		return r;
	r = chain_dates(s->rq, p, &c);
	for (size_t i = 0; i < c.n && !r; i++)
		if (open_link(&c.schedule.link[i]) && covers(s, p, c.link[i]))
			r = add_link(s, p, &c, i);
	return r;
}

/* ---- the page */

static int show_project(struct exemption_showing *s, uint32_t num)
{
	const Duban__Project *p = project_get(s->rq->txn, s->rq->arena, num);
	int r;

	if (!p || !scope_reads(s->rq, p))
		return txn_error(s->rq->txn);
	r = show_warnings(s, p);
	return r || !project_active(p) ? r : show_links(s, p);
}

static int show_all(struct exemption_showing *s, uint32_t after)
{
	struct number_list all;
	size_t seen = 0;
	int r = exemption_projects(s->rq, s->x, &all);

	if (!r && !after)
		r = show_warnings(s, NULL);
	for (size_t i = 0; i < all.n && !r; i++) {
		if (all.num[i] <= after)
			continue;
		if (request_page_full(s->rq, s->bytes, VALUE_MAX) ||
		    seen++ == EXEMPTION_PAGE_PROJECTS) {
			s->b->next = after;
			return 0;
		}
		after = all.num[i];
		r = show_project(s, after);
	}
	return r;
}

static int decide(struct request *rq, const void *body)
{
	const Duban__ExemptionShowRequest *q = body;
	struct exemption_showing s = {.rq = rq};
	Duban__Exemption *x;
	int r = request_exemption(rq, q->exemption, &x);

	if (r)
		return r;
	s.x = x;
	s.b = REQUEST_NEW(rq, Duban__ExemptionShowReply, duban__exemption_show_reply__init);
	if (!s.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_EXEMPTION_SHOW;
	rq->reply->exemption_show = s.b;
	r = show_self(&s);
	return r ? r : show_all(&s, q->after);
}
HANDLER(EXEMPTION_SHOW, .kind = HANDLER_QUERY,
	.roles = ROLES_ALL & ~(ROLE_BIT(SECURITY) | ROLE_BIT(GATEWAY)), .decide = decide,
	.simulated_only_for_local = true);
