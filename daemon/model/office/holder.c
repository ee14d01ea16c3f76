#include "model/office/holder.h"

#include <errno.h>

#include "base/arena.h"
#include "model/core/record.h"
#include "model/office/group.h"
#include "model/office/leave.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* A substitute may be on leave, too. */
enum { SUBSTITUTES_MAX = 4 };

struct holder_search {
	struct txn *txn;
	struct arena *arena;
	const struct holder_of *ask;
	struct holders *ret;
	uint32_t unit, sector;
	int verdict;
};

static struct holder *add(struct holder_search *f, struct holder h)
{
	struct holder *grown = arena_grow(f->arena, f->ret->holder, f->ret->n, sizeof *grown);

	if (!grown) {
		f->verdict = -ENOMEM;
		return NULL;
	}
	f->ret->holder = grown;
	grown[f->ret->n] = h;
	return &grown[f->ret->n++];
}

static bool told_already(const struct holder_search *f, uint32_t person)
{
	for (size_t i = 0; i < f->ret->n; i++)
		if (person && f->ret->holder[i].person == person)
			return true;
	return false;
}

/* Adds a registered person; on leave the substitute. */
static void add_person(struct holder_search *f, uint32_t person, const char *title, uint32_t unit)
{
	struct holder h = {.person = person, .title = title, .unit = unit};
	const Duban__Person *p;

	for (int i = 0; i < SUBSTITUTES_MAX; i++) {
		const Duban__Leave *l = leave_on(f->txn, f->arena, h.person, f->ask->day);

		if (!l)
			break;
		h.instead_of = person;
		if (!l->substitute || i + 1 == SUBSTITUTES_MAX) {
			h.person = person;
			h.instead_of = 0;
			h.gap = HOLDER_GAP(LEAVE);
			break;
		}
		h.person = l->substitute;
	}
	p = person_get(f->txn, f->arena, h.person);
	if (!p) {
		f->verdict = txn_error(f->txn) ? txn_error(f->txn) : -EBADMSG;
		return;
	}
	h.name = p->name;
	if (!told_already(f, h.person))
		(void)add(f, h);
}

/* A name that was written before the person was registered counts as the person, as in lists. */
static void add_as(struct holder_search *f, const struct holder *who)
{
	struct holder h = *who;
	uint32_t found = h.person;

	if (!found && h.name && *h.name)
		found = person_named(f->txn, h.name);
	if (found && found != UINT32_MAX) {
		add_person(f, found, h.title, h.unit);
	} else if (h.name && *h.name) {
		h.person = 0;
		h.gap = HOLDER_GAP(UNREGISTERED);
		(void)add(f, h);
	}
}

static void add_who(struct holder_search *f, uint32_t person, const char *name)
{
	add_as(f, &(struct holder){.person = person, .name = name, .title = ""});
}

static void add_one(struct holder_search *f, const Duban__Who *w)
{
	if (w)
		add_who(f, w->person, w->name);
}

static void add_several(struct holder_search *f, Duban__Who *const *who, size_t n)
{
	for (size_t i = 0; i < n && !f->verdict; i++)
		add_one(f, who[i]);
}

static void add_posts(struct holder_search *f, uint32_t unit, Duban__PostKind kind)
{
	struct posts all;

	if (!unit || f->verdict)
		return;
	f->verdict = posts_of_unit(f->txn, f->arena, unit, &all);
	for (size_t i = 0; i < all.n && !f->verdict; i++) {
		const Duban__Post *p = all.post[i];

		if (p->kind == kind && held_on(p->from_date, p->until_date, f->ask->day))
			add_person(f, p->person, p->title, unit);
	}
}

/* ---- groups */

struct wanted_members {
	Duban__GroupKind kind;
	unsigned roles;	 /* 1 << MemberRole */
	uint32_t within; /* members of units below it; 0: any */
};

static bool is_wanted(struct holder_search *f, const struct wanted_members *w,
		      const Duban__GroupMember *m)
{
	if (!m->who || !(w->roles & (1u << m->role)) ||
	    !held_on(m->from_date, m->until_date, f->ask->day))
		return false;
	return !w->within || (m->unit && unit_within(f->txn, f->arena, m->unit, w->within));
}

/* The group does not live as long as what is found. */
static void add_member(struct holder_search *f, const Duban__Group *g, const Duban__GroupMember *m)
{
	const struct holder h = {.person = m->who->person,
				 .name = arena_str(f->arena, m->who->name),
				 .title = arena_str(f->arena, g->name),
				 .unit = m->unit};

	if (!h.name || !h.title)
		f->verdict = -ENOMEM;
	else
		add_as(f, &h);
}

