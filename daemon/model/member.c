#include "model/project.h"

#include <string.h>

#include "model/record.h"

static struct key *member_key(struct key *k, uint32_t project, const char *list)
{
	return key_text(key_u32(k, project), list);
}

Duban__Member *member_get(struct txn *t, struct arena *a, uint32_t project, const char *list)
{
	return record_get(t, TABLE_member, key_bytes(member_key(KEY(), project, list)),
			  &duban__member__descriptor, a);
}

Duban__List *list_get(struct txn *t, struct arena *a, const char *name)
{
	if (!*name || strlen(name) > NAME_MAX_BYTES)
		return NULL;
	return record_get(t, TABLE_list, key_bytes(key_text(KEY(), name)), &duban__list__descriptor,
			  a);
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

bool member_on(const Duban__Member *m, date_t day)
{
	uint32_t ymd = date_ymd(day);

	for (size_t i = 0; i < m->n_spell; i++)
		if (m->spell[i]->joined_date <= ymd &&
		    (!m->spell[i]->left_date || ymd < m->spell[i]->left_date))
			return true;
	return false;
}

static bool named(const Duban__Project *p, const char *list)
{
	for (size_t i = 0; p && i < p->n_list; i++)
		if (strcmp(p->list[i], list) == 0)
			return true;
	return false;
}

static Duban__Spell *open_spell(const Duban__Member *m)
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

static void enter(struct txn *t, struct arena *a, const Duban__Event *e, uint32_t project,
		  const char *list)
{
	Duban__Member *m = member_get(t, a, project, list);
	Duban__Spell *s = arena_alloc(a, sizeof *s);

	if (!m)
		m = member_new(t, a, project, list);
	if (!m || !s || open_spell(m))
		return;
	m->spell = arena_grow(a, m->spell, m->n_spell, sizeof *m->spell);
	if (!m->spell) {
		txn_fail(t, -ENOMEM);
		return;
	}
	duban__spell__init(s);
	s->joined_date = e->on_date;
	m->spell[m->n_spell++] = s;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), project, list)), m);
}

static void leave(struct txn *t, struct arena *a, const Duban__Event *e, uint32_t project,
		  const char *list)
{
	Duban__Member *m = member_get(t, a, project, list);
	Duban__Spell *s = m ? open_spell(m) : NULL;

	if (!s)
		return;
	s->left_date = e->on_date;
	record_put(t, TABLE_member, key_bytes(member_key(KEY(), project, list)), m);
}

void member_follow(struct txn *t, struct arena *a, const Duban__Event *e, const Duban__Project *p,
		   const Duban__Project *was)
{
	for (size_t i = 0; was && i < was->n_list; i++)
		if (!named(p, was->list[i]))
			leave(t, a, e, p->num, was->list[i]);
	for (size_t i = 0; i < p->n_list; i++)
		if (!named(was, p->list[i]))
			enter(t, a, e, p->num, p->list[i]);
}
