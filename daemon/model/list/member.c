#include "model/list/member.h"

#include <string.h>

#include "model/core/fold.h"
#include "model/core/record.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static struct key *member_key(struct key *k, uint32_t project, const char *list)
{
	return key_text(key_u32(k, project), list);
}

Duban__Member *member_get(struct txn *t, struct arena *a, uint32_t project, const char *list)
{
	return record_get(t, TABLE_member, key_bytes(member_key(KEY(), project, list)),
			  &duban__member__descriptor, a);
}

int members_load(struct txn *t, struct arena *a, uint32_t project, struct members *ret)
{
	struct scan s = scan_start(t, TABLE_member, key_bytes(key_u32(KEY(), project)));
	Duban__Member **all = NULL;
	size_t n = 0;

	while (scan_next(&s)) {
		all = arena_grow(a, all, n, sizeof *all);
		if (!all)
			return -ENOMEM;
		all[n] = record_unpack(t, s.value, &duban__member__descriptor, a);
		if (!all[n])
			break;
		n++;
	}
	*ret = (struct members){.member = all, .n = n};
	return txn_error(t);
}

bool spell_on(const Duban__Spell *s, uint32_t ymd)
{
	return s->joined_date <= ymd && (!s->left_date || ymd < s->left_date);
}

bool member_on(const Duban__Member *m, date_t day)
{
	uint32_t ymd = date_ymd(day);

	for (size_t i = 0; i < m->n_spell; i++)
		if (spell_on(m->spell[i], ymd))
			return true;
	return false;
}

bool member_counts(const Duban__Member *m, uint32_t withdrawn_from, date_t day)
{
	return member_on(m, day) && (!withdrawn_from || date_ymd(day) < withdrawn_from);
}

bool member_counts_on(struct txn *t, struct arena *a, const Duban__Project *p, const char *list,
		      date_t day)
{
	const Duban__Member *m = member_get(t, a, p->num, list);

	return m && member_counts(m, life_withdrawn_from(t, a, p), day);
}

Duban__Spell *member_spell(const Duban__Member *m)
{
	Duban__Spell *last = m->n_spell ? m->spell[m->n_spell - 1] : NULL;

	return last && !last->left_date ? last : NULL;
}

static Duban__Member *member_new(struct txn *t, struct arena *a, uint32_t project, const char *list)
{
	Duban__Member *m = arena_alloc(a, sizeof *m);

	if (!m) {
		txn_fail(t, -ENOMEM);
		return NULL;
	}
	duban__member__init(m);
	m->project = project;
	m->list = (char *)(uintptr_t)list;
	return m;
}

/* 调入: opens a spell, one stay on the list. If the last spell began on the same day, the project
 * joined, left and joined again within that day. That counts as one stay: the new spell replaces
 * the last one. */
static void enter(struct txn *t, struct arena *a, uint32_t project, const char *list,
		  const Duban__Spell *from)
{
	Duban__Member *m = member_get(t, a, project, list);
	Duban__Spell *s = arena_alloc(a, sizeof *s);

	if (!m)
		m = member_new(t, a, project, list);
	if (!m || !s || member_spell(m))
		return;
	if (m->n_spell && m->spell[m->n_spell - 1]->joined_date == from->joined_date)
		m->n_spell--;
	m->spell = arena_longer(a, m->spell, m->n_spell, sizeof *m->spell);
	if (!m->spell) {
		txn_fail(t, -ENOMEM);
		return;
	}
	*s = *from;
	m->spell[m->n_spell++] = s;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), project, list)), m);
}

/* 调出: closes the open spell. */
static void leave(struct txn *t, struct arena *a, uint32_t project, const char *list,
		  const Duban__ListLeft *words)
{
	Duban__Member *m = member_get(t, a, project, list);
	Duban__Spell *s = m ? member_spell(m) : NULL;

	if (!s)
		return;
	s->left_date = words->left_date;
	s->leave_reason = words->reason;
	s->leave_approver = words->approver;
	s->leave_document = words->document;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), project, list)), m);
}

