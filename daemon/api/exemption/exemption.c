/* What an exemption covers; shortening and revoking one (`exemption end`). */
#include "api/exemption/exemption.h"

#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/todo/walk.h"
#include "model/core/counter.h"
#include "model/exemption/exemption.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

int request_exemption(struct request *rq, const char *id, Duban__Exemption **ret)
{
	int r = request_text(rq, "exemption", id, ID_MAX, true);

	if (r)
		return r;
	*ret = exemption_by_id(rq->txn, rq->arena, id);
	return *ret ? 0 : request_refuse(rq, STATUS_NOT_FOUND, "exemption.unknown", id, NULL);
}

/* ---- its projects */

static int on_list(struct request *rq, const char *list, struct number_list *io)
{
	uint32_t last = counter_last(rq->txn, "project");
	int r = 0;

	for (uint32_t num = 1; num <= last && !r; num++)
		if (txn_has(rq->txn, TABLE_member, key_bytes(key_text(key_u32(KEY(), num), list))))
			r = REQUEST_PUSH(rq, io->num, io->n, num);
	return r ? r : txn_error(rq->txn);
}

int exemption_projects(struct request *rq, const Duban__Exemption *x, struct number_list *ret)
{
	*ret = (struct number_list){.n = 0};
	if (x->unit)
		return projects_of_units(rq, x->unit, &ret->num, &ret->n);
	if (x->project)
		return REQUEST_PUSH(rq, ret->num, ret->n, x->project);
	return on_list(rq, x->list, ret);
}

static bool within(struct request *rq, struct arena *a, const Duban__Exemption *x, uint32_t unit)
{
	return !x->unit || unit_within(rq->txn, a, unit, x->unit);
}

static bool covers(struct request *rq, struct arena *a, const Duban__Exemption *x,
		   const Duban__Project *p, const Duban__Warning *w)
{
	return (within(rq, a, x, p->unit) || within(rq, a, x, w->unit)) &&
	       exempts_link(x, w->subject->year, w->subject->link);
}

int exemption_lit(struct request *rq, struct arena *a, const Duban__Exemption *x, uint32_t *ret)
{
	struct number_list all;
	int r = exemption_projects(rq, x, &all);

	*ret = 0;
	for (size_t i = 0; i < all.n && !r; i++) {
		struct scan s =
		    scan_start(rq->txn, TABLE_warning_open, key_bytes(key_u32(KEY(), all.num[i])));
		const Duban__Project *p = NULL;

		while (scan_next(&s)) {
			const Duban__Warning *w = warning_of_open(rq->txn, a, s.key);

			p = p ? p : project_get(rq->txn, a, all.num[i]);
			*ret += p && w && w->level > LEVEL(NOTE) && covers(rq, a, x, p, w);
		}
	}
	return r ? r : txn_error(rq->txn);
}

/* ---- `exemption end` */

static int check_end(struct request *rq, const Duban__ExemptionEndRequest *q,
		     Duban__Exemption **ret, date_t *ret_at)
{
	Duban__Exemption *x = NULL;
	int r = request_exemption(rq, q->exemption, &x);

	if (!r)
		r = request_text(rq, "reason", q->reason, REASON_MAX, true);
	if (!r)
		r = request_text(rq, "document", q->document, NAME_MAX_BYTES, true);
	if (r)
		return r;
	*ret_at = q->at_date ? date_from_ymd(q->at_date) : rq->today;
	if (*ret_at == DATE_NONE)
		return request_refuse(rq, STATUS_INVALID, "date.impossible",
				      arena_printf(rq->arena, "%u", q->at_date), NULL);
	if (*ret_at > date_from_ymd(x->until_date)) {
		char until[DATE_TEXT_MAX];

		return request_refuse(rq, STATUS_CONFLICT, "exemption.over", x->id,
				      date_text(date_from_ymd(x->until_date), until), NULL);
	}
	*ret = x;
	return 0;
}

/* From that day on days count again; none is exempted if it is the first one or earlier. */
static int end_exemption(struct request *rq, const void *body)
{
	const Duban__ExemptionEndRequest *q = body;
	struct put put = {.body = DUBAN__EVENT__BODY_EXEMPTION_PUT};
	Duban__Exemption *was = NULL, now;
	date_t at = DATE_NONE, from;
	int r = check_end(rq, q, &was, &at);

	if (r)
		return r;
	from = date_from_ymd(was->from_date);
	now = *was;
	if (!now.granted_until_date)
		now.granted_until_date = was->until_date;
	now.until_date = date_ymd((at > from ? at : from) - 1);
	now.ended_date = date_ymd(rq->today);
	now.end_reason = q->reason;
	now.end_document = q->document;
	if (!put_pack(rq->arena, &now, &put.now) || !put_pack(rq->arena, was, &put.was))
		return -ENOMEM;
	return put_event(rq, &put) ? 0 : -ENOMEM;
}
HANDLER(EXEMPTION_END, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = end_exemption);
