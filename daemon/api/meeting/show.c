/* `meeting show`: a meeting, who had to come, and what its projects wait for. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/meeting/meeting.h"
#include "model/cadence/cadence.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"

/* ---- who has to come */

static bool came(struct request *rq, const Duban__Meeting *m, uint32_t unit)
{
	for (size_t i = 0; i < m->n_attendee; i++) {
		const Duban__Person *p = person_get(rq->txn, rq->arena, m->attendee[i]->person);

		if (p && unit_within(rq->txn, rq->arena, p->unit, unit))
			return true;
	}
	return false;
}

static bool has(const Duban__MeetingShowReply *b, const char *name, const char *unit)
{
	for (size_t i = 0; i < b->n_must_come; i++)
		if (strcmp(b->must_come[i]->name, name) == 0 &&
		    strcmp(b->must_come[i]->unit, unit) == 0)
			return true;
	return false;
}

static int expect(struct request *rq, const char *name, const char *unit, bool there)
{
	Duban__MeetingShowReply *b = rq->reply->meeting_show;
	Duban__MeetingExpected *x;

	if (!name || !unit)
		return -ENOMEM;
	if (!*name || has(b, name, unit))
		return 0;
	x = REQUEST_NEW(rq, Duban__MeetingExpected, duban__meeting_expected__init);
	if (!x)
		return -ENOMEM;
	x->name = (char *)(uintptr_t)name;
	x->unit = (char *)(uintptr_t)unit;
	x->there = there;
	return REQUEST_PUSH(rq, b->must_come, b->n_must_come, x);
}

static int expect_unit(struct request *rq, const Duban__Meeting *m, uint32_t unit)
{
	if (!unit)
		return 0;
	return expect(rq, request_unit_name(rq, unit), request_unit_id(rq, unit),
		      came(rq, m, unit));
}

/* The words of a tier's rule that stand for units; any other stands for itself. */
enum expected { EXPECT_WORDS, EXPECT_UNITS, EXPECT_SECTORS, EXPECT_OWNERS, EXPECT_OFFICE };

static enum expected expected_of(const char *word)
{
	static const char *const names[] = {[EXPECT_WORDS] = "",
					    [EXPECT_UNITS] = "责任单位",
					    [EXPECT_SECTORS] = "行业主管部门",
					    [EXPECT_OWNERS] = "建设单位",
					    [EXPECT_OFFICE] = "市重点办"};

	for (size_t i = 1; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], word) == 0)
			return (enum expected)i;
	return EXPECT_WORDS;
}

static int expect_of_project(struct request *rq, const Duban__Meeting *m, enum expected what,
			     const Duban__Project *p)
{
	if (!scope_reads(rq, p))
		return 0;
	if (what == EXPECT_UNITS)
		return expect_unit(rq, m, p->unit);
	if (what == EXPECT_SECTORS)
		return expect_unit(rq, m, p->sector);
	return expect(rq, p->legal_entity, "", false);
}

static int expect_word(struct request *rq, const Duban__Meeting *m, const char *word)
{
	enum expected what = expected_of(word);
	int r = 0;

	if (what == EXPECT_WORDS)
		return expect(rq, word, "", false);
	if (what == EXPECT_OFFICE || (what == EXPECT_SECTORS && m->tier == DUTY_TIER(SECTOR)))
		return expect_unit(rq, m, m->unit);
	for (size_t i = 0; i < m->n_project && !r; i++) {
		const Duban__Project *p = project_get(rq->txn, rq->arena, m->project[i]);

		r = p ? expect_of_project(rq, m, what, p) : txn_error(rq->txn);
	}
	return r;
}

static int expect_all(struct request *rq, const Duban__Meeting *m)
{
	struct cadence c;
	char *rest, *word;
	int r = 0;

	if (!m->form ||
	    !cadence_of(rq->txn, rq->arena, cadence_profile(rq->txn, rq->arena), m->form, &c))
		return 0;
	rest = arena_str(rq->arena, c.row->attendance);
	if (!rest)
		return -ENOMEM;
	while (!r && (word = strsep(&rest, ";")))
		r = expect_word(rq, m, word);
	return r;
}

/* ---- the reply */

static int fill_lists(struct request *rq, const Duban__Meeting *m, Duban__MeetingShowReply *b)
{
	int r = 0;

	for (size_t i = 0; i < m->n_attendee && !r; i++)
		r = REQUEST_PUSH(rq, b->attendee, b->n_attendee, m->attendee[i]->name);
	for (size_t i = 0; i < m->n_project && !r; i++) {
		const Duban__Project *p = project_get(rq->txn, rq->arena, m->project[i]);
		Duban__MeetingProject *row;

		if (!p || !scope_reads(rq, p))
			continue;
		r = meeting_project(rq, p, m->tier, &row);
		if (!r)
			r = REQUEST_PUSH(rq, b->project, b->n_project, row);
	}
	return r ? r : txn_error(rq->txn);
}

int meeting_reply(struct request *rq, const Duban__Meeting *m)
{
	Duban__MeetingShowReply *b =
	    REQUEST_NEW(rq, Duban__MeetingShowReply, duban__meeting_show_reply__init);
	int r;

	if (!b)
		return -ENOMEM;
	b->series = m->series;
	b->number = m->number;
	b->state = m->state;
	b->tier = m->tier;
	b->duty = m->form;
	b->unit = request_unit_id(rq, m->unit);
	b->unit_name = request_unit_name(rq, m->unit);
	b->planned_date = m->planned_date;
	b->held_date = m->held_date;
	b->chair = m->chair ? m->chair->name : (char *)(uintptr_t) "";
	b->agenda = m->agenda;
	b->decisions = m->decisions;
	b->minutes = m->minutes;
	rq->reply->body_case = DUBAN__REPLY__BODY_MEETING_SHOW;
	rq->reply->meeting_show = b;
	r = fill_lists(rq, m, b);
	return r ? r : expect_all(rq, m);
}

static int meeting_show(struct request *rq, const void *body)
{
	const Duban__MeetingShowRequest *q = body;
	Duban__Meeting *m;
	int r = meeting_find(rq, q->series, q->number, &m);

	return r ? r : meeting_reply(rq, m);
}
HANDLER(MEETING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = meeting_show);
