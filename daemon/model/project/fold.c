#include "model/core/fold.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/core/store.h"
#include "model/list/member.h"
#include "model/notice/news.h"
#include "model/office/person.h"
#include "model/plan/year_plan.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "store/db/txn.h"

static void fold_project_count(struct txn *t, struct arena *a)
{
	Duban__Store *s = store_row(t, a);

	if (!s)
		return;
	s->projects++;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

/* A project can be found by its code and by its former codes. */
static void know_codes(struct txn *t, const Duban__Project *p)
{
	txn_put_u32(t, TABLE_project_code, key_bytes(key_text(KEY(), p->code)), p->num);
	for (size_t i = 0; i < p->n_former; i++)
		txn_put_u32(t, TABLE_project_code, key_bytes(key_text(KEY(), p->former[i])),
			    p->num);
}

static void forget_codes(struct txn *t, const Duban__Project *p)
{
	txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->code)));
	for (size_t i = 0; i < p->n_former; i++)
		txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->former[i])));
}

static bool same_leaders(Duban__Who *const *a, size_t n_a, Duban__Who *const *b, size_t n_b)
{
	for (size_t i = 0; n_a == n_b && i < n_a; i++)
		if (!who_same(a[i], b[i]))
			return false;
	return n_a == n_b;
}

/* Do the same answer for it? */
static bool same_people(const Duban__Project *a, const Duban__Project *b)
{
	return a->unit == b->unit && a->sector == b->sector &&
	       who_same(a->responsible_first, b->responsible_first) &&
	       who_same(a->responsible_main, b->responsible_main) &&
	       who_same(a->responsible_direct, b->responsible_direct) &&
	       who_same(a->liaison, b->liaison) &&
	       same_leaders(a->leader_city, a->n_leader_city, b->leader_city, b->n_leader_city) &&
	       same_leaders(a->leader_county, a->n_leader_county, b->leader_county,
			    b->n_leader_county);
}

static void fold_project_put(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	const Duban__ProjectPut *b = body;
	const Duban__Project *p = b->project;
	Duban__Project *was = project_get(t, a, p->num);

	if (was)
		forget_codes(t, was);
	if (was && (was->unit != p->unit || was->sector != p->sector))
		project_units_know(t, was, false);
	if (!was || was->unit != p->unit || was->sector != p->sector)
		project_units_know(t, p, true);
	record_put(t, TABLE_project, key_bytes(key_u32(KEY(), p->num)), p);
	know_codes(t, p);
	counter_raise(t, "project", p->num);
	if (was && !same_people(was, p))
		news_of_project(t, p->num);
	if (b->restores)
		return;
	life_follow(t, a, e, p, was);
	member_follow(t, a, e, p, was);
	year_plan_follow(t, a, e, p, was);
	if (!was)
		fold_project_count(t, a);
}
FOLD(PROJECT_PUT, fold_project_put, .tallies = TALLY_PROJECT, .touches = true, .family = "projects",
     .subject = "");
