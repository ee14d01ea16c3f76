#include "api/warning/target.h"

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/core/scope.h"
#include "api/warning/filter.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "proto/wire_name.h"
#include "rules/subject.h"

static bool reads(struct request *rq, const struct warning_target *t)
{
	if (t->w->subject->project)
		return t->project && scope_reads(rq, t->project);
	return scope_reads_of(rq, t->owner);
}

int warning_find(struct request *rq, const char *id, struct warning_target *ret)
{
	struct warning_target t = {.id = id};
	struct warning_id parts;

	if (warning_id_parse(id, &parts))
		t.w = warning_get(rq->txn, rq->arena, &parts.subject, parts.rule, parts.occurrence);
	if (t.w) {
		t.project = project_get(rq->txn, rq->arena, t.w->subject->project);
		t.owner = t.project ? t.project->unit : warning_owner(rq, t.w);
	}
	if (!t.w || !reads(rq, &t)) {
		rq->hidden = rq->hidden || t.w;
		return request_refuse(rq, STATUS_NOT_FOUND, "warning.unknown", id, NULL);
	}
	*ret = t;
	return 0;
}

int warning_find_open(struct request *rq, const char *id, bool notes, struct warning_target *ret)
{
	int r = warning_find(rq, id, ret);

	if (r)
		return r;
	if (ret->w->state != WARNING_STATE(OPEN))
		return request_refuse(
		    rq, STATUS_CONFLICT, "warning.cleared_already", id,
		    wire_enum_name(&duban__clear_cause__descriptor, (int)ret->w->cause), NULL);
	if (ret->w->level < LEVEL(YELLOW) && !notes)
		return request_refuse(rq, STATUS_CONFLICT, "warning.only_a_reminder", id, NULL);
	return 0;
}

static bool within(struct request *rq, uint32_t unit)
{
	return unit && unit_within(rq->txn, rq->arena, unit, rq->caller->unit);
}

int warning_check_part(struct request *rq, const struct warning_target *t)
{
	if (((1u << rq->caller->role) & ROLES_CITY) || within(rq, t->w->unit) ||
	    within(rq, t->w->turn_unit) || within(rq, t->owner))
		return 0;
	return request_refuse(rq, STATUS_DENIED, "warning.no_part", t->id,
			      request_unit_name(rq, t->w->unit), NULL);
}

static char *person_id(struct request *rq, uint32_t num)
{
	const Duban__Person *p = person_get(rq->txn, rq->arena, num);

	return p ? p->id : (char *)(uintptr_t)protobuf_c_empty_string;
}

static Duban__WarningAbout *about_of(struct request *rq, const struct warning_target *t)
{
	Duban__WarningAbout *b = REQUEST_NEW(rq, Duban__WarningAbout, duban__warning_about__init);
	struct subject_about about;
	Duban__WarningRow *row;
	bool there;

	if (!b || row_warning(rq, t->w, t->project, &row))
		return NULL;
	there = row_subject(rq, t->w->subject, t->project, &about);
	b->n_before = t->w->n_before;
	b->before = t->w->before;
	b->project = row->project;
	b->project_name = row->project_name;
	b->link_name = row->link_name;
	b->subject_name = row->subject_name;
	b->unit = row->unit;
	b->unit_name = row->unit_name;
	b->leader = row->leader;
	b->person = row->person;
	b->leader_id = person_id(rq, there ? about.leader_num : 0);
	b->person_id = person_id(rq, there ? about.person_num : 0);
	b->turn = row->turn;
	b->turn_unit = row->turn_unit;
	b->turn_unit_name = row->turn_unit_name;
	b->due_date = t->w->due_date;
	return b;
}

Duban__Event *warning_deed(struct request *rq, const struct warning_target *t)
{
	Duban__WarningAbout *about = about_of(rq, t);
	Duban__Event *ev = about ? request_event(rq) : NULL;

	if (!ev)
		return NULL;
	ev->project = t->w->subject->project;
	ev->project_unit = t->owner;
	if (t->w->turn_unit != t->owner)
		ev->turn_unit = t->w->turn_unit;
	ev->about = about;
	return ev;
}
