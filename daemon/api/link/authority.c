#include "api/link/authority.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/link/target.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/param/parameter.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Of anybody but the office the caller's own rights count, on whosever behalf it is entered. */
static bool on_behalf(const struct request *rq)
{
	return request_by_office(rq) && *rq->request->for_unit;
}

uint32_t link_acting_unit(struct request *rq)
{
	return on_behalf(rq) ? unit_by_id(rq->txn, rq->request->for_unit) : rq->caller->unit;
}

static bool holds(struct request *rq, uint32_t top, uint32_t unit)
{
	return top && unit && unit_within(rq->txn, rq->arena, unit, top);
}

/* A department that is responsible for the link itself has no act of its own on it. */
static bool by_department(struct request *rq, const Duban__Link *l)
{
	uint32_t me = link_acting_unit(rq);

	return holds(rq, me, l->service_unit) && !holds(rq, me, l->unit);
}

enum link_right link_right(struct request *rq, const Duban__Link *l)
{
	if (request_by_office(rq) && !on_behalf(rq))
		return LINK_RIGHT_OFFICE;
	return by_department(rq, l) ? LINK_RIGHT_DEPARTMENT : LINK_RIGHT_ASKS;
}

/* ---- lamps */

static date_t day_of(const struct request *rq, int64_t at)
{
	return date_at((usec_t)at, rq->zone_minutes);
}

static bool lit_since(const struct request *rq, const Duban__Warning *w, uint32_t rule, date_t from)
{
	bool open = w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN;

	return w->level != LEVEL(NOTE) && (!rule || w->rule == rule) &&
	       (open || day_of(rq, w->cleared_at) >= from);
}

bool link_lamp(struct request *rq, const Duban__Link *l, uint32_t rule, date_t from,
	       struct link_lamp *ret)
{
	const Duban__Subject of = subject_of_link(l->project, l->year, l->no);
	struct key *k = KEY();
	bool found = false;
	struct scan s;

	s = scan_start(rq->txn, TABLE_warning, key_bytes(subject_key(k, &of)));
	while (!(found && ret->open) && scan_next(&s)) {
		const Duban__Warning *w =
		    record_unpack(rq->txn, s.value, &duban__warning__descriptor, rq->arena);

		if (!w || !lit_since(rq, w, rule, from))
			continue;
		found = true;
		*ret = (struct link_lamp){
		    .rule = w->rule,
		    .since = day_of(rq, w->since_at),
		    .open = w->state == DUBAN__WARNING_STATE__WARNING_STATE_OPEN,
		};
	}
	return found && !txn_error(rq->txn);
}

static int refuse_lit(struct request *rq, const struct target *t, const char *code,
		      const struct link_lamp *lamp)
{
	char since[DATE_TEXT_MAX];

	return request_refuse(rq, STATUS_DENIED, code, t->project->code, target_no(rq, t),
			      arena_printf(rq->arena, "W%02u", lamp->rule),
			      date_text(lamp->since, since), NULL);
}

int link_effect_from(struct request *rq, const struct target *t, date_t at)
{
	const struct schedule_link *pl = t->plan;
	struct link_lamp lamp;
	char due[DATE_TEXT_MAX];

	if (at >= rq->today || link_right(rq, t->link) == LINK_RIGHT_OFFICE)
		return 0;
	if (link_lamp(rq, t->link, 0, at, &lamp))
		return refuse_lit(rq, t, "link.lit_since", &lamp);
	/* a lamp may be due that is not lit: nobody has looked yet, or its rule stands still */
	if (!pl->projected && pl->deadline != DATE_NONE && pl->deadline < rq->today)
		return request_refuse(rq, STATUS_DENIED, "link.due_since", t->project->code,
				      target_no(rq, t), date_text(pl->deadline, due), NULL);
	return txn_error(rq->txn);
}

int link_start_from(struct request *rq, const struct target *t, date_t at)
{
	enum { NOT_STARTED = 3 }; /* W03 */
	struct link_lamp lamp;

	if (at >= rq->today || link_right(rq, t->link) == LINK_RIGHT_OFFICE)
		return 0;
	if (link_lamp(rq, t->link, NOT_STARTED, at, &lamp))
		return refuse_lit(rq, t, "link.start_lit_since", &lamp);
	return txn_error(rq->txn);
}

/* ---- how often */

int link_extensions_left(struct request *rq, const Duban__Project *p, uint32_t no,
			 uint32_t extensions)
{
	int64_t max;
	int r = parameter_number(rq->txn, rq->arena, p, "extension.max", &max);

	if (r || (int64_t)extensions < max)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "link.extended_enough", p->code,
			      arena_printf(rq->arena, "%u", no),
			      arena_printf(rq->arena, "%u", extensions), NULL);
}
