/* `cadence list`: the rows that count, shipped or the office's own. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "model/cadence/cadence.h"
#include "model/duty/form.h"
#include "proto/limits.h"
#include "store/db/txn.h"

/* When the duty of the period that runs is due. */
static int64_t present_due(struct request *rq, const Duban__Cadence *c)
{
	struct when w;
	date_t start;

	if (c->off || !when_parse(c->when, &w) || w.period == WHEN_COLLECTION)
		return 0;
	start = when_start(w.period, rq->today);
	if (!when_holds(&w, rq->calendar, start))
		return 0;
	return when_due(&w, rq->calendar, start, DATE_NONE, rq->zone_minutes);
}

static int add_row(struct request *rq, const Duban__Cadence *c, Duban__CadenceListReply *b)
{
	Duban__CadenceRow *row = REQUEST_NEW(rq, Duban__CadenceRow, duban__cadence_row__init);

	if (!row)
		return -ENOMEM;
	row->profile = c->profile;
	row->duty = c->form;
	row->tier = c->tier;
	row->who = c->who;
	row->when = c->when;
	row->lamps = c->lamps;
	row->off = c->off;
	row->attendance = c->attendance;
	row->basis = c->basis;
	row->changed = c != cadence_shipped(c->profile, c->form);
	row->due_at = present_due(rq, c);
	return REQUEST_PUSH(rq, b->cadence, b->n_cadence, row);
}

static int cadence_list(struct request *rq, const void *body)
{
	const Duban__CadenceListRequest *q = body;
	const char *profile = *q->profile ? q->profile : cadence_profile(rq->txn, rq->arena);
	Duban__CadenceListReply *b =
	    REQUEST_NEW(rq, Duban__CadenceListReply, duban__cadence_list_reply__init);
	int r = b ? request_text(rq, "profile", q->profile, ID_MAX, false) : -ENOMEM;

	if (!r && *q->profile && !cadence_profile_known(q->profile))
		r = request_refuse(rq, STATUS_NOT_FOUND, "cadence.unknown_profile", NULL);
	for (int form = 1; form < DUTY_FORM_MAX_ && !r; form++) {
		const Duban__Cadence *c =
		    cadence_row(rq->txn, rq->arena, profile, (Duban__DutyForm)form);

		if (c)
			r = add_row(rq, c, b);
	}
	rq->reply->body_case = DUBAN__REPLY__BODY_CADENCE_LIST;
	rq->reply->cadence_list = b;
	return r ? r : txn_error(rq->txn);
}
HANDLER(CADENCE_LIST, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = cadence_list);
