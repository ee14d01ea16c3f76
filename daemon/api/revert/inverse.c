/* The inverse of any ...Put event, by its descriptor: if it changed a record, a ...Put with new and
 * old value exchanged; if it made one, the removal of the record. What the event changed besides
 * its record is stored in it (Beside). */
#include "api/revert/inverse.h"

#include <string.h>

#include "api/cell/map.h"
#include "api/core/put.h"
#include "api/core/request.h"
#include "model/core/counter.h"
#include "model/core/event.h"
#include "model/duty/duty.h"
#include "model/link/link.h"
#include "model/list/member.h"
#include "model/param/defs.h"
#include "model/plan/year_plan.h"
#include "model/project/project.h"
#include "model/report/report.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/record/record.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

struct inversion {
	struct request *rq;
	Duban__ImportReverted *done;
	struct import_map first;  /* project -> index of its first event, + 1 */
	struct import_map report; /* numbers of the reports that the import made */
	uint32_t calendar;	  /* the highest version used */
};

static Duban__Event *event_like(struct inversion *v, const Duban__Event *ev)
{
	Duban__Event *e = request_event(v->rq);

	if (e)
		event_address(e, ev);
	return e;
}

/* ---- what it changed */

/* Removes `beside` from the copy: other events restore those values. */
static void forget_beside(const ProtobufCMessageDescriptor *d, uint8_t *body)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(d, "beside");

	if (f)
		memset(body + f->offset, 0, sizeof(ProtobufCMessage *));
}

/* The event with new and old value exchanged. */
static int restore(struct inversion *v, const Duban__Event *ev, const ProtobufCMessage *body,
		   const struct put_fields *f)
{
	Duban__Event *e = event_like(v, ev);
	uint8_t *turned = arena_dup(v->rq->arena, body, body->descriptor->sizeof_message);
	const ProtobufCMessage *now = put_noun(body, f->now), *was = put_noun(body, f->was);

	if (!e || !turned)
		return -ENOMEM;
	memcpy(turned + f->now->offset, &was, sizeof was);
	memcpy(turned + f->was->offset, &now, sizeof now);
	forget_beside(body->descriptor, turned);
	e->body_case = ev->body_case;
	e->unit_put = (Duban__UnitPut *)(void *)turned; /* all members are pointers in one union */
	if (ev->body_case == DUBAN__EVENT__BODY_PARAMETER_SET)
		e->parameter_set->was = ev->parameter_set->parameter->value;
	v->done->restored++;
	return 0;
}

/* ---- what it made */

static int clear_open(struct inversion *v, const Duban__Event *ev, struct key *subject)
{
	struct request *rq = v->rq;
	struct scan s = scan_start(rq->txn, TABLE_warning_open, key_bytes(subject));

	while (scan_next(&s)) {
		Duban__Warning *w = warning_of_open(rq->txn, rq->arena, s.key);
		Duban__WarningCleared *c =
		    REQUEST_NEW(rq, Duban__WarningCleared, duban__warning_cleared__init);
		Duban__Event *e = event_like(v, ev);

		if (!w || !c || !e)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -ENOMEM;
		c->rule = w->rule;
		c->subject = w->subject;
		c->occurrence = w->occurrence;
		c->level = w->level;
		c->due_date = w->due_date;
		c->cause = DUBAN__CLEAR_CAUSE__CLEAR_CAUSE_WITHDRAWN;
		e->body_case = DUBAN__EVENT__BODY_WARNING_CLEARED;
		e->warning_cleared = c;
	}
	return txn_error(rq->txn);
}

static void fill_removed(const Duban__Event *ev, Duban__NounRemoved *b)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_UNIT_PUT:
		b->noun = NOUN_KIND(UNIT);
		b->num = ev->unit_put->unit->num;
		break;
	case DUBAN__EVENT__BODY_PERSON_PUT:
		b->noun = NOUN_KIND(PERSON);
		b->num = ev->person_put->person->num;
		break;
	case DUBAN__EVENT__BODY_PROJECT_PUT:
		b->noun = NOUN_KIND(PROJECT);
		b->num = ev->project;
		break;
	case DUBAN__EVENT__BODY_CHAIN_PUT:
		b->noun = NOUN_KIND(CHAIN);
		b->year = ev->chain_put->chain->year;
		break;
	case DUBAN__EVENT__BODY_LINK_PUT:
		b->noun = NOUN_KIND(LINK);
		b->year = ev->link_put->link->year;
		b->link = ev->link_put->link->no;
		break;
	case DUBAN__EVENT__BODY_PLAN_PUT:
		b->noun = NOUN_KIND(PLAN);
		b->year = ev->plan_put->plan->year;
		b->num = ev->plan_put->plan->version;
		break;
	default:
		break;
	}
}

