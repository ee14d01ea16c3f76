/* `supervision show`, `supervision finding`. */
#include "api/supervision/supervision.h"

#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/named.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/order/issue.h"
#include "api/order/target.h"
#include "api/problem/act.h"
#include "model/core/record.h"
#include "model/office/group.h"
#include "model/order/order.h"
#include "model/problem/problem.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { FINDINGS_MAX = 999, REVISITS_MAX = 100 /* that are told of one visit */ };

Duban__Supervision *supervision_get(struct txn *t, struct arena *a, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return NULL;
	return record_get(t, TABLE_supervision, key_bytes(key_text(KEY(), id)),
			  &duban__supervision__descriptor, a);
}

static bool reads_project(struct request *rq, uint32_t num)
{
	const Duban__Project *p = project_get(rq->txn, rq->arena, num);

	return p && scope_reads(rq, p);
}

bool supervision_reads(struct request *rq, const Duban__Supervision *v)
{
	bool reads = scope_reads_of(rq, 0);

	for (size_t i = 0; i < v->n_project && !reads; i++)
		reads = reads_project(rq, v->project[i]);
	return reads;
}

bool finding_reads(struct request *rq, const Duban__Finding *f)
{
	return scope_reads_of(rq, 0) || (f->project && reads_project(rq, f->project));
}

int findings_load(struct txn *t, struct arena *a, const char *supervision, struct findings *ret)
{
	struct scan s = scan_start(t, TABLE_finding, key_bytes(key_text(KEY(), supervision)));

	*ret = (struct findings){.n = 0};
	while (scan_next(&s)) {
		ret->finding = arena_grow(a, ret->finding, ret->n, sizeof *ret->finding);
		if (!ret->finding)
			return -ENOMEM;
		ret->finding[ret->n] = record_unpack(t, s.value, &duban__finding__descriptor, a);
		if (!ret->finding[ret->n])
			break;
		ret->n++;
	}
	return txn_error(t);
}

int supervision_find(struct request *rq, const char *id, Duban__Supervision **ret)
{
	*ret = supervision_get(rq->txn, rq->arena, id);
	if (*ret && supervision_reads(rq, *ret))
		return 0;
	rq->hidden = *ret != NULL;
	return request_refuse(rq, STATUS_NOT_FOUND, "supervision.unknown", id, NULL);
}

/* ---- show */

static int add_finding(struct request *rq, const Duban__Finding *f, Duban__SupervisionShowReply *b,
		       size_t *bytes)
{
	Duban__FindingRow *row = REQUEST_NEW(rq, Duban__FindingRow, duban__finding_row__init);
	const Duban__Project *p = project_get(rq->txn, rq->arena, f->project);
	const Duban__Order *o = order_get(rq->txn, rq->arena, f->order);
	const Duban__ProblemCase *problem = problem_get(rq->txn, rq->arena, f->problem);

	if (!row)
		return -ENOMEM;
	row->no = f->no;
	row->text = f->text;
	if (problem && problem_read(rq, problem, p))
		row->problem = problem->id;
	if (p)
		row->project = p->code;
	if (o && order_reads(rq, o, project_get(rq->txn, rq->arena, o->project))) {
		row->order = o->number;
		row->state = o->state;
	}
	*bytes += duban__finding_row__get_packed_size(row);
	return REQUEST_PUSH(rq, b->finding, b->n_finding, row);
}

/* As many as fit; `finding list` is paged. */
static int add_findings(struct request *rq, Duban__SupervisionShowReply *b)
{
	size_t bytes = duban__supervision_show_reply__get_packed_size(b);
	struct findings all;
	int r = findings_load(rq->txn, rq->arena, b->supervision->id, &all);

	for (size_t i = 0; i < all.n && !r && !request_page_full(rq, bytes, VALUE_MAX); i++)
		if (finding_reads(rq, all.finding[i]))
			r = add_finding(rq, all.finding[i], b, &bytes);
	return r;
}

static bool held_on(const Duban__GroupMember *m, uint32_t day)
{
	return m->from_date <= day && (!m->until_date || day <= m->until_date);
}

/* Who belonged to the team on that day, and who else went. */
static int add_members(struct request *rq, Duban__SupervisionShowReply *b)
{
	const Duban__Supervision *v = b->supervision;
	const Duban__Group *g = group_get(rq->txn, rq->arena, v->team);
	int r = 0;

	if (g)
		b->team = g->name;
	for (size_t i = 0; g && i < g->n_member && !r; i++)
		if (held_on(g->member[i], v->held_date))
			r = REQUEST_PUSH(rq, b->member, b->n_member, g->member[i]->who->name);
	for (size_t i = 0; i < v->n_person && !r; i++)
		r = REQUEST_PUSH(rq, b->member, b->n_member, v->person[i]->name);
	return r;
}

static int add_revisits(struct request *rq, Duban__SupervisionShowReply *b)
{
	struct scan s = scan_start(rq->txn, TABLE_supervision, BYTES("", 0));
	int r = 0;

	while (!r && b->n_revisited_by < REVISITS_MAX && scan_next(&s)) {
		Duban__Supervision *v =
		    record_unpack(rq->txn, s.value, &duban__supervision__descriptor, rq->arena);

		if (v && strcmp(v->revisits, b->supervision->id) == 0)
			r = REQUEST_PUSH(rq, b->revisited_by, b->n_revisited_by, v->id);
	}
	return r ? r : txn_error(rq->txn);
}

