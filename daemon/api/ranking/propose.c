#include "api/ranking/propose.h"

#include <errno.h>

#include "api/core/request.h"
#include "model/param/parameter.h"
#include "model/proposal/proposal.h"
#include "model/ranking/ranking.h"
#include "model/ranking/standing.h"
#include "proto/enums.h"

static int propose(struct request *rq, const struct standing *of, Duban__ProposalKind kind)
{
	uint32_t unit = of->ranking->line[of->line]->unit;
	Duban__Subject subject = DUBAN__SUBJECT__INIT;
	struct proposal_name n = {
	    .kind = kind, .subject = &subject, .occurrence = of->ranking->month};
	struct standings before;
	Duban__Event *e;
	int r = standings_load(rq->txn, rq->arena, unit, STANDING_MONTHS_MAX, &before);

	if (r)
		return r;
	subject.kind = (char *)(uintptr_t)STANDING_KIND;
	subject.number = unit;
	n.step = standing_step(&before, of, kind);
	e = request_event(rq);
	if (!e)
		return -ENOMEM;
	e->project_unit = unit;
	return proposal_fill(rq->arena, e, &n, unit, rq->now);
}

int ranking_propose(struct request *rq, const Duban__Ranking *p)
{
	int64_t wanted = 0;
	int r = parameter_number(rq->txn, rq->arena, NULL, "ranking.propose", &wanted);

	for (size_t i = 0; i < p->n_line && wanted && !r; i++) {
		struct standing of = {p, i};

		if (ranking_is_top(p->line[i]))
			r = propose(rq, &of, PROPOSAL_KIND(REWARD));
		else if (ranking_is_bottom(p->line, p->n_line, i))
			r = propose(rq, &of, PROPOSAL_KIND(CIRCULAR));
	}
	return r;
}
