#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/meeting/meeting.h"
#include "model/cadence/cadence.h"
#include "model/cadence/who.h"
#include "model/duty/form.h"
#include "model/meeting/meeting.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

bool meeting_is_own(struct request *rq, uint32_t unit)
{
	return request_by_office(rq) ||
	       (rq->caller->unit && unit_within(rq->txn, rq->arena, unit, rq->caller->unit));
}

/* The first unit of the kind that the cadence calls `office`; 0: none. */
static uint32_t office_of(struct request *rq)
{
	struct who_known known = {.n = 0};
	struct who_units found;

	if (who_units(rq->txn, rq->arena, "office", &known, &found) || !found.n)
		return 0;
	return found.unit[0];
}

/* The duties that are fulfilled by a meeting of the tier: their number, and the last of them. */
static size_t forms_of_tier(struct request *rq, Duban__DutyTier tier, Duban__DutyForm *ret)
{
	const char *profile = cadence_profile(rq->txn, rq->arena);
	size_t n = 0;

	for (int form = 1; form < DUTY_FORM_MAX_; form++) {
		struct cadence c;

		if (!duty_form((Duban__DutyForm)form)->held ||
		    !cadence_of(rq->txn, rq->arena, profile, (Duban__DutyForm)form, &c) ||
		    c.row->tier != tier)
			continue;
		*ret = (Duban__DutyForm)form;
		n++;
	}
	return n;
}

static bool of_one_unit(Duban__DutyTier tier)
{
	return tier == DUTY_TIER(UNIT) || tier == DUTY_TIER(SECTOR);
}

const char *meeting_settle(struct request *rq, Duban__Meeting *io, const char **ret_column)
{
	size_t n = io->form ? 1 : forms_of_tier(rq, io->tier, &io->form);

	*ret_column = "duty";
	if (io->form && !duty_form(io->form)->held)
		return "meeting.not_a_meeting";
	if (n > 1) {
		io->form = DUTY_FORM(INVALID);
		if (io->state == MEETING_STATE(HELD))
			return "meeting.which_duty";
	}
	*ret_column = "unit";
	if (!io->unit)
		io->unit = of_one_unit(io->tier) ? rq->caller->unit : office_of(rq);
	if (!io->unit)
		return "meeting.no_unit";
	*ret_column = "held";
	if ((io->state == MEETING_STATE(HELD)) != (io->held_date != 0))
		return "meeting.held_without_day";
	return NULL;
}

int meeting_find(struct request *rq, const char *series, uint32_t number, Duban__Meeting **ret)
{
	int r = request_text(rq, "series", series, NAME_MAX_BYTES, true);
	Duban__Meeting *m = r ? NULL : meeting_get(rq->txn, rq->arena, series, number);

	if (r || txn_error(rq->txn))
		return r ? r : txn_error(rq->txn);
	if (m && !scope_reads_of(rq, m->unit)) {
		rq->hidden = true;
		m = NULL;
	}
	if (!m)
		return request_refuse(rq, STATUS_NOT_FOUND, "meeting.unknown", series,
				      arena_printf(rq->arena, "%u", number), NULL);
	*ret = m;
	return 0;
}

int meeting_draft(struct request *rq, const Duban__Meeting *now, const Duban__Meeting *was)
{
	Duban__MeetingPut *b = REQUEST_NEW(rq, Duban__MeetingPut, duban__meeting_put__init);
	Duban__Event *ev = request_event(rq);

	if (!b || !ev)
		return -ENOMEM;
	if (duban__meeting__get_packed_size(now) > VALUE_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "request.too_large", NULL);
	ev->project_unit = now->unit;
	ev->body_case = DUBAN__EVENT__BODY_MEETING_PUT;
	ev->meeting_put = b;
	b->meeting = (Duban__Meeting *)(uintptr_t)now;
	b->was = (Duban__Meeting *)(uintptr_t)was;
	return 0;
}
