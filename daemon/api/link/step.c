#include "api/link/step.h"

#include "api/core/request.h"
#include "api/project/library.h"
#include "api/project/stage_change.h"
#include "api/project/stage_guard.h"
#include "api/project/stage_tell.h"
#include "api/report/claim.h"

int step_move(struct request *rq, Duban__Project *p, Duban__LinkStep step,
	      const Duban__LinkFinishRequest *q, date_t at)
{
	struct stage_change m = {
	    .to = step_stage(step),
	    .moved_date = date_ymd(at),
	    .reason = q->text,
	    .approver = "",
	    .document = q->document,
	    .exemption = q->exemption,
	    .evidence = q->evidence,
	    .n_evidence = q->n_evidence,
	    .has_percent = q->has_percent,
	    .percent = q->percent,
	    .reviewed = !report_decides(rq),
	};

	return stage_tell(rq, p, &m);
}

static int move_reported(struct request *rq, Duban__Project *p, Duban__Stage to,
			 const Duban__Report *r)
{
	struct stage_change m;
	int bad;

	stage_change_of_report(r, &m);
	m.to = to;
	m.reason = r->text;
	bad = stage_change_check(rq, p, &m);
	return bad ? bad : stage_change_draft(rq, p, &m);
}

int step_reported(struct request *rq, Duban__Project *p, Duban__LinkStep step,
		  const Duban__Report *r)
{
	int bad;

	if (step_stage(step))
		return move_reported(rq, p, step_stage(step), r);
	bad = library_enter_check(rq, p, r->on_date);
	return bad ? bad : library_enter_draft(rq, p, r->on_date, r->document, r->num);
}
