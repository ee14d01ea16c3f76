#include "model/link/link.h"

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/exemption/exemption.h"
#include "model/link/step.h"
#include "model/notice/news.h"
#include "model/office/person.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

static struct key *link_key(struct key *k, uint32_t project, uint32_t year, uint32_t no)
{
	return key_u32(key_u32(key_u32(k, project), year), no);
}

Duban__Link *link_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year, uint32_t no)
{
	return record_get(t, TABLE_link, key_bytes(link_key(KEY(), project, year, no)),
			  &duban__link__descriptor, a);
}

Duban__LinkProgress *progress_get(struct txn *t, struct arena *a, uint32_t project, uint32_t year,
				  uint32_t no)
{
	return record_get(t, TABLE_progress, key_bytes(link_key(KEY(), project, year, no)),
			  &duban__link_progress__descriptor, a);
}

/* Links that were carried before the clock had a field of its own have it as their planned begin,
 * if nothing comes before them. */
static date_t carried_clock(const Duban__Link *l)
{
	uint32_t day = l->carried_clock_date;

	return date_from_ymd(day || l->n_after ? day : l->begin_date);
}

void chain_schedule_link(const Duban__Link *l, const Duban__LinkProgress *p,
			 struct schedule_link *ret)
{
	*ret = (struct schedule_link){
	    .no = l->no,
	    .class = (int)l->class_,
	    .state = (int)p->state,
	    .limit_kind = (int)l->limit->kind,
	    .limit_n = l->limit->n,
	    .fixed = date_from_ymd(l->limit->fixed_date),
	    .begin = date_from_ymd(l->begin_date),
	    .started = date_from_ymd(p->started_date),
	    .finished = date_from_ymd(p->finished_date),
	    .cancelled = date_from_ymd(p->cancelled_date),
	    .suspended = date_from_ymd(p->suspended_date),
	    .extended_on = date_from_ymd(p->extended_on_date),
	    .shift_given = p->shift_days,
	    .stopped = p->stopped_date,
	    .n_stopped = p->n_stopped_date,
	    .carried = l->carried_year != 0,
	    .carried_clock = carried_clock(l),
	    .after = l->after,
	    .n_after = l->n_after,
	};
	if (p->extended_date) {
		ret->extended = true;
		ret->limit_kind = DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED;
		ret->fixed = date_from_ymd(p->extended_date);
	}
}

static int load_links(struct txn *t, struct arena *a, struct chain *c)
{
	struct key *k = key_u32(key_u32(KEY(), c->project), c->year);
	struct scan s = scan_start(t, TABLE_link, key_bytes(k));

	while (scan_next(&s)) {
		c->link = arena_grow(a, c->link, c->n, sizeof *c->link);
		if (!c->link)
			return -ENOMEM;
		c->link[c->n] = record_unpack(t, s.value, &duban__link__descriptor, a);
		if (!c->link[c->n] || !c->link[c->n]->limit)
			return txn_error(t) ? txn_error(t) : -EBADMSG;
		c->n++;
	}
	return txn_error(t);
}

/* Tables `link` and `progress` have the same keys in the same order. */
static int load_progress(struct txn *t, struct arena *a, struct chain *c)
{
	struct key *k = key_u32(key_u32(KEY(), c->project), c->year);
	struct scan s = scan_start(t, TABLE_progress, key_bytes(k));
	size_t i = 0;

	c->progress = arena_alloc(a, (c->n + 1) * sizeof *c->progress);
	if (!c->progress)
		return -ENOMEM;
	while (i < c->n && scan_next(&s)) {
		c->progress[i] = record_unpack(t, s.value, &duban__link_progress__descriptor, a);
		if (!c->progress[i])
			return txn_error(t);
		i++;
	}
	if (txn_error(t))
		return txn_error(t);
	return i == c->n ? 0 : -EBADMSG;
}

/* The links that are steps of the project follow its life: their progress is a copy. */
static int follow_life(struct txn *t, struct arena *a, struct chain *c)
{
	const Duban__Project *p = NULL;
	const Duban__Life *life = NULL;

	c->recorded = arena_dup(a, c->progress, (c->n + 1) * sizeof *c->recorded);
	if (!c->recorded)
		return -ENOMEM;
	for (size_t i = 0; i < c->n; i++) {
		Duban__LinkStep step = link_step(c->link[i]);

		if (step == LINK_STEP(NONE))
			continue;
		if (!p) {
			p = project_get(t, a, c->project);
			life = life_get(t, a, c->project);
		}
		c->progress[i] = arena_dup(a, c->recorded[i], sizeof *c->progress[i]);
		if (!p || !life || !c->progress[i])
			return txn_error(t) ? txn_error(t) : p && life ? -ENOMEM : -EBADMSG;
		step_follow(p, life, step, c->progress[i]);
	}
	return 0;
}

