/* `warning show`: one warning and what raised it. */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "api/warning/filter.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/warning_id.h"
#include "rules/subject.h"

static bool reads(struct request *rq, const Duban__Warning *w, const Duban__Project *p)
{
	if (w->subject->project)
		return p && scope_reads(rq, p);
	return scope_reads_of(rq, warning_owner(rq, w));
}

static int warning_show(struct request *rq, const void *body)
{
	const Duban__WarningShowRequest *q = body;
	Duban__WarningShowReply *b =
	    REQUEST_NEW(rq, Duban__WarningShowReply, duban__warning_show_reply__init);
	struct subject_about about;
	struct warning_id id;
	Duban__Warning *w = NULL;
	Duban__Project *p = NULL;

	if (!b)
		return -ENOMEM;
	if (warning_id_parse(q->id, &id))
		w = warning_get(rq->txn, rq->arena, &id.subject, id.rule, id.occurrence);
	if (w)
		p = project_get(rq->txn, rq->arena, id.subject.project);
	if (!w || !reads(rq, w, p))
		return request_refuse(rq, STATUS_NOT_FOUND, "warning.unknown", q->id, NULL);
	if (row_subject(rq, w->subject, p, &about))
		b->page = arena_printf(rq->arena, "%s %s", subject_kind_of(w->subject)->page,
				       about.words);
	if (!b->page)
		return -ENOMEM;
	b->inputs = w->inputs;
	b->times = w->times;
	rq->reply->body_case = DUBAN__REPLY__BODY_WARNING_SHOW;
	rq->reply->warning_show = b;
	return row_warning(rq, w, p, &b->warning);
}
HANDLER(WARNING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = warning_show, .simulated_only_for_local = true);
