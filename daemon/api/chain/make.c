/* What `chain new` makes of a project. The project determines who does a link: its unit is
 * responsible, the department named in the template is the service unit, the project's linked
 * leader leads. What lies behind the project is done. */
#include "api/chain/make.h"

#include <string.h>

#include "api/core/request.h"
#include "model/core/record.h"
#include "model/office/department.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* ---- what the project gives to its links */

/* Finds which unit each row's department is. */
int chain_making_load(struct chain_making *m)
{
	m->department = arena_alloc(m->rq->arena, (m->n + 1) * sizeof *m->department);
	if (!m->department)
		return -ENOMEM;
	for (size_t i = 0; i < m->n; i++) {
		const struct template_link *row = &m->row[i];

		m->department[i] = template_department(row) == TEMPLATE_DEPARTMENT_NAMED
				       ? department_unit(m->rq->txn, m->rq->arena, row->department)
				       : 0;
	}
	return txn_error(m->rq->txn);
}

static uint32_t department(const struct chain_making *m, const struct template_link *row,
			   const Duban__Project *p)
{
	return template_department(row) == TEMPLATE_DEPARTMENT_SECTOR ? p->sector
								      : m->department[row - m->row];
}

static Duban__Who *leader_of(const Duban__Project *p)
{
	if (p->n_leader_city)
		return p->leader_city[0];
	if (p->n_leader_county)
		return p->leader_county[0];
	return p->responsible_first;
}

Duban__Who *chain_person(const Duban__Project *p)
{
	return p->responsible_direct ? p->responsible_direct : p->responsible_main;
}

/* The last day of the planned month; 0: no month is planned. */
static uint32_t month_end(uint32_t month)
{
	date_t first = month ? date_from_ymd(month * 100 + 1) : DATE_NONE;

	return first == DATE_NONE ? 0 : date_ymd(date_add_months(first, 1) - 1);
}

static uint32_t given_date(const struct chain_making *m, const struct template_link *row,
			   const Duban__Project *p)
{
	for (size_t i = 0; i < m->q->n_dates; i++)
		if (m->q->dates[i]->no == row->no && strcmp(m->q->dates[i]->project, p->code) == 0)
			return m->q->dates[i]->fixed_date;
	for (size_t i = 0; i < m->q->n_date; i++)
		if (m->q->date[i]->no == row->no)
			return m->q->date[i]->fixed_date;
	if (row->date == TEMPLATE_DATE_START)
		return month_end(p->planned_start_month);
	return row->date == TEMPLATE_DATE_FINISH ? month_end(p->planned_finish_month) : 0;
}

/* 绿色通道: the limit is reduced to the factor, to no less than one working day. */
static uint32_t limit_days(const struct chain_making *m, const struct template_link *row)
{
	uint32_t factor = m->q->factor_percent ? m->q->factor_percent : 100;

	if (row->limit_kind != DUBAN__LIMIT_KIND__LIMIT_KIND_WORKDAYS)
		return row->limit_n;
	return (row->limit_n * factor + 99) / 100;
}

/* ---- events */

uint32_t chain_year(const struct chain_making *m, const Duban__Project *p)
{
	return m->q->year ? m->q->year : p->year;
}

static Duban__Event *event_of(struct chain_making *m, const Duban__Project *p)
{
	Duban__Event *e = request_event(m->rq);

	if (e) {
		e->project = p->num;
		e->project_unit = p->unit;
	}
	return e;
}

static int put_chain(struct chain_making *m, const Duban__Project *p, uint32_t year)
{
	Duban__Chain *chain = REQUEST_NEW(m->rq, Duban__Chain, duban__chain__init);
	Duban__ChainPut *put = REQUEST_NEW(m->rq, Duban__ChainPut, duban__chain_put__init);
	Duban__Event *e = event_of(m, p);

	if (!chain || !put || !e)
		return -ENOMEM;
	chain->project = p->num;
	chain->year = year;
	chain->start_date = m->q->start_date;
	put->chain = chain;
	e->body_case = DUBAN__EVENT__BODY_CHAIN_PUT;
	e->chain_put = put;
	return 0;
}

/* Of a project under way, the clock of the links that come next starts now: nothing is late for
 * what lies behind. */
static uint32_t begin_of(const struct chain_making *m, size_t i, const struct behind *b)
{
	uint32_t today = date_ymd(m->rq->today);

	if (!b->any || b->done[i] || m->row[i].limit_n == 0 ||
	    !behind_all_before(m->row, m->n, i, b))
		return 0;
	return m->q->start_date > today ? m->q->start_date : today;
}