static int say_removed(struct inversion *v, const Duban__Event *ev, Duban__NounRemoved *b)
{
	Duban__Event *e = event_like(v, ev);

	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_NOUN_REMOVED;
	e->noun_removed = b;
	v->done->removed++;
	return 0;
}

static int refuse_kind(struct inversion *v, const Duban__Event *ev)
{
	return request_refuse(v->rq, STATUS_CONFLICT, "revert.kind", event_kind(ev), NULL);
}

static bool is_first(const struct inversion *v, uint32_t project, size_t i)
{
	const char *key = arena_printf(v->rq->arena, "%u", project);
	const uint32_t *at = key ? import_map_get(&v->first, key) : NULL;

	return at && *at == i + 1;
}

/* If the removal event has a field for this kind of message, sets it. */
static bool place_record(Duban__RecordRemoved *b, const ProtobufCMessage *noun)
{
	const ProtobufCMessageDescriptor *d = &duban__record_removed__descriptor;

	for (unsigned k = 0; k < d->n_fields; k++) {
		if (d->fields[k].descriptor != noun->descriptor)
			continue;
		memcpy((uint8_t *)b + d->fields[k].offset, &noun, sizeof noun);
		return true;
	}
	return false;
}

/* For any other kind: sets the kind's number and the packed record. False: no memory. */
static bool pack_record(struct inversion *v, Duban__RecordRemoved *b, const struct record *r,
			const ProtobufCMessage *noun)
{
	struct bytes packed;

	if (!put_pack(v->rq->arena, noun, &packed))
		return false;
	b->kind = r->kind;
	b->record =
	    (ProtobufCBinaryData){.len = packed.size, .data = (uint8_t *)(uintptr_t)packed.data};
	return true;
}

static int remove_record(struct inversion *v, const Duban__Event *ev, const ProtobufCMessage *noun,
			 size_t i)
{
	const struct record *r = record_of_noun(noun->descriptor);
	Duban__RecordRemoved *b =
	    REQUEST_NEW(v->rq, Duban__RecordRemoved, duban__record_removed__init);
	Duban__Event *e;

	if (!b)
		return -ENOMEM;
	if (!r || r->no_revert)
		return refuse_kind(v, ev);
	if (!place_record(b, noun) && !pack_record(v, b, r, noun))
		return -ENOMEM;
	if (ev->body_case == DUBAN__EVENT__BODY_CANDIDATE_PUT)
		b->round = ev->candidate_put->round;
	if (ev->body_case == DUBAN__EVENT__BODY_REPORT_PUT)
		b->count_anew = is_first(v, ev->project, i);
	e = event_like(v, ev);
	if (!e)
		return -ENOMEM;
	e->body_case = DUBAN__EVENT__BODY_RECORD_REMOVED;
	e->record_removed = b;
	v->done->removed++;
	return 0;
}

static int take_away(struct inversion *v, const Duban__Event *ev, const ProtobufCMessage *noun,
		     size_t i)
{
	Duban__NounRemoved *b = REQUEST_NEW(v->rq, Duban__NounRemoved, duban__noun_removed__init);
	Duban__Subject of = DUBAN__SUBJECT__INIT;
	struct key *subject = KEY();
	int r = 0;

	if (!b)
		return -ENOMEM;
	fill_removed(ev, b);
	if (!b->noun)
		return remove_record(v, ev, noun, i);
	of.project = ev->project;
	of.year = b->year;
	of.link = b->link;
	if (b->link)
		subject_key(subject, &of);
	else if (b->noun == NOUN_KIND(UNIT))
		duty_lamps_key(subject, b->num);
	else
		key_u32(subject, ev->project);
	if (b->link || b->noun == NOUN_KIND(UNIT) || b->noun == NOUN_KIND(PROJECT))
		r = clear_open(v, ev, subject);
	return r ? r : say_removed(v, ev, b);
}

/* ---- what it changed besides its records */

static Duban__Event *put_back(struct inversion *v, const Duban__Event *ev,
			      Duban__Event__BodyCase body, const void *now, const void *was)
{
	struct put p = {
	    .body = body, .is_new = !was, .project = ev->project, .project_unit = ev->project_unit};

	if (!put_pack(v->rq->arena, now, &p.now) || !put_pack(v->rq->arena, was, &p.was))
		return NULL;
	return put_event(v->rq, &p);
}