static void add_members(struct holder_search *f, const Duban__Group *g,
			const struct wanted_members *w)
{
	for (size_t i = 0; i < g->n_member && !f->verdict; i++)
		if (is_wanted(f, w, g->member[i]))
			add_member(f, g, g->member[i]);
}

/* All groups are read, so one at a time: a lamp asks for several posts, a look for many lamps. */
static void add_groups(struct holder_search *f, struct wanted_members w)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	struct scan s = scan_start(f->txn, TABLE_group, BYTES("", 0));

	f->verdict = arena_new(&one, WIRE_ARENA_MAX);
	while (!f->verdict && scan_next(&s)) {
		const Duban__Group *g;

		arena_reset(one);
		g = record_unpack(f->txn, s.value, &duban__group__descriptor, one);
		if (g && g->kind == w.kind)
			add_members(f, g, &w);
	}
	if (!f->verdict)
		f->verdict = txn_error(f->txn);
}

enum {
	CHIEFS = 1 << MEMBER_ROLE(CHIEF),
	DEPUTIES = 1 << MEMBER_ROLE(DEPUTY),
	EXECUTIVES = 1 << MEMBER_ROLE(EXECUTIVE),
};

/* ---- the recipients, a function each */

static void of_responsible(struct holder_search *f)
{
	const Duban__Project *p = f->ask->project;

	add_who(f, f->ask->person, f->ask->person_name);
	if (p && !f->ret->n)
		add_one(f, p->responsible_direct);
	if (p && !f->ret->n)
		add_one(f, p->responsible_main);
}

static void of_contact(struct holder_search *f)
{
	add_posts(f, f->unit, POST_KIND(REPORTER));
	if (f->ask->project && !f->ret->n)
		add_one(f, f->ask->project->liaison);
}

static void of_deputy(struct holder_search *f)
{
	add_who(f, f->ask->leader, f->ask->leader_name);
	if (!f->ret->n)
		add_posts(f, f->unit, POST_KIND(DEPUTY));
}

static void of_head(struct holder_search *f)
{
	add_posts(f, f->unit, POST_KIND(HEAD));
	if (f->ask->project && !f->ret->n)
		add_one(f, f->ask->project->responsible_first);
}

static void of_sector_staff(struct holder_search *f)
{
	add_posts(f, f->sector, POST_KIND(STAFF));
}

static void of_sector_deputy(struct holder_search *f)
{
	add_posts(f, f->sector, POST_KIND(DEPUTY));
}

static void of_sector_head(struct holder_search *f)
{
	add_posts(f, f->sector, POST_KIND(HEAD));
}

uint32_t holder_county(struct txn *t, struct arena *a, uint32_t unit)
{
	while (unit) {
		const Duban__Unit *u = unit_get(t, a, unit);

		if (!u || u->kind == UNIT_KIND(COUNTY) || u->kind == UNIT_KIND(ZONE))
			return u ? unit : 0;
		unit = u->parent;
	}
	return 0;
}

static uint32_t county_of(struct holder_search *f)
{
	return holder_county(f->txn, f->arena, f->unit);
}

static void of_county_team(struct holder_search *f)
{
	add_groups(f, (struct wanted_members){
			  .kind = GROUP_KIND(TASK_FORCE), .roles = CHIEFS, .within = county_of(f)});
}

static void of_county_executive(struct holder_search *f)
{
	add_posts(f, county_of(f), POST_KIND(EXECUTIVE));
}

static void of_supervision(struct holder_search *f)
{
	add_groups(f, (struct wanted_members){.kind = GROUP_KIND(SUPERVISION),
					      .roles = CHIEFS | DEPUTIES});
}

static void of_office(struct holder_search *f)
{
	add_groups(f,
		   (struct wanted_members){.kind = GROUP_KIND(OFFICE), .roles = CHIEFS | DEPUTIES});
}

static void of_county_leader(struct holder_search *f)
{
	if (f->ask->project)
		add_several(f, f->ask->project->leader_county, f->ask->project->n_leader_county);
}

static void of_linked_leader(struct holder_search *f)
{
	if (f->ask->project)
		add_several(f, f->ask->project->leader_city, f->ask->project->n_leader_city);
}

static void of_vice_mayor(struct holder_search *f)
{
	add_posts(f, f->sector ? f->sector : f->unit, POST_KIND(PATRON));
}

static void of_executive_mayor(struct holder_search *f)
{
	add_groups(f, (struct wanted_members){.kind = GROUP_KIND(LEADING), .roles = EXECUTIVES});
}

