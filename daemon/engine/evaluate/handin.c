#include "engine/evaluate/handin.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/evaluation.h"
#include "model/calendar/calendar.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/report/report.h"
#include "proto/enums.h"
#include "rules/rule.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { RETURNED_TOO_OFTEN = 2 };

static bool returned_too_often(const Duban__Report *r)
{
	return r->returned_before + r->returned >= RETURNED_TOO_OFTEN;
}

/* 00:00 after the last day that the reviewers have. */
static usec_t quiet_until(const struct evaluation *l, const Duban__Report *r)
{
	date_t day = date_at(r->submitted_at, l->scan.zone_minutes);

	if (returned_too_often(r))
		return 0;
	if (l->params.review_wd)
		day = calendar_add(l->scan.calendar, day, (int)l->params.review_wd);
	return date_start(day + 1, l->scan.zone_minutes);
}

/* A link that is a step of its project asks for a stage, too. */
static int stage_of(const struct evaluation *l, const Duban__Report *r)
{
	Duban__Link *link;

	if (r->form == REPORT_FORM(STAGE))
		return r->stage == STAGE(WITHDRAWN) ? 0 : (int)r->stage;
	link = link_get(l->scan.txn, l->scan.arena, r->project, r->link_year, r->link_no);
	return link ? (int)step_stage(link_step(link)) : 0;
}

static int add(struct evaluation *l, const Duban__Report *r)
{
	l->handin = arena_grow(l->scan.arena, l->handin, l->n_handin, sizeof *l->handin);
	if (!l->handin)
		return -ENOMEM;
	l->handin[l->n_handin++] =
	    (struct handin){.report = r, .stage = stage_of(l, r), .quiet_until = quiet_until(l, r)};
	return 0;
}

int handins_load(struct evaluation *l)
{
	struct key *project = key_u32(KEY(), l->scan.project->num);
	struct scan s = scan_start(l->scan.txn, TABLE_report_asking, key_bytes(project));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};
		Duban__Report *report;

		(void)key_read_u32(&k);
		report = report_get(l->scan.txn, l->scan.arena, key_read_u32(&k));
		r = report ? add(l, report) : -EBADMSG;
	}
	return r ? r : txn_error(l->scan.txn);
}

static bool answers(const struct handin *h, const struct rule *rule, const struct subject *s)
{
	const Duban__Report *r = h->report;

	switch (rule->answer) {
	case ANSWER_FINISH:
		if (s->stage && h->stage == s->stage)
			return true;
		return r->form == REPORT_FORM(LINK) && r->link_year == s->id.year &&
		       r->link_no == s->id.link;
	case ANSWER_STAGE:
		return h->stage >= rule->answer_stage;
	case ANSWER_NONE:
		break;
	}
	return false;
}

const struct handin *handin_of(const struct evaluation *l, const struct rule *rule,
			       const struct subject *s)
{
	for (size_t i = 0; i < l->n_handin && !s->ended; i++)
		if (answers(&l->handin[i], rule, s))
			return &l->handin[i];
	return NULL;
}

bool handin_quiet(const struct evaluation *l, const struct handin *h)
{
	return h && l->scan.now < h->quiet_until;
}

struct turn turn_of(const struct subject *s, const struct handin *h)
{
	if (h && returned_too_often(h->report))
		return (struct turn){TURN(UNIT), h->report->unit};
	if (h && h->report->state == REPORT_STATE(PENDING))
		return (struct turn){TURN(REVIEWER), h->report->reviewer};
	if (h)
		return (struct turn){TURN(OFFICE), 0};
	if (s->turn)
		return (struct turn){s->turn, s->turn_unit};
	if (s->department)
		return (struct turn){TURN(DEPARTMENT), s->department};
	return (struct turn){TURN(UNIT), s->unit};
}

struct turn turn_of_warning(const Duban__Warning *w)
{
	if (w->turn == TURN(INVALID))
		return (struct turn){TURN(UNIT), w->unit};
	return (struct turn){w->turn, w->turn_unit};
}

bool turn_same(struct turn a, struct turn b)
{
	return a.turn == b.turn && a.unit == b.unit;
}