/* The project's record names the lists it is now a member of; it must agree with the spells. While
 * a past day is rebuilt, a membership may be folded before its project. */
static void set_label(struct txn *t, struct arena *a, uint32_t project, const char *list,
		      bool member)
{
	Duban__Project *p = project_get(t, a, project);
	size_t n = 0;

	if (!p || project_on_list(p, list) == member)
		return;
	if (member) {
		p->list = arena_longer(a, p->list, p->n_list, sizeof *p->list);
		if (!p->list) {
			txn_fail(t, -ENOMEM);
			return;
		}
		p->list[p->n_list++] = (char *)(uintptr_t)list;
	} else {
		for (size_t i = 0; i < p->n_list; i++)
			if (strcmp(p->list[i], list) != 0)
				p->list[n++] = p->list[i];
		p->n_list = n;
	}
	record_put(t, TABLE_project, key_bytes(key_u32(KEY(), project)), p);
}

void member_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		   const Duban__Project *was)
{
	Duban__ListLeft left = DUBAN__LIST_LEFT__INIT;
	Duban__Spell joined = DUBAN__SPELL__INIT;

	left.left_date = joined.joined_date = e->on_date;
	for (size_t i = 0; was && i < was->n_list; i++)
		if (!project_on_list(p, was->list[i]))
			leave(t, a, p->num, was->list[i], &left);
	for (size_t i = 0; i < p->n_list; i++)
		if (!(was && project_on_list(was, p->list[i])))
			enter(t, a, p->num, p->list[i], &joined);
}

static void fold_list_joined(struct txn *t, struct arena *a, const Duban__Event *e,
			     const void *body)
{
	const Duban__ListJoined *b = body;
	Duban__Spell s = DUBAN__SPELL__INIT;

	s.joined_date = b->joined_date;
	s.join_reason = b->reason;
	s.join_approver = b->approver;
	s.join_document = b->document;
	s.promised = b->promised;
	s.n_promised = b->n_promised;
	s.promised_date = b->promised_date;
	enter(t, a, e->project, b->list, &s);
	set_label(t, a, e->project, b->list, true);
}
/* Parameters of a list apply to its members, so the project is evaluated again. */
FOLD(LIST_JOINED, fold_list_joined, .tallies = TALLY_PROJECT, .touches = true, .family = "members",
     .subject = "list");

static void fold_list_left(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__ListLeft *b = body;

	leave(t, a, e->project, b->list, b);
	set_label(t, a, e->project, b->list, false);
}
FOLD(LIST_LEFT, fold_list_left, .tallies = TALLY_PROJECT, .touches = true, .family = "members",
     .subject = "list");

static void fold_list_applied(struct txn *t, struct arena *a, const Duban__Event *e,
			      const void *body)
{
	const Duban__ListApplied *b = body;
	Duban__Member *m = member_get(t, a, e->project, b->list);

	if (!m)
		m = member_new(t, a, e->project, b->list);
	if (!m)
		return;
	m->application = b->state;
	m->application_date = b->applied_date;
	m->application_document = b->document;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), e->project, b->list)), m);
}
FOLD(LIST_APPLIED, fold_list_applied, .tallies = TALLY_BASE, .family = "members",
     .subject = "list");

static void fold_member_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Member *m = ((const Duban__MemberPut *)body)->member;

	(void)e;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), m->project, m->list)), m);
	set_label(t, a, m->project, m->list, member_spell(m) != NULL);
}
FOLD(MEMBER_PUT, fold_member_put, .tallies = TALLY_PROJECT, .touches = true);

static void remove_member(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Member *m = b->member;

	txn_del(t, TABLE_member, key_bytes(member_key(KEY(), m->project, m->list)));
	set_label(t, a, m->project, m->list, false);
}
REMOVE(member, remove_member);
