/* Which projects must still report December (12 月月报) before their year is closed. After the
 * close the report cannot be submitted; nor can it be corrected, since nothing was confirmed. */
#include "api/year/december.h"

#include "api/core/request.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "store/db/txn.h"

/* Projects in the year's plan or under construction in it. A project completed before December need
 * not report December. */
static bool owes(const Duban__Project *p, const Duban__Life *l, uint32_t year)
{
	if (!project_active(p) || p->year != year)
		return false;
	if (p->stage < DUBAN__STAGE__STAGE_PLANNED_START)
		return p->plan && p->plan->fen > 0;
	return p->stage <= DUBAN__STAGE__STAGE_STOPPED ||
	       (l && l->completed_date > year * 10000 + 1200);
}

int december_missing(struct request *rq, struct arena *scratch, const Duban__Project *p,
		     uint32_t year, bool *ret)
{
	Duban__Report like = DUBAN__REPORT__INIT, *r = NULL;
	const Duban__Life *l = life_get(rq->txn, scratch, p->num);
	bool of_it = owes(p, l, year);

	like.project = p->num;
	like.form = DUBAN__REPORT_FORM__REPORT_FORM_MONTHLY;
	like.period_month = year * 100 + 12;
	if (of_it)
		r = report_in_slot(rq->txn, scratch, &like);
	*ret = of_it && !(r && r->state == DUBAN__REPORT_STATE__REPORT_STATE_CONFIRMED);
	return txn_error(rq->txn);
}