static int add_projects(struct request *rq, Duban__SupervisionShowReply *b)
{
	int r = 0;

	for (size_t i = 0; i < b->supervision->n_project && !r; i++) {
		const Duban__Project *p =
		    project_get(rq->txn, rq->arena, b->supervision->project[i]);

		if (p && scope_reads(rq, p))
			r = REQUEST_PUSH(rq, b->project, b->n_project, p->code);
	}
	return r;
}

static int supervision_show(struct request *rq, const void *body)
{
	const Duban__SupervisionShowRequest *q = body;
	Duban__SupervisionShowReply *b =
	    REQUEST_NEW(rq, Duban__SupervisionShowReply, duban__supervision_show_reply__init);
	int r = b ? supervision_find(rq, q->id, &b->supervision) : -ENOMEM;

	if (!r)
		r = add_projects(rq, b);
	if (!r)
		r = add_members(rq, b);
	if (!r)
		r = add_findings(rq, b);
	if (!r)
		r = add_revisits(rq, b);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_SUPERVISION_SHOW;
	rq->reply->supervision_show = b;
	return 0;
}
HANDLER(SUPERVISION_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = supervision_show);

/* ---- finding */

int finding_next(struct request *rq, const char *supervision, uint32_t *ret)
{
	struct findings all;
	int r = findings_load(rq->txn, rq->arena, supervision, &all);

	if (r)
		return r;
	*ret = all.n ? all.finding[all.n - 1]->no + 1 : 1;
	return *ret <= FINDINGS_MAX
		   ? 0
		   : request_refuse(rq, STATUS_TOO_MANY, "supervision.too_many_findings",
				    supervision, NULL);
}

int finding_draft(struct request *rq, const Duban__Finding *now, const Duban__Finding *was,
		  const Duban__Project *p)
{
	struct put put = {.body = DUBAN__EVENT__BODY_FINDING_PUT, .is_new = !was};

	if (p) {
		put.project = p->num;
		put.project_unit = p->unit;
	}
	if (!put_pack(rq->arena, now, &put.now) || (was && !put_pack(rq->arena, was, &put.was)))
		return -ENOMEM;
	return put_event(rq, &put) ? 0 : -ENOMEM;
}

struct new_finding {
	const Duban__Supervision *supervision;
	Duban__Project *project;
	uint32_t unit, no;
};

static int read_request(struct request *rq, const Duban__SupervisionFindingRequest *q,
			struct new_finding *ret)
{
	Duban__Supervision *v;
	int r = supervision_find(rq, q->id, &v);

	if (!r)
		r = request_text(rq, "text", q->text, REASON_MAX, true);
	if (!r && *q->project)
		r = request_project(rq, q->project, &ret->project);
	if (!r && *q->unit)
		r = request_unit(rq, q->unit, &ret->unit);
	if (!r)
		r = finding_next(rq, q->id, &ret->no);
	if (r)
		return r;
	ret->supervision = v;
	return 0;
}

/* An order that says what was found. */
static int issue(struct request *rq, const Duban__SupervisionFindingRequest *q,
		 const struct new_finding *f, uint32_t *ret)
{
	Duban__Who *signer;
	struct order_draft d = {
	    .kind = ORDER_KIND(LETTER),
	    .project = f->project,
	    .unit = f->unit,
	    .issued = DATE_NONE,
	    .due_date = q->due_date,
	    .title = *q->title ? q->title : q->text,
	    .text = q->text,
	    .source = arena_printf(rq->arena, "supervision %s", f->supervision->id),
	};
	int r = d.source ? request_who(rq, q->signer, &signer) : -ENOMEM;

	if (r)
		return r;
	d.signer = signer;
	r = order_issue(rq, &d);
	*ret = d.ret_num;
	return r;
}

static int put_finding(struct request *rq, const struct new_finding *f, const char *text,
		       uint32_t order)
{
	Duban__Finding now = DUBAN__FINDING__INIT;

	now.supervision = f->supervision->id;
	now.no = f->no;
	now.text = (char *)(uintptr_t)text;
	now.order = order;
	now.project = f->project ? f->project->num : 0;
	return finding_draft(rq, &now, NULL, f->project);
}

static int supervision_finding(struct request *rq, const void *body)
{
	const Duban__SupervisionFindingRequest *q = body;
	struct new_finding f = {};
	uint32_t order = 0;
	int r = read_request(rq, q, &f);

	if (!r && !q->order && (*q->unit || q->due_date || *q->title || *q->signer))
		r = request_refuse(rq, STATUS_INVALID, "supervision.only_with_order", NULL);
	if (!r && q->order)
		r = issue(rq, q, &f, &order);
	return r ? r : put_finding(rq, &f, q->text, order);
}

static int finding_answer(struct request *rq, const void *body)
{
	Duban__SupervisionFindingReply *b =
	    REQUEST_NEW(rq, Duban__SupervisionFindingReply, duban__supervision_finding_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	for (size_t i = 0; i < rq->n_event; i++) {
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_FINDING_PUT)
			b->no = rq->event[i]->finding_put->finding->no;
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_ORDER_ISSUED)
			b->number = rq->event[i]->order_issued->order->number;
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_SUPERVISION_FINDING;
	rq->reply->supervision_finding = b;
	return 0;
}
HANDLER(SUPERVISION_FINDING, .kind = HANDLER_COMMAND, .roles = ROLES_RULING,
	.simulated_only_for_local = true, .decide = supervision_finding, .answer = finding_answer);
