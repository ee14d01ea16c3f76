/* The reply to `chain new`: the links, those without a date, and the working days of the approvals
 * against the cap. The days are added up along the longest path; parallel branches must not be
 * added together. */
#include "api/chain/answer.h"

#include <string.h>

#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/remark.h"
#include "api/core/request.h"
#include "model/chain/template.h"
#include "model/link/link.h"
#include "model/param/parameter.h"
#include "model/project/project.h"

/* The cap in force for the project, by the kind of the template. */
static int cap_of(struct request *rq, uint32_t project, const struct template_link *row,
		  uint32_t *ret)
{
	Duban__Project *p = project_get(rq->txn, rq->arena, project);
	const char *key = arena_printf(rq->arena, "approval.cap_%s", row->cap);
	int64_t v = 0;
	int r = p && key ? parameter_number(rq->txn, rq->arena, p, key, &v) : -ENOMEM;

	*ret = (uint32_t)v;
	return r;
}

static uint32_t own_days(const Duban__Link *l)
{
	return l->class_ == DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL &&
		       l->limit->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS
		   ? l->limit->n
		   : 0;
}

static uint32_t before(Duban__Link *const *l, const uint32_t *days, size_t n, const Duban__Link *of)
{
	uint32_t most = 0;

	for (size_t k = 0; k < of->n_after; k++)
		for (size_t i = 0; i < n; i++)
			if (l[i]->no == of->after[k] && days[i] > most)
				most = days[i];
	return most;
}

/* The longest path: each pass carries the sums one link further. It ends, since the graph has no
 * cycle. */
static uint32_t approval_days(Duban__Link *const *l, size_t n)
{
	uint32_t days[LINKS_MAX] = {0}, most = 0;
	bool changed = n <= LINKS_MAX;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < n; i++) {
			uint32_t now = own_days(l[i]) + before(l, days, n, l[i]);

			changed = changed || now != days[i];
			days[i] = now;
		}
	}
	for (size_t i = 0; i < n && i < LINKS_MAX; i++)
		most = days[i] > most ? days[i] : most;
	return most;
}

/* The chain is not stored yet if this is a dry run. */
static int remark(struct request *rq, uint32_t start, Duban__Link *const *l, size_t n)
{
	struct chain none = {.project = l[0]->project, .year = l[0]->year}, c;
	Duban__Project *p = project_get(rq->txn, rq->arena, l[0]->project);
	int r;

	none.schedule.start = date_from_ymd(start);
	r = p ? chain_with(rq->arena, &none, l, n, &c) : -ENOMEM;
	return r ? r : chain_remarks(rq, p, &c, &REQUEST_REMARKS(rq));
}

static int tell(struct request *rq, Duban__ChainNewReply *b, uint32_t start, Duban__Link **l,
		size_t n)
{
	Duban__NewChain *c = REQUEST_NEW(rq, Duban__NewChain, duban__new_chain__init);
	const struct template_link *row;
	char name[ID_MAX + 1];
	int r;

	if (!c || n == 0)
		return c ? 0 : -ENOMEM;
	(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(l[0]->template_, "/"),
		       l[0]->template_);
	c->project = project_get(rq->txn, rq->arena, l[0]->project)->code;
	c->links = (uint32_t)n;
	for (size_t i = 0; i < n; i++)
		if (l[i]->limit->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN &&
		    REQUEST_PUSH(rq, c->undated, c->n_undated, l[i]->no))
			return -ENOMEM;
	c->approval_workdays = approval_days(l, n);
	r = template_find(name, &row) ? cap_of(rq, l[0]->project, row, &c->cap_workdays) : 0;
	c->over_cap = c->cap_workdays && c->approval_workdays > c->cap_workdays;
	if (!r)
		r = remark(rq, start, l, n);
	return r ? r : REQUEST_PUSH(rq, b->chain, b->n_chain, c);
}

int chain_new_answer(struct request *rq, const void *body)
{
	const Duban__ChainNewRequest *q = body;
	Duban__ChainNewReply *b =
	    REQUEST_NEW(rq, Duban__ChainNewReply, duban__chain_new_reply__init);
	Duban__Link **l = NULL;
	size_t n = 0;
	int r = 0;

	if (!b)
		return -ENOMEM;
	b->dry_run = q->dry_run;
	for (size_t i = 0; i < rq->n_event && !r; i++) {
		if (rq->event[i]->body_case == DUBAN__EVENT__BODY_LINK_PUT) {
			r = REQUEST_PUSH(rq, l, n, rq->event[i]->link_put->link);
			continue;
		}
		r = tell(rq, b, q->start_date, l, n);
		l = NULL;
		n = 0;
	}
	if (!r)
		r = tell(rq, b, q->start_date, l, n);
	rq->reply->body_case = DUBAN__REPLY__BODY_CHAIN_NEW;
	rq->reply->chain_new = b;
	return r;
}

static int template_row(struct request *rq, const struct template_link *t, Duban__TemplateRow **ret)
{
	Duban__TemplateRow *row = REQUEST_NEW(rq, Duban__TemplateRow, duban__template_row__init);

	if (!row)
		return -ENOMEM;
	row->template_ = (char *)(uintptr_t)t->template;
	row->name = (char *)(uintptr_t)t->name;
	row->no = t->no;
	row->link = (char *)(uintptr_t)t->link;
	row->class_ = (Duban__LinkClass)t->class;
	row->after = (uint32_t *)(uintptr_t)t->after;
	row->n_after = t->n_after;
	row->limit = (char *)(uintptr_t)t->limit;
	row->department = (char *)(uintptr_t)t->department;
	row->basis = (char *)(uintptr_t)t->basis;
	*ret = row;
	return 0;
}

static int template_list(struct request *rq, const void *body)
{
	Duban__TemplateListReply *b =
	    REQUEST_NEW(rq, Duban__TemplateListReply, duban__template_list_reply__init);
	const struct template_link *t;
	size_t n = template_links(&t);
	int r = b ? 0 : -ENOMEM;

	(void)body;
	for (size_t i = 0; i < n && !r; i++) {
		Duban__TemplateRow *row;

		r = template_row(rq, &t[i], &row);
		if (!r)
			r = REQUEST_PUSH(rq, b->row, b->n_row, row);
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_TEMPLATE_LIST;
	rq->reply->template_list = b;
	return r;
}
HANDLER(TEMPLATE_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = template_list, .simulated_only_for_local = true);