static void fill_link(struct chain_making *m, const struct template_link *row,
		      const Duban__Project *p, Duban__Link *l)
{
	l->name = (char *)(uintptr_t)row->link;
	l->class_ = (Duban__LinkClass)row->class;
	l->unit = p->unit;
	l->service_unit = department(m, row, p);
	l->leader = leader_of(p);
	l->person = chain_person(p);
	l->after = (uint32_t *)(uintptr_t)row->after;
	l->n_after = row->n_after;
	l->evidence = (char *)(uintptr_t)row->evidence;
	l->is = (Duban__LinkStep)row->step;
	l->limit->fixed_date = given_date(m, row, p);
	l->limit->kind = l->limit->fixed_date ? DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED
					      : (Duban__LimitKind)row->limit_kind;
	l->limit->n = l->limit->fixed_date ? 0 : limit_days(m, row);
}

static int put_link(struct chain_making *m, size_t i, const Duban__Project *p,
		    const struct behind *b)
{
	const struct template_link *row = &m->row[i];
	Duban__Link *l = REQUEST_NEW(m->rq, Duban__Link, duban__link__init);
	Duban__LinkPut *put = REQUEST_NEW(m->rq, Duban__LinkPut, duban__link_put__init);
	Duban__Event *e = event_of(m, p);

	if (!l || !put || !e)
		return -ENOMEM;
	l->limit = REQUEST_NEW(m->rq, Duban__Limit, duban__limit__init);
	l->template_ = arena_printf(m->rq->arena, "%s/%u", row->template, row->no);
	if (!l->limit || !l->template_)
		return -ENOMEM;
	l->project = p->num;
	l->year = chain_year(m, p);
	l->no = row->no;
	fill_link(m, row, p, l);
	if (l->limit->kind != DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED)
		l->begin_date = begin_of(m, i, b);
	put->link = l;
	e->body_case = DUBAN__EVENT__BODY_LINK_PUT;
	e->link_put = put;
	return 0;
}

/* Done before the chain was made, on a day that is not known. A step of the project follows the
 * project: nothing is stored of it. */
static int put_done(struct chain_making *m, const struct template_link *row,
		    const Duban__Project *p)
{
	Duban__LinkProgress *now =
	    REQUEST_NEW(m->rq, Duban__LinkProgress, duban__link_progress__init);
	Duban__ProgressPut *put = REQUEST_NEW(m->rq, Duban__ProgressPut, duban__progress_put__init);
	Duban__Event *e = event_of(m, p);

	if (!now || !put || !e)
		return -ENOMEM;
	now->state = DUBAN__LINK_STATE__LINK_STATE_DONE;
	put->year = chain_year(m, p);
	put->link = row->no;
	put->progress = now;
	e->body_case = DUBAN__EVENT__BODY_PROGRESS_PUT;
	e->progress_put = put;
	return 0;
}

static int put_skipped(struct chain_making *m, const struct template_link *row,
		       const Duban__Project *p)
{
	Duban__LinkCancelled *c =
	    REQUEST_NEW(m->rq, Duban__LinkCancelled, duban__link_cancelled__init);
	Duban__Event *e = event_of(m, p);

	if (!c || !e)
		return -ENOMEM;
	c->year = chain_year(m, p);
	c->link = row->no;
	c->reason = m->q->reason;
	e->body_case = DUBAN__EVENT__BODY_LINK_CANCELLED;
	e->link_cancelled = c;
	return 0;
}

int chain_behind(const struct chain_making *m, const Duban__Project *p, struct behind *ret)
{
	*ret = (struct behind){.project = p, .reached = m->q->reached};
	ret->life = life_get(m->rq->txn, m->rq->arena, p->num);
	if (!ret->life)
		return txn_error(m->rq->txn) ? txn_error(m->rq->txn) : -EBADMSG;
	behind_find(m->row, m->n, ret);
	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < m->q->n_skip; k++)
			ret->skip[i] = ret->skip[i] || m->row[i].no == m->q->skip[k];
	return 0;
}

int chain_make(struct chain_making *m, const Duban__Project *p)
{
	struct behind b;
	int r = chain_behind(m, p, &b);

	if (!r)
		r = put_chain(m, p, chain_year(m, p));
	for (size_t i = 0; i < m->n && !r; i++)
		r = put_link(m, i, p, &b);
	for (size_t i = 0; i < m->n && !r; i++) {
		if (b.skip[i])
			r = put_skipped(m, &m->row[i], p);
		else if (b.done[i] && !m->row[i].step)
			r = put_done(m, &m->row[i], p);
	}
	return r;
}
