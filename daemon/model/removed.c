/* A noun is taken out again with all that stands under it: by the revert of the import that
 * made it, before anything was built on it. Its number is never given again, and its warnings,
 * all cleared, stay. */
#include "model/fold.h"
#include "model/nouns.h"
#include "model/project.h"
#include "model/record.h"

static void remove_unit(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Unit *u = unit_get(t, a, num);

	if (!u)
		return;
	txn_del(t, TABLE_unit_id, key_bytes(key_text(KEY(), u->id)));
	txn_del(t, TABLE_unit_child, key_bytes(key_u32(key_u32(KEY(), u->parent), num)));
	txn_del(t, TABLE_unit, key_bytes(key_u32(KEY(), num)));
}

static void remove_person(struct txn *t, struct arena *a, uint32_t num)
{
	Duban__Person *p = person_get(t, a, num);

	if (!p)
		return;
	txn_del(t, TABLE_person_id, key_bytes(key_text(KEY(), p->id)));
	txn_del(t, TABLE_person, key_bytes(key_u32(KEY(), num)));
}

static void remove_under(struct txn *t, enum table table, uint32_t project)
{
	struct scan s = scan_start(t, table, key_bytes(key_u32(KEY(), project)));

	while (scan_next(&s))
		txn_del(t, table, key_bytes(key_raw(KEY(), s.key)));
}

static void count_off(struct txn *t, struct arena *a)
{
	Duban__Store *s = store_row(t, a);

	if (!s)
		return;
	s->projects--;
	record_put(t, TABLE_store, key_bytes(KEY()), s);
}

static void remove_project(struct txn *t, struct arena *a, uint32_t num)
{
	static const enum table under[] = {TABLE_life,	TABLE_member,	  TABLE_plan,
					   TABLE_chain, TABLE_link,	  TABLE_progress,
					   TABLE_paper, TABLE_acceptance, TABLE_figure};
	Duban__Project *p = project_get(t, a, num);

	if (!p)
		return;
	txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->code)));
	for (size_t i = 0; i < p->n_former; i++)
		txn_del(t, TABLE_project_code, key_bytes(key_text(KEY(), p->former[i])));
	for (size_t i = 0; i < sizeof under / sizeof *under; i++)
		remove_under(t, under[i], num);
	txn_del(t, TABLE_project, key_bytes(key_u32(KEY(), num)));
	count_off(t, a);
}

static void fold_removed(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__NounRemoved *b = body;
	struct key *k = key_u32(key_u32(KEY(), e->project), b->year);

	switch (b->noun) {
	case DUBAN__NOUN_KIND__NOUN_KIND_UNIT:
		remove_unit(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PERSON:
		remove_person(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PROJECT:
		remove_project(t, a, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_CHAIN:
		txn_del(t, TABLE_chain, key_bytes(k));
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_PLAN:
		year_plan_remove(t, a, e->project, b->year, b->num);
		break;
	case DUBAN__NOUN_KIND__NOUN_KIND_LINK:
		key_u32(k, b->link);
		txn_del(t, TABLE_link, key_bytes(k));
		txn_del(t, TABLE_progress, key_bytes(k));
		break;
	default:
		txn_fail(t, -EBADMSG);
		break;
	}
}
FOLD(NOUN_REMOVED, fold_removed, .touches = true);

/* Closes a revert, whose events come right before it. */
static void fold_reverted(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	(void)t;
	(void)a;
	(void)e;
	(void)body;
}
FOLD(IMPORT_REVERTED, fold_reverted);
