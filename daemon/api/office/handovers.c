/* Which projects, links and gatherings must go on when a person leaves. */
#include "api/core/request.h"
#include "api/office/handover.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/enums.h"

/* The walk leaves out the records of a project that has ended. */
static bool open_project(struct handover *h, const void *noun)
{
	(void)noun;
	return h->project;
}
HANDOVER(PROJECTS, .open = open_project);

static bool open_link(struct handover *h, const void *noun)
{
	const Duban__Link *l = noun;
	struct txn *t = h->rq->txn;
	Duban__LinkProgress *p = progress_get(t, h->arena, l->project, l->year, l->no);

	if (!p || step_progress(t, h->arena, l, p))
		return false;
	if (p->state == LINK_STATE(DONE))
		/* finished since the old person left, so not by them */
		return p->finished_date >= h->from && !year_closed(t, h->arena, l->year);
	return p->state != LINK_STATE(CANCELLED) && p->state != LINK_STATE(CARRIED);
}
HANDOVER(CHAINS, .open = open_link);

/* 集中开工: who follows a project until 入库. */
static bool open_gathering(struct handover *h, const void *noun)
{
	const Duban__Gathering *g = noun;
	const Duban__Life *life = life_get(h->rq->txn, h->arena, g->project);

	return h->project && (!life || !life->library_date);
}
HANDOVER(GATHERINGS, .open = open_gathering);
