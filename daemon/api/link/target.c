#include "api/link/target.h"

#include "api/chain/chain.h"
#include "api/core/scope.h"
#include "api/year/year.h"
#include "model/project/project.h"
#include "proto/wire_name.h"

/* Refuses a move in a closed year, and, while the year is being closed, a return for a project that
 * was carried already. */
static int check_year(struct request *rq, const struct target *t, enum link_move move)
{
	int r = request_year_open(rq, t->chain.year);

	if (r || move != LINK_MOVE_RETURN || t->chain.year >= t->project->year)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "year.carried", t->project->code,
			      arena_printf(rq->arena, "%u", t->project->year),
			      arena_printf(rq->arena, "%u", t->chain.year), NULL);
}

char *target_no(struct request *rq, const struct target *t)
{
	return arena_printf(rq->arena, "%u", t->link->no);
}

static int find(struct request *rq, uint32_t year, uint32_t no, struct target *t)
{
	int r = request_chain(rq, t->project, year, &t->chain);

	if (r)
		return r;
	for (t->i = 0; t->i < t->chain.n; t->i++)
		if (t->chain.link[t->i]->no == no)
			break;
	if (t->i == t->chain.n)
		return request_refuse(rq, STATUS_NOT_FOUND, "link.unknown", t->project->code,
				      arena_printf(rq->arena, "%u", no), NULL);
	t->link = t->chain.link[t->i];
	t->progress = t->chain.progress[t->i];
	t->plan = &t->chain.schedule.link[t->i];
	return 0;
}

static int check_move(struct request *rq, const struct target *t, enum link_move move)
{
	int r;

	if (!project_active(t->project))
		return request_refuse(rq, STATUS_CONFLICT, "project.closed", t->project->code,
				      NULL);
	r = check_year(rq, t, move);
	if (r || link_next((int)t->progress->state, move, t->progress->started_date != 0))
		return r;
	return request_refuse(
	    rq, STATUS_CONFLICT, "link.not_allowed", t->project->code, target_no(rq, t),
	    wire_enum_name(&duban__link_state__descriptor, (int)t->progress->state),
	    link_move_name(move), NULL);
}

int target_find(struct request *rq, const Duban__LinkRef *ref, enum link_move move,
		struct target *ret)
{
	int r;

	if (!ref)
		return request_refuse(rq, STATUS_INVALID, "link.missing", NULL);
	r = request_project(rq, ref->project, &ret->project);
	if (!r)
		r = find(rq, ref->year, ref->no, ret);
	if (!r && !scope_moves(rq, ret->project, ret->link))
		r = request_refuse(rq, STATUS_DENIED, "scope.denied", ret->project->code, NULL);
	return r ? r : check_move(rq, ret, move);
}

int target_of_report(struct request *rq, const Duban__Project *p, const Duban__Report *r,
		     enum link_move move, struct target *ret)
{
	int bad;

	ret->project = (Duban__Project *)(uintptr_t)p;
	bad = find(rq, r->link_year, r->link_no, ret);
	return bad ? bad : check_move(rq, ret, move);
}

Duban__Event *target_event(struct request *rq, const struct target *t, date_t on)
{
	Duban__Event *ev = request_event(rq);

	if (!ev)
		return NULL;
	ev->project = t->project->num;
	ev->project_unit = t->project->unit;
	ev->on_date = date_ymd(on);
	return ev;
}