static int load(struct txn *t, struct arena *a, struct chain *c)
{
	struct key *k = key_u32(key_u32(KEY(), c->project), c->year);
	int r;

	c->record = record_get(t, TABLE_chain, key_bytes(k), &duban__chain__descriptor, a);
	r = load_links(t, a, c);
	if (!r)
		r = load_progress(t, a, c);
	if (!r)
		r = follow_life(t, a, c);
	if (r)
		return r;
	c->schedule.link = arena_alloc(a, (c->n + 1) * sizeof *c->schedule.link);
	if (!c->schedule.link)
		return -ENOMEM;
	c->schedule.start = c->record ? date_from_ymd(c->record->start_date) : DATE_NONE;
	c->schedule.n = c->n;
	for (size_t i = 0; i < c->n; i++)
		chain_schedule_link(c->link[i], c->progress[i], &c->schedule.link[i]);
	return 0;
}

static int load_exempted(struct txn *t, struct arena *a, struct chain *c)
{
	const Duban__Project *p;
	struct exemptions all = {.n = 0};
	int r = 0;

	if (!exemptions_any(t))
		return txn_error(t);
	p = project_get(t, a, c->project);
	if (p)
		r = exemptions_of_project(t, a, p, &all);
	for (size_t i = 0; i < c->n && p && !r; i++) {
		r = exemptions_of_link(t, a, &all, c->link[i], &c->schedule.link[i].exempt);
	}
	return r;
}

int chain_load(struct txn *t, struct arena *a, uint32_t project, uint32_t year, struct chain *ret)
{
	struct chain c = {.project = project, .year = year};
	int r = load(t, a, &c);

	if (!r)
		r = load_exempted(t, a, &c);
	if (r)
		return r;
	*ret = c;
	return 0;
}

static void fold_chain_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ChainPut *b = body;
	struct key *k = key_u32(key_u32(KEY(), b->chain->project), b->chain->year);

	(void)a;
	(void)e;
	record_put(t, TABLE_chain, key_bytes(k), b->chain);
}
FOLD(CHAIN_PUT, fold_chain_put, .tallies = TALLY_LINKS, .touches = true, .family = FOLD_ALONE);

bool link_same_limit(const Duban__Limit *a, const Duban__Limit *b)
{
	return a->kind == b->kind && a->n == b->n && a->fixed_date == b->fixed_date;
}

static bool nobody(const Duban__Who *w)
{
	return !w || (!w->person && !*w->name);
}

static bool no_limit(const Duban__Limit *l)
{
	return !l || l->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_INVALID ||
	       (l->kind == DUBAN__LIMIT_KIND__LIMIT_KIND_FIXED && !l->fixed_date);
}

struct link_lack link_lacks(const Duban__Link *l)
{
	struct link_lack lack = {
	    .unit = l->unit == 0,
	    .leader = nobody(l->leader),
	    .person = nobody(l->person),
	    .limit = no_limit(l->limit),
	};

	lack.any = lack.unit || lack.leader || lack.person || lack.limit;
	return lack;
}

static uint32_t lacking_since(const Duban__Link *l, const Duban__LinkProgress *p,
			      const Duban__Event *e)
{
	if (!link_lacks(l).any)
		return 0;
	return p->lacking_date ? p->lacking_date : e->on_date;
}

void progress_new_limit(Duban__LinkProgress *p)
{
	p->extended_date = p->extended_on_date = p->shift_days = 0;
	p->n_stopped_date = 0;
}

static bool names_unit(const Duban__Link *l, uint32_t unit)
{
	return l->unit == unit || l->service_unit == unit;
}

/* Does any link of the project still name the unit? */
static bool any_names_unit(struct txn *t, struct arena *a, uint32_t project, uint32_t unit)
{
	struct scan s = scan_start(t, TABLE_link, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s)) {
		const Duban__Link *l = record_unpack(t, s.value, &duban__link__descriptor, a);

		if (l && names_unit(l, unit))
			return true;
	}
	return false;
}

