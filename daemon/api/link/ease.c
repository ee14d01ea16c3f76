#include "api/link/ease.h"

#include "api/chain/chain.h"
#include "api/core/request.h"
#include "api/link/authority.h"
#include "api/link/import.h"
#include "model/chain/schedule.h"
#include "model/link/link.h"
#include "model/link/state.h"
#include "model/link/step.h"
#include "proto/enums.h"

static bool is_open(const struct schedule_link *l)
{
	return link_next(l->state, LINK_MOVE_CANCEL, true) != 0;
}

static bool is_approval(const struct schedule_link *l)
{
	return l->class == LINK_CLASS(APPROVAL) || l->class == LINK_CLASS(SERVICE);
}

/* Does the change darken a lamp, or light it later: that of the deadline, or that of the start? */
static bool puts_off(const struct schedule_link *was, const struct schedule_link *now)
{
	bool no_start = now->begin == DATE_NONE && !schedule_has_duration(now);

	if (was->deadline != DATE_NONE &&
	    (now->deadline == DATE_NONE || now->deadline > was->deadline))
		return true;
	return (now->projected && !was->projected) || now->start > was->start ||
	       is_approval(now) != is_approval(was) ||
	       (no_start && (was->begin != DATE_NONE || schedule_has_duration(was)));
}

/* A link that is another step of the project, or none any more, is judged by other rules. */
static bool other_step(const struct link_terms *t, uint32_t no)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->row[i].link->no == no)
			return t->row[i].was &&
			       link_step(t->row[i].link) != link_step(t->row[i].was);
	return false;
}

static const struct schedule_link *by_no(const struct schedule *s, uint32_t no)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->link[i].no == no)
			return &s->link[i];
	return NULL;
}

/* The progress as fold_link_put leaves it. */
static int row_link(struct request *rq, const struct chain *before, const struct link_row *row,
		    struct schedule_link *ret)
{
	Duban__LinkProgress *p = REQUEST_NEW(rq, Duban__LinkProgress, duban__link_progress__init);

	if (!p)
		return -ENOMEM;
	p->state = LINK_STATE(NOT_STARTED);
	for (size_t i = 0; row->was && i < before->n; i++)
		if (before->link[i]->no == row->link->no)
			*p = *before->progress[i];
	if (row->was && !link_same_limit(row->was->limit, row->link->limit))
		progress_new_limit(p);
	chain_schedule_link(row->link, p, ret);
	return 0;
}

static int compute_after(struct request *rq, const struct link_terms *t, struct schedule *ret)
{
	int r = 0;

	*ret = t->before->schedule;
	ret->start = t->start;
	ret->n = t->n;
	ret->link = arena_alloc(rq->arena, (t->n + 1) * sizeof *ret->link);
	if (!ret->link)
		return -ENOMEM;
	for (size_t i = 0; i < t->n && !r; i++)
		r = row_link(rq, t->before, &t->row[i], &ret->link[i]);
	return r ? r : schedule_compute(ret, rq->calendar, rq->today);
}

/* *ret_rule: of the lamp that is lit, 0 if one is only due. */
static bool is_lit(struct request *rq, const Duban__Link *l, const struct schedule_link *pl,
		   uint32_t *ret_rule)
{
	struct link_lamp lamp;

	*ret_rule = 0;
	if (link_lamp(rq, l, 0, rq->today, &lamp) && lamp.open) {
		*ret_rule = lamp.rule;
		return true;
	}
	return !pl->projected && pl->deadline != DATE_NONE && pl->deadline < rq->today;
}

int link_easings(struct request *rq, const struct link_terms *t, struct link_easing **ret,
		 size_t *ret_n)
{
	const struct chain *c = t->before;
	struct link_easing *all = arena_alloc(rq->arena, (c->n + 1) * sizeof *all);
	struct schedule after;
	size_t n = 0;
	int r = all ? chain_dates(rq, t->project, t->before) : -ENOMEM;

	if (!r)
		r = compute_after(rq, t, &after);
	for (size_t i = 0; i < c->n && !r; i++) {
		const struct schedule_link *was = &c->schedule.link[i];
		const struct schedule_link *now = by_no(&after, was->no);
		uint32_t rule;

		if (!now || !is_open(was) || !(puts_off(was, now) || other_step(t, was->no)) ||
		    !is_lit(rq, c->link[i], was, &rule))
			continue;
		all[n++] = (struct link_easing){.no = was->no,
						.extensions = c->progress[i]->extensions,
						.from = was->deadline,
						.to = now->projected ? DATE_NONE : now->deadline,
						.rule = rule};
	}
	*ret = all;
	*ret_n = n;
	return r;
}

Duban__Event *link_easing_event(struct request *rq, const Duban__Project *p, uint32_t year,
				const struct link_easing *e, const char *reason)
{
	Duban__LinkEased *b = REQUEST_NEW(rq, Duban__LinkEased, duban__link_eased__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return NULL;
	b->year = year;
	b->link = e->no;
	b->from_date = date_ymd(e->from);
	b->to_date = date_ymd(e->to);
	b->reason = arena_str(rq->arena, reason);
	ev->project = p->num;
	ev->project_unit = p->unit;
	ev->on_date = date_ymd(rq->today);
	ev->body_case = DUBAN__EVENT__BODY_LINK_EASED;
	ev->link_eased = b;
	return b->reason ? ev : NULL;
}