static void of_mayor(struct holder_search *f)
{
	add_groups(f, (struct wanted_members){.kind = GROUP_KIND(LEADING), .roles = CHIEFS});
}

static const struct recipient_row {
	void (*find)(struct holder_search *f);
	bool of_county; /* a unit of the city has none, and lacks none */
	bool of_sector;
	bool of_city; /* the same for all */
	bool of_post; /* depends on unit and sector alone */
} rows[] = {
    [RECIPIENT(RESPONSIBLE)] = {of_responsible},
    [RECIPIENT(CONTACT)] = {of_contact},
    [RECIPIENT(DEPUTY)] = {of_deputy},
    [RECIPIENT(HEAD)] = {of_head},
    [RECIPIENT(SECTOR_STAFF)] = {of_sector_staff, .of_sector = true, .of_post = true},
    [RECIPIENT(SECTOR_DEPUTY)] = {of_sector_deputy, .of_sector = true, .of_post = true},
    [RECIPIENT(SECTOR_HEAD)] = {of_sector_head, .of_sector = true, .of_post = true},
    [RECIPIENT(COUNTY_TEAM)] = {of_county_team, .of_county = true, .of_post = true},
    [RECIPIENT(COUNTY_EXECUTIVE)] = {of_county_executive, .of_county = true, .of_post = true},
    [RECIPIENT(SUPERVISION)] = {of_supervision, .of_city = true, .of_post = true},
    [RECIPIENT(OFFICE)] = {of_office, .of_city = true, .of_post = true},
    [RECIPIENT(COUNTY_LEADER)] = {of_county_leader, .of_county = true},
    [RECIPIENT(LINKED_LEADER)] = {of_linked_leader},
    [RECIPIENT(VICE_MAYOR)] = {of_vice_mayor, .of_sector = true, .of_post = true},
    [RECIPIENT(EXECUTIVE_MAYOR)] = {of_executive_mayor, .of_city = true, .of_post = true},
    [RECIPIENT(MAYOR)] = {of_mayor, .of_city = true, .of_post = true},
};

/* Whose post it is; 0: the city's. */
static uint32_t unit_of(struct holder_search *f, const struct recipient_row *row)
{
	if (row->of_city)
		return 0;
	if (row->of_sector)
		return f->sector;
	return row->of_county ? county_of(f) : f->unit;
}

int holders_of(struct txn *t, struct arena *a, const struct holder_of *ask, struct holders *ret)
{
	const Duban__Project *p = ask->project;
	struct holder_search f = {.txn = t,
				  .arena = a,
				  .ask = ask,
				  .ret = ret,
				  .unit = ask->unit || !p ? ask->unit : p->unit,
				  .sector = ask->sector || !p ? ask->sector : p->sector};
	const struct recipient_row *row = &rows[ask->to];

	assert(ask->to > 0 && (size_t)ask->to < sizeof rows / sizeof *rows && row->find);
	*ret = (struct holders){};
	if (row->of_county && !county_of(&f))
		return txn_error(t);
	row->find(&f);
	if (!ret->n && !f.verdict)
		(void)add(&f, (struct holder){.name = "",
					      .title = "",
					      .unit = unit_of(&f, row),
					      .gap = HOLDER_GAP(EMPTY)});
	return f.verdict ? f.verdict : txn_error(t);
}

int holders_again(struct txn *t, struct arena *a, struct holder_memo *m,
		  const struct holder_of *ask, struct holders *ret)
{
	const Duban__Project *p = ask->project;
	struct holder_known k = {.to = ask->to,
				 .unit = ask->unit || !p ? ask->unit : p->unit,
				 .sector = ask->sector || !p ? ask->sector : p->sector,
				 .day = ask->day},
			    *place;
	int r;

	if (!m || !rows[ask->to].of_post)
		return holders_of(t, a, ask, ret);
	/* any spread will do: whoever is not kept is looked up */
	place = &m->of[((unsigned)k.to * 37 + k.unit * 17 + k.sector) % HOLDERS_KNOWN];
	if (place->to != k.to || place->unit != k.unit || place->sector != k.sector ||
	    place->day != k.day) {
		r = holders_of(t, m->arena, ask, &k.found);
		if (r)
			return r;
		*place = k;
	}
	*ret = place->found;
	return 0;
}

bool holder_has_number(struct txn *t, struct arena *a, uint32_t person)
{
	const Duban__Contact *c = record_get(t, TABLE_contact, key_bytes(key_u32(KEY(), person)),
					     &duban__contact__descriptor, a);

	return c && *c->phone;
}
