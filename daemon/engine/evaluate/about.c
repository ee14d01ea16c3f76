#include "engine/evaluate/about.h"

#include <errno.h>

#include "base/arena.h"
#include "engine/core/engine_private.h"
#include "engine/evaluate/evaluation.h"
#include "model/office/person.h"
#include "model/office/unit.h"
#include "store/db/txn.h"

static char *kept(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void put_unit(struct evaluation *l, uint32_t num, char **ret_id, char **ret_name)
{
	const Duban__Unit *u = num ? unit_get(l->e->txn, l->scan.arena, num) : NULL;

	if (!u)
		return;
	*ret_id = u->id;
	*ret_name = u->name;
}

static char *person_id(struct evaluation *l, uint32_t num)
{
	const Duban__Person *p = num ? person_get(l->e->txn, l->scan.arena, num) : NULL;

	return p ? p->id : kept("");
}

static void put_subject(struct evaluation *l, const struct told_of *of, Duban__WarningAbout *b)
{
	const struct subject_kind *kind = subject_kind_of(of->subject);
	struct subject_about about = {.txn = l->e->txn,
				      .arena = l->scan.arena,
				      .id = of->subject,
				      .project = l->scan.project,
				      .name = "",
				      .leader = "",
				      .person = "",
				      .words = ""};
	bool there = kind && kind->about && kind->about(&about);

	if (*of->subject->kind)
		b->subject_name = kept(about.name);
	else if (of->subject->link)
		b->link_name = kept(about.name);
	b->leader = kept(about.leader);
	b->person = kept(about.person);
	b->leader_id = person_id(l, about.leader_num);
	b->person_id = person_id(l, about.person_num);
	put_unit(l, there ? about.unit : of->unit, &b->unit, &b->unit_name);
}

bool about_leave_level(struct evaluation *l, Duban__WarningAbout *about, Duban__Level level)
{
	about->before =
	    arena_grow(l->scan.arena, about->before, about->n_before, sizeof *about->before);
	if (!about->before) {
		txn_fail(l->e->txn, -ENOMEM);
		return false;
	}
	about->before[about->n_before++] = level;
	return true;
}

Duban__WarningAbout *warning_about(struct evaluation *l, const struct told_of *of)
{
	Duban__WarningAbout *b = arena_alloc(l->scan.arena, sizeof *b);

	if (!b) {
		txn_fail(l->e->txn, -ENOMEM);
		return NULL;
	}
	duban__warning_about__init(b);
	for (size_t i = 0; of->before && i < of->before->n_before; i++)
		if (!about_leave_level(l, b, of->before->before[i]))
			return NULL;
	if (l->scan.project) {
		b->project = l->scan.project->code;
		b->project_name = l->scan.project->name;
	}
	put_subject(l, of, b);
	put_unit(l, of->turn.unit, &b->turn_unit, &b->turn_unit_name);
	b->turn = of->turn.turn;
	b->due_date = of->due_date;
	return b;
}

Duban__Event *warning_event(struct evaluation *l, const struct told_of *of)
{
	Duban__Event *ev = evaluation_event(l);

	if (!ev)
		return NULL;
	if (of->turn.unit != ev->project_unit)
		ev->turn_unit = of->turn.unit;
	ev->about = warning_about(l, of);
	return ev->about ? ev : NULL;
}

struct told_of told_of_finding(const struct finding *s, const Duban__Warning *w)
{
	return (struct told_of){.subject = &s->subject->id,
				.turn = s->turn,
				.unit = s->subject->unit,
				.due_date = date_ymd(s->outcome->due),
				.before = w};
}
