/* To do: links whose deadline is near or over. One that has a lamp lit is that lamp's thing. */
#include <errno.h>

#include "api/chain/chain.h"
#include "api/core/request.h"
#include "api/todo/source.h"
#include "model/link/link.h"
#include "model/param/parameter.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

static bool runs(const struct schedule_link *l)
{
	return (l->state == LINK_STATE(NOT_STARTED) || l->state == LINK_STATE(ACTIVE)) &&
	       !l->projected && l->deadline != DATE_NONE;
}

static bool lamp_lit(struct todo *t, const struct chain *c, uint32_t no)
{
	const Duban__Subject of = subject_of_link(c->project, c->year, no);
	struct scan s =
	    scan_start(t->rq->txn, TABLE_warning_open, key_bytes(subject_key(KEY(), &of)));

	while (scan_next(&s)) {
		const Duban__Warning *w = warning_of_open(t->rq->txn, t->arena, s.key);

		if (w && w->level > LEVEL(NOTE))
			return true;
	}
	return false;
}

/* 00:00 after the deadline: from then on the link is late. */
static usec_t late_from(const struct todo *t, const struct schedule_link *l)
{
	return date_start(l->deadline + 1, t->rq->zone_minutes);
}

/* As the commands for links take it. */
static const char *id_of(struct todo *t, const Duban__Link *l)
{
	if (l->year == t->project->year)
		return arena_printf(t->arena, "%s %u", t->project->code, l->no);
	return arena_printf(t->arena, "%s %u --year %u", t->project->code, l->no, l->year);
}

static int add(struct todo *t, const struct chain *c, size_t i)
{
	const struct schedule_link *pl = &c->schedule.link[i];
	const Duban__Link *l = c->link[i];
	bool late = pl->deadline < t->rq->today;
	bool taken = c->progress[i]->accepted_date && l->service_unit;
	const char *no = arena_printf(t->arena, "%u", l->no);
	const char *id = id_of(t, l);

	if (!no || !id)
		return -ENOMEM;
	return todo_add(t, &(struct todo_item){
			       .kind = "link",
			       .id = id,
			       .what = l->name,
			       .link = l->no,
			       .due = date_ymd(pl->deadline),
			       .why = {late ? "todo.why.link_late" : "todo.why.link_due", {no}},
			       .next_step = {late ? NULL : "todo.next.link_late", {NULL}},
			       .next_at = late ? 0 : late_from(t, pl),
			       .unit = taken ? l->service_unit : l->unit,
			       .owner = l->unit,
			       .person = {todo_who(l->leader), todo_who(l->person)},
			   });
}

static int add_chain(struct todo *t, uint32_t year, int64_t soon)
{
	struct chain c;
	int r = chain_load(t->rq->txn, t->arena, t->project->num, year, &c);

	if (!r)
		r = chain_dates(t->rq, t->project, &c);
	for (size_t i = 0; i < c.n && !r; i++) {
		const struct schedule_link *pl = &c.schedule.link[i];

		if (runs(pl) && pl->deadline - t->rq->today <= soon && !lamp_lit(t, &c, pl->no))
			r = add(t, &c, i);
	}
	return r ? r : txn_error(t->rq->txn);
}

/* At the turn of a year two chains of a project are open. */
static int each(struct todo *t)
{
	struct scan s;
	int64_t soon;
	int r;

	if (!t->project)
		return 0;
	r = parameter_number(t->rq->txn, t->arena, t->project, "todo.soon_cd", &soon);
	s = scan_start(t->rq->txn, TABLE_chain, key_bytes(key_u32(KEY(), t->project->num)));
	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = add_chain(t, key_read_u32(&k), soon);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(link, .each = each);