static int put_back_member(struct inversion *v, const Duban__Event *ev, const Duban__Member *before)
{
	struct request *rq = v->rq;
	Duban__Member *now = member_get(rq->txn, rq->arena, ev->project, before->list);
	int r;

	if (!now)
		return txn_error(rq->txn);
	if (before->project) /* there was a membership before */
		return put_back(v, ev, DUBAN__EVENT__BODY_MEMBER_PUT, before, now) ? 0 : -ENOMEM;
	r = remove_record(v, ev, &now->base, 0);
	v->done->removed--; /* does not count: it was not a record of the import */
	return r;
}

/* Removes the plan versions that the project's row made, the last first. */
static int drop_versions(struct inversion *v, const Duban__Event *ev, const Duban__ProjectPut *p)
{
	struct request *rq = v->rq;
	struct year_plans plans;
	int r = year_plans_load(rq->txn, rq->arena, ev->project, p->project->year, &plans);

	for (size_t i = r ? 0 : plans.n; i > 0 && !r; i--) {
		Duban__NounRemoved *b =
		    REQUEST_NEW(rq, Duban__NounRemoved, duban__noun_removed__init);

		if (plans.plan[i - 1]->version <= p->beside->plan_version)
			break;
		if (!b)
			return -ENOMEM;
		b->noun = NOUN_KIND(PLAN);
		b->year = p->project->year;
		b->num = plans.plan[i - 1]->version;
		r = say_removed(v, ev, b);
		v->done->removed--;
	}
	return r;
}

static int turn_project(struct inversion *v, const Duban__Event *ev, const struct put_fields *f)
{
	struct request *rq = v->rq;
	const Duban__ProjectPut *p = ev->project_put;
	const Duban__Beside *b = p->beside;
	int r = b && b->planned ? drop_versions(v, ev, p) : 0;

	if (!r)
		r = restore(v, ev, &p->base, f);
	if (r || !b)
		return r;
	rq->event[rq->n_event - 1]->project_put->restores = true;
	for (size_t i = 0; i < b->n_member && !r; i++)
		r = put_back_member(v, ev, b->member[i]);
	return r;
}

/* Restores the project's row after its memberships and plans were reverted; once per project, after
 * the last of them. */
static int put_back_row(struct inversion *v, const Duban__Event *ev, const Duban__Beside *b,
			size_t i)
{
	struct request *rq = v->rq;
	Duban__Project *was = b ? project_get(rq->txn, rq->arena, ev->project) : NULL, now;
	Duban__Event *e;

	if (!was || !is_first(v, ev->project, i))
		return txn_error(rq->txn);
	now = *was;
	if (b->planned) {
		now.plan = b->plan;
		now.planned_start_month = b->planned_start_month;
		now.planned_start_open = b->planned_start_open;
		now.planned_finish_month = b->planned_finish_month;
	} else {
		now.list = b->list;
		now.n_list = b->n_list;
	}
	e = put_back(v, ev, DUBAN__EVENT__BODY_PROJECT_PUT, &now, was);
	if (!e)
		return -ENOMEM;
	e->project_put->restores = true;
	return 0;
}

/* `now` NULL: as it is, but one extension less. */
static int put_back_progress(struct inversion *v, const Duban__Event *ev, uint32_t year,
			     uint32_t link, const Duban__LinkProgress *now)
{
	struct request *rq = v->rq;
	Duban__LinkProgress *was = progress_get(rq->txn, rq->arena, ev->project, year, link), less;
	Duban__Event *e;

	if (!was)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	less = *was;
	less.extensions -= less.extensions ? 1 : 0;
	e = put_back(v, ev, DUBAN__EVENT__BODY_PROGRESS_PUT, now ? now : &less, was);
	if (!e)
		return -ENOMEM;
	e->progress_put->year = year;
	e->progress_put->link = link;
	return 0;
}

static int put_back_link(struct inversion *v, const Duban__Event *ev, const Duban__LinkPut *b)
{
	if (!b->beside || !b->beside->progress)
		return 0;
	return put_back_progress(v, ev, b->link->year, b->link->no, b->beside->progress);
}

static int beside(struct inversion *v, const Duban__Event *ev, size_t i)
{
	switch (ev->body_case) {
	case DUBAN__EVENT__BODY_MEMBER_PUT:
		return put_back_row(v, ev, ev->member_put->beside, i);
	case DUBAN__EVENT__BODY_PLAN_PUT:
		return put_back_row(v, ev, ev->plan_put->beside, i);
	case DUBAN__EVENT__BODY_LINK_PUT:
		return put_back_link(v, ev, ev->link_put);
	default:
		return 0;
	}
}

/* ---- an event */

/* Schedules of the past were computed with this notice, so it must stay in the store: it is
 * withdrawn, not removed. */
