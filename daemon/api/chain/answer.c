/* The reply to `chain new`: the links, those that lie behind, those without a date, and the working
 * days of the approvals against the cap. The days are added up along the longest path; parallel
 * branches must not be added together. */
#include "api/chain/answer.h"

#include <string.h>

#include "api/chain/chain.h"
#include "api/chain/make.h"
#include "api/chain/slice.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/remark.h"
#include "api/core/request.h"
#include "model/link/link.h"
#include "model/office/department.h"
#include "model/param/parameter.h"
#include "model/project/project.h"

/* One project's chain, from the command's events. */
struct made_chain {
	const Duban__Project *project;
	Duban__Link **link;
	size_t n;
	struct behind behind;
};

/* The cap in force for the project, by the kind of the template. */
static int cap_of(struct request *rq, const Duban__Project *p, const struct template_link *row,
		  uint32_t *ret)
{
	const char *key = arena_printf(rq->arena, "approval.cap_%s", row->cap);
	int64_t v = 0;
	int r = key ? parameter_number(rq->txn, rq->arena, p, key, &v) : -ENOMEM;

	*ret = (uint32_t)v;
	return r;
}

/* Need it not be chased any more? The links are those of the template, in its order. */
static bool settled(const struct made_chain *x, size_t i)
{
	return i < LINKS_MAX && (x->behind.done[i] || x->behind.skip[i]);
}

static uint32_t own_days(const struct made_chain *x, size_t i)
{
	const Duban__Link *l = x->link[i];

	return l->class_ == DUBAN__LINK_CLASS__LINK_CLASS_APPROVAL && !settled(x, i) &&
		       l->limit->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS
		   ? l->limit->n
		   : 0;
}

static uint32_t before(const struct made_chain *x, const uint32_t *days, const Duban__Link *of)
{
	uint32_t most = 0;

	for (size_t k = 0; k < of->n_after; k++)
		for (size_t i = 0; i < x->n; i++)
			if (x->link[i]->no == of->after[k] && days[i] > most)
				most = days[i];
	return most;
}

/* The longest path: each pass carries the sums one link further. It ends, since the graph has no
 * cycle. */
static uint32_t approval_days(const struct made_chain *x)
{
	uint32_t days[LINKS_MAX] = {0}, most = 0;
	bool changed = x->n <= LINKS_MAX;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < x->n; i++) {
			uint32_t now = own_days(x, i) + before(x, days, x->link[i]);

			changed = changed || now != days[i];
			days[i] = now;
		}
	}
	for (size_t i = 0; i < x->n && i < LINKS_MAX; i++)
		most = days[i] > most ? days[i] : most;
	return most;
}

/* The chain is not stored yet if this is a dry run. */
static int remark(struct chain_making *m, const struct made_chain *x)
{
	struct request *rq = m->rq;
	struct chain none = {.project = x->project->num, .year = x->link[0]->year}, c;
	int r;

	none.schedule.start = date_from_ymd(m->q->start_date);
	r = chain_with(rq->arena, &none, x->link, x->n, &c);
	return r ? r : chain_remarks(rq, x->project, &c, &REQUEST_REMARKS(rq));
}

static int tell_links(struct request *rq, const struct made_chain *x, Duban__NewChain *c)
{
	int r = 0;

	for (size_t i = 0; i < x->n && i < LINKS_MAX && !r; i++) {
		const Duban__Link *l = x->link[i];

		if (x->behind.skip[i])
			r = REQUEST_PUSH(rq, c->skipped, c->n_skipped, l->no);
		else if (x->behind.done[i])
			r = REQUEST_PUSH(rq, c->behind, c->n_behind, l->no);
		else if (l->limit->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_OPEN)
			r = REQUEST_PUSH(rq, c->undated, c->n_undated, l->no);
	}
	return r;
}

static int tell(struct chain_making *m, Duban__ChainNewReply *b, struct made_chain *x)
{
	struct request *rq = m->rq;
	Duban__NewChain *c = REQUEST_NEW(rq, Duban__NewChain, duban__new_chain__init);
	int r = c ? chain_behind(m, x->project, &x->behind) : -ENOMEM;

	if (r)
		return r;
	c->project = x->project->code;
	c->links = (uint32_t)x->n;
	if (x->behind.any)
		c->stage = x->project->stage;
	c->lacks_unit = x->project->unit == 0;
	c->lacks_person = !chain_person(x->project);
	r = tell_links(rq, x, c);
	if (!r)
		r = cap_of(rq, x->project, m->row, &c->cap_workdays);
	c->approval_workdays = approval_days(x);
	c->over_cap = c->cap_workdays && c->approval_workdays > c->cap_workdays;
	/* of a project under way the dates of what is behind are not known */
	if (!r && !x->behind.any)
		r = remark(m, x);
	return r ? r : REQUEST_PUSH(rq, b->chain, b->n_chain, c);
}

static bool told(const Duban__ChainNewReply *b, const char *department)
{
	for (size_t i = 0; i < b->n_unknown_department; i++)
		if (strcmp(b->unknown_department[i], department) == 0)
			return true;
	return false;
}

/* The departments of the template for which no unit is known, each once. */
static int tell_departments(const struct chain_making *m, Duban__ChainNewReply *b)
{
	int r = 0;

	for (size_t i = 0; i < m->n && !r; i++) {
		char *department = (char *)(uintptr_t)m->row[i].department;

		if (template_department(&m->row[i]) == TEMPLATE_DEPARTMENT_NAMED &&
		    !told(b, department) && !department_unit(m->rq->txn, m->rq->arena, department))
			r = REQUEST_PUSH(m->rq, b->unknown_department, b->n_unknown_department,
					 department);
	}
	return r;
}

/* Collects the links of the project's chain from the command's events; 0 of them: it got none. */
static int gather(struct request *rq, const Duban__Project *p, struct made_chain *ret)
{
	*ret = (struct made_chain){.project = p};
	for (size_t i = 0; i < rq->n_event; i++) {
		const Duban__Event *e = rq->event[i];

		if (e->project == p->num && e->body_case == DUBAN__EVENT__BODY_LINK_PUT &&
		    REQUEST_PUSH(rq, ret->link, ret->n, e->link_put->link))
			return -ENOMEM;
	}
	return 0;
}

static int tell_slice(struct chain_making *m, const struct slice *s, Duban__ChainNewReply *b)
{
	int r = 0;

	for (size_t i = 0; i < s->n && !r; i++) {
		Duban__Problem *p = NULL;
		struct made_chain x;

		r = gather(m->rq, s->rest[i], &x);
		if (!r && x.n)
			r = tell(m, b, &x);
		else if (!r)
			r = slice_why_not(m, s->rest[i], &p);
		if (!r && p)
			r = REQUEST_PUSH(m->rq, b->refused, b->n_refused, p);
	}
	if (s->n && s->more)
		b->next = s->rest[s->n - 1]->code;
	return r;
}

int chain_new_answer(struct request *rq, const void *body)
{
	struct chain_making m = {.rq = rq, .q = body};
	Duban__ChainNewReply *b =
	    REQUEST_NEW(rq, Duban__ChainNewReply, duban__chain_new_reply__init);
	struct slice s;
	int r = b ? slice_load(rq, m.q, &s) : -ENOMEM;

	if (r)
		return r;
	m.n = template_find(m.q->template_, &m.row);
	b->dry_run = m.q->dry_run;
	r = tell_slice(&m, &s, b);
	if (!r)
		r = tell_departments(&m, b);
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
	row->is = (Duban__LinkStep)t->step;
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
