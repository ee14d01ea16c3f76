/* `chain new`: makes dated chains from a template, for one project or for the projects of a list. A
 * project that can get none is named with the reason, and nothing is made; with `partial` the
 * others get theirs. The projects of a list are taken in slices, each a command of its own: the
 * first one checks the whole list. */
#include <string.h>

#include "api/chain/answer.h"
#include "api/chain/make.h"
#include "api/chain/slice.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "proto/limits.h"

/* ---- what the request says */

static int check_date(struct request *rq, uint32_t ymd)
{
	if (date_from_ymd(ymd) == DATE_NONE || ymd < DATE_MIN || ymd > DATE_MAX)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", ymd), NULL);
	return 0;
}

static int check_no(struct chain_making *m, uint32_t no)
{
	for (size_t k = 0; k < m->n; k++)
		if (m->row[k].no == no)
			return 0;
	return request_refuse(m->rq, STATUS_INVALID, "template.no_link", m->q->template_,
			      arena_printf(m->rq->arena, "%u", no), NULL);
}

static int refuse_twice(struct chain_making *m, uint32_t no)
{
	return request_refuse(m->rq, STATUS_INVALID, "template.date_twice",
			      arena_printf(m->rq->arena, "%u", no), NULL);
}

static int check_dates(struct chain_making *m)
{
	int r = check_date(m->rq, m->q->start_date);

	for (size_t i = 0; i < m->q->n_date && !r; i++) {
		const Duban__LinkDate *d = m->q->date[i];

		r = check_no(m, d->no);
		for (size_t j = 0; j < i && !r; j++)
			if (m->q->date[j]->no == d->no)
				r = refuse_twice(m, d->no);
		if (!r)
			r = check_date(m->rq, d->fixed_date);
	}
	return r;
}

/* The dates of single projects, by project and number. */
static int check_own_dates(struct chain_making *m)
{
	int r = 0;

	for (size_t i = 0; i < m->q->n_dates && !r; i++) {
		const Duban__ProjectLinkDate *d = m->q->dates[i];

		r = check_no(m, d->no);
		for (size_t j = 0; j < i && !r; j++)
			if (m->q->dates[j]->no == d->no &&
			    strcmp(m->q->dates[j]->project, d->project) == 0)
				r = request_refuse(m->rq, STATUS_INVALID, "chain.date_twice",
						   d->project,
						   arena_printf(m->rq->arena, "%u", d->no), NULL);
		if (!r)
			r = check_date(m->rq, d->fixed_date);
		if (!r && !slice_asked(m->rq, m->q, d->project))
			r = request_refuse(m->rq, STATUS_INVALID, "chain.date_elsewhere",
					   d->project, NULL);
	}
	return r;
}

static int check_behind(struct chain_making *m)
{
	int r = m->q->reached ? check_no(m, m->q->reached) : 0;

	for (size_t i = 0; i < m->q->n_skip && !r; i++)
		r = check_no(m, m->q->skip[i]);
	return r ? r : request_text(m->rq, "reason", m->q->reason, REASON_MAX, m->q->n_skip > 0);
}

static int check(struct chain_making *m)
{
	const Duban__ChainNewRequest *q = m->q;
	int r;

	m->n = template_find(q->template_, &m->row);
	if (m->n == 0)
		return request_refuse(m->rq, STATUS_NOT_FOUND, "template.unknown", q->template_,
				      NULL);
	if (!*q->project == !*q->list)
		return request_refuse(m->rq, STATUS_INVALID, "chain.project_or_list", NULL);
	if (q->factor_percent > 100)
		return request_refuse(m->rq, STATUS_INVALID, "chain.bad_factor",
				      arena_printf(m->rq->arena, "%u", q->factor_percent), NULL);
	r = check_dates(m);
	if (!r)
		r = check_own_dates(m);
	return r ? r : check_behind(m);
}

/* ---- the chains */

/* Without `partial` each project that can get no chain is a problem of the request; not for one
 * whose turn came in an earlier slice. */
static int refuse_all(struct chain_making *m, const struct slice *s)
{
	struct request *rq = m->rq;
	int r = 0;

	for (size_t i = 0; i < s->n_rest && !r; i++) {
		Duban__Problem *p = NULL;

		r = slice_why_not(m, s->rest[i], &p);
		if (!r && p)
			r = REQUEST_PUSH(rq, rq->reply->problem, rq->reply->n_problem, p);
	}
	return !r && rq->reply->n_problem ? STATUS_CONFLICT : r;
}

static int make_slice(struct chain_making *m, const struct slice *s)
{
	int r = m->q->partial ? 0 : refuse_all(m, s);

	for (size_t i = 0; i < s->n && !r; i++) {
		Duban__Problem *p = NULL;

		if (m->q->partial)
			r = slice_why_not(m, s->rest[i], &p);
		if (!r && !p)
			r = chain_make(m, s->rest[i]);
	}
	return r;
}

static int decide(struct request *rq, const void *body)
{
	struct chain_making m = {.rq = rq, .q = body};
	struct slice s;
	int r = check(&m);

	if (!r)
		r = slice_load(rq, m.q, &s);
	if (!r)
		r = chain_making_load(&m);
	if (!r)
		r = make_slice(&m, &s);
	if (r || !m.q->dry_run)
		return r;
	r = chain_new_answer(rq, body);
	rq->n_event = 0;
	return r;
}
HANDLER(CHAIN_NEW, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE, .simulated_only_for_local = true,
	.decide = decide, .answer = chain_new_answer);