void link_units_know(struct txn *t, struct arena *a, const Duban__Link *was, const Duban__Link *now)
{
	const uint32_t gone[] = {was ? was->unit : 0, was ? was->service_unit : 0};
	const uint32_t here[] = {now ? now->unit : 0, now ? now->service_unit : 0};

	for (size_t i = 0; i < 2; i++) {
		struct key *k = KEY();

		if (!gone[i] || (now && names_unit(now, gone[i])) ||
		    any_names_unit(t, a, was->project, gone[i]))
			continue;
		key_u32(key_u32(k, gone[i]), was->project);
		txn_del(t, TABLE_link_unit, key_bytes(k));
	}
	for (size_t i = 0; i < 2; i++) {
		struct key *k = KEY();

		if (!here[i] || (was && names_unit(was, here[i])))
			continue;
		key_u32(key_u32(k, here[i]), now->project);
		if (!txn_has(t, TABLE_link_unit, key_bytes(k)))
			txn_put(t, TABLE_link_unit, key_bytes(k), BYTES("", 0));
	}
}

/* Do the same answer for it? */
static bool same_people(const Duban__Link *a, const Duban__Link *b)
{
	return who_same(a->leader, b->leader) && who_same(a->person, b->person) &&
	       a->unit == b->unit && a->service_unit == b->service_unit;
}

/* A new link is not started. */
static void fold_link_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__LinkPut *b = body;
	const Duban__Link *l = b->link;
	struct key *k = link_key(KEY(), l->project, l->year, l->no);
	Duban__Link *was = link_get(t, a, l->project, l->year, l->no);
	Duban__LinkProgress fresh = DUBAN__LINK_PROGRESS__INIT, *p = &fresh;
	const Duban__Subject of = subject_of_link(l->project, l->year, l->no);
	uint32_t lacking;

	record_put(t, TABLE_link, key_bytes(k), l);
	link_units_know(t, a, was, l);
	if (was && !same_people(was, l))
		news_of_subject(t, &of);
	fresh.state = DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED;
	if (was)
		p = progress_get(t, a, l->project, l->year, l->no);
	if (!p)
		return;
	lacking = lacking_since(l, p, e);
	if (was && link_same_limit(was->limit, l->limit) && lacking == p->lacking_date)
		return;
	p->lacking_date = lacking;
	if (!was || !link_same_limit(was->limit, l->limit))
		progress_new_limit(p);
	record_put(t, TABLE_progress, key_bytes(k), p);
}
FOLD(LINK_PUT, fold_link_put, .tallies = TALLY_LINKS, .touches = true);

static size_t row_of(const struct chain *c, uint32_t no)
{
	size_t i = 0;

	while (i < c->n && c->link[i]->no != no)
		i++;
	return i;
}

/* The progress that the link will have once it is put (see fold_link_put). */
static Duban__LinkProgress *progress_with(struct arena *a, const struct chain *stored,
					  const Duban__Link *l)
{
	Duban__LinkProgress *p = arena_alloc(a, sizeof *p);
	size_t i = row_of(stored, l->no);

	if (!p)
		return NULL;
	duban__link_progress__init(p);
	p->state = DUBAN__LINK_STATE__LINK_STATE_NOT_STARTED;
	if (i == stored->n)
		return p;
	*p = *stored->progress[i];
	if (!link_same_limit(stored->link[i]->limit, l->limit))
		progress_new_limit(p);
	return p;
}

/* A new link has no exemption of its own. */
static void keep_exempted(const struct chain *stored, struct schedule_link *io)
{
	size_t i = row_of(stored, io->no);

	if (i < stored->n)
		io->exempt = stored->schedule.link[i].exempt;
}

int chain_with(struct arena *a, const struct chain *stored, Duban__Link *const *link, size_t n,
	       struct chain *ret)
{
	struct chain c = *stored;

	c.n = c.schedule.n = n;
	c.link = arena_alloc(a, (n + 1) * sizeof *c.link);
	c.progress = arena_alloc(a, (n + 1) * sizeof *c.progress);
	c.schedule.link = arena_alloc(a, (n + 1) * sizeof *c.schedule.link);
	if (!c.link || !c.progress || !c.schedule.link)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		c.link[i] = link[i];
		c.progress[i] = progress_with(a, stored, link[i]);
		if (!c.progress[i])
			return -ENOMEM;
		chain_schedule_link(link[i], c.progress[i], &c.schedule.link[i]);
		keep_exempted(stored, &c.schedule.link[i]);
	}
	*ret = c;
	return 0;
}
