#include "model/project/life.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "store/db/txn.h"

static struct key *life_key(struct key *k, uint32_t project)
{
	return key_u32(k, project);
}

Duban__Life *life_get(struct txn *t, struct arena *a, uint32_t project)
{
	Duban__Life *l = record_get(t, TABLE_life, key_bytes(life_key(KEY(), project)),
				    &duban__life__descriptor, a);

	if (l || txn_error(t))
		return l;
	l = arena_alloc(a, sizeof *l);
	if (!l) {
		txn_fail(t, -ENOMEM);
		return NULL;
	}
	duban__life__init(l);
	l->project = project;
	return l;
}

static bool begun(Duban__Stage s)
{
	return s >= DUBAN__STAGE__STAGE_BUILDING && s <= DUBAN__STAGE__STAGE_ARCHIVED;
}

uint32_t life_begun_date(const Duban__Life *l)
{
	if (l->started_date)
		return l->started_date;
	return l->begun_by_date ? l->begun_by_date : l->entered_date;
}

void life_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		 const Duban__Project *was)
{
	Duban__Life *l;

	if (was && was->stage == p->stage)
		return;
	l = life_get(t, a, p->num);
	if (!l)
		return;
	l->stage_date = e->on_date;
	if (!was)
		l->entered_date = e->on_date;
	if (!begun(p->stage))
		l->begun_by_date = 0;
	else if (!was || !begun(was->stage))
		l->begun_by_date = e->on_date;
	record_put(t, TABLE_life, key_bytes(life_key(KEY(), p->num)), l);
}

uint32_t life_withdrawn_from(struct txn *t, struct arena *a, const Duban__Project *p)
{
	const Duban__Life *l;

	if (p->stage != DUBAN__STAGE__STAGE_WITHDRAWN)
		return 0;
	l = life_get(t, a, p->num);
	if (l && l->withdrawn_date)
		return l->withdrawn_date;
	return l && l->stage_date > l->entered_date ? l->stage_date : DATE_MIN;
}

bool life_stage_on(const Duban__Project *p, const Duban__Life *l, uint32_t ymd, Duban__Stage *ret)
{
	uint32_t began = l->started_date ? l->started_date : l->begun_by_date;

	if (ymd >= l->stage_date)
		*ret = p->stage;
	else if (began && began <= ymd)
		*ret = DUBAN__STAGE__STAGE_BUILDING;
	else
		return false;
	return true;
}

bool life_continued(const Duban__Project *p, const Duban__Life *l, uint32_t year)
{
	return (p->stage == DUBAN__STAGE__STAGE_BUILDING ||
		p->stage == DUBAN__STAGE__STAGE_STOPPED) &&
	       l->started_date != 0 && l->started_date / 10000 < year;
}

static void fold_life_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LifePut *b = body;

	(void)a;
	(void)e;
	record_put(t, TABLE_life, key_bytes(life_key(KEY(), b->life->project)), b->life);
}
FOLD(LIFE_PUT, fold_life_put, .tallies = TALLY_PROJECT, .touches = true, .family = "projects",
     .subject = "");