static int withdraw(struct inversion *v, const Duban__Event *ev)
{
	const Duban__Calendar *was = ev->calendar_published->calendar;
	struct request *rq = v->rq;
	Duban__CalendarPublished *b =
	    REQUEST_NEW(rq, Duban__CalendarPublished, duban__calendar_published__init);
	Duban__Calendar *c = REQUEST_NEW(rq, Duban__Calendar, duban__calendar__init);
	Duban__Event *e = event_like(v, ev);

	if (!b || !c || !e)
		return -ENOMEM;
	c->version = ++v->calendar;
	c->document = was->document;
	c->city_override = was->city_override;
	c->withdraws = was->version;
	b->calendar = c;
	e->body_case = DUBAN__EVENT__BODY_CALENDAR_PUBLISHED;
	e->calendar_published = b;
	v->done->removed++;
	return 0;
}

/* Refuses the revert if a report of the import replaced another one: the state that the other had
 * before is not known. */
static int check_slots(struct inversion *v, const Duban__Event *ev)
{
	struct request *rq = v->rq;
	struct report_page all;
	int r = report_list(rq->txn, rq->arena, ev->project, SIZE_MAX, &all);

	for (size_t i = 0; i < all.n && !r; i++) {
		const Duban__Report *one = all.report[i], *holder;
		char *key = arena_printf(rq->arena, "%u", one->num);

		if (!key)
			return -ENOMEM;
		if (one->state != DUBAN__REPORT_STATE__REPORT_STATE_REPLACED ||
		    import_map_get(&v->report, key))
			continue;
		holder = report_in_slot(rq->txn, rq->arena, one);
		key = holder ? arena_printf(rq->arena, "%u", holder->num) : NULL;
		if (key && import_map_get(&v->report, key))
			return request_refuse(rq, STATUS_CONFLICT, "revert.replaced", key,
					      arena_printf(rq->arena, "%u", one->num), NULL);
	}
	return r;
}

/* Does the event add a plan version? Then `was` is the version before it, which is unchanged. */
static bool adds_version(const Duban__Event *ev)
{
	return ev->body_case == DUBAN__EVENT__BODY_PLAN_PUT && ev->plan_put->was &&
	       ev->plan_put->was->version != ev->plan_put->plan->version;
}

static int turn(struct inversion *v, const Duban__Event *ev, size_t i)
{
	ProtobufCMessage *body = NULL;
	struct put_fields f;
	int r = 0;

	if (ev->body_case == DUBAN__EVENT__BODY_CALENDAR_PUBLISHED)
		return withdraw(v, ev);
	if (ev->body_case == DUBAN__EVENT__BODY_LINK_EASED)
		return put_back_progress(v, ev, ev->link_eased->year, ev->link_eased->link, NULL);
	if (!wire_body(&ev->base, &body) || !put_fields(body->descriptor, &f))
		return refuse_kind(v, ev);
	if (ev->body_case == DUBAN__EVENT__BODY_REPORT_PUT && is_first(v, ev->project, i))
		r = check_slots(v, ev);
	if (r)
		return r;
	if (!put_noun(body, f.was) || adds_version(ev))
		r = take_away(v, ev, put_noun(body, f.now), i);
	else if (ev->body_case == DUBAN__EVENT__BODY_PROJECT_PUT)
		r = turn_project(v, ev, &f);
	else
		r = restore(v, ev, body, &f);
	return r ? r : beside(v, ev, i);
}

static int note(struct inversion *v, const Duban__Event *ev, size_t i)
{
	struct request *rq = v->rq;
	char *key = arena_printf(rq->arena, "%u", ev->project);
	bool fresh = false;
	uint32_t *at = key ? import_map_put(&v->first, key, &fresh) : NULL;

	if (!at)
		return -ENOMEM;
	if (fresh)
		*at = (uint32_t)i + 1;
	if (ev->body_case != DUBAN__EVENT__BODY_REPORT_PUT)
		return 0;
	key = arena_printf(rq->arena, "%u", ev->report_put->report->num);
	return key && import_map_put(&v->report, key, NULL) ? 0 : -ENOMEM;
}

int import_inverse(struct request *rq, Duban__Event *const *event, size_t n,
		   Duban__ImportReverted *done)
{
	struct inversion v = {.rq = rq, .done = done};
	int r = 0;

	v.first.arena = v.report.arena = rq->arena;
	v.calendar = counter_last(rq->txn, "calendar");
	for (size_t i = 0; i < n && !r; i++)
		r = note(&v, event[i], i);
	for (size_t i = n; i > 0 && !r; i--)
		r = turn(&v, event[i - 1], i - 1);
	return r;
}
