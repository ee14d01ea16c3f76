/* Import of groups (领导小组, 办公室, 督查问责办, 工作专班) and their members: one row for each
 * member, or a row without a person for the group alone. The rows of a group may be anywhere in the
 * file. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/core/counter.h"
#include "model/core/record.h"
#include "model/office/group.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/db.h"
#include "store/db/txn.h"

enum {
	GROUP_ID,
	GROUP_NAME,
	GROUP_KIND,
	GROUP_PARENT,
	GROUP_PERSON,
	GROUP_ROLE,
	GROUP_UNIT,
	GROUP_SECONDED,
	GROUP_FROM,
	GROUP_UNTIL,
};

/* A group of the file. It stays in the scratch arena until the end. */
struct group_rows {
	Duban__Group now, *was;
	uint32_t line;
	bool fine;
};

struct groups {
	struct import *im;
	struct import_map by_id; /* -> group */
	struct group_rows *group;
	size_t n;
	uint32_t last; /* the highest number used */
};

static struct group_rows *open_group(struct groups *g, const char *id)
{
	struct txn *t = g->im->in.rq->txn;
	bool fresh = false;
	uint32_t *at = import_map_put(&g->by_id, id, &fresh);
	struct group_rows *one;

	if (!at) {
		g->im->in.full = true;
		return NULL;
	}
	if (!fresh)
		return &g->group[*at];
	*at = (uint32_t)g->n;
	one = &g->group[g->n++];
	one->was = group_get(t, g->im->in.scratch, group_by_id(t, id));
	duban__group__init(&one->now);
	if (one->was)
		one->now = *one->was;
	one->now.id = (char *)(uintptr_t)id;
	one->now.num = one->was ? one->was->num : ++g->last;
	one->line = g->im->row->line;
	one->fine = true;
	return one;
}

/* First pass: finds the groups of the file, since a parent may come after its child. */
static void read_group(struct groups *g)
{
	struct import *im = g->im;
	struct cell id = import_cell(im, GROUP_ID), name = import_cell(im, GROUP_NAME);
	struct cell kind = import_cell(im, GROUP_KIND);
	struct checks all = {0};
	struct group_rows *one;
	const char *key = "";
	int what;

	if (!cell_required(&id) || !cell_key(&id, ID_MAX, "-_", &key))
		return;
	one = open_group(g, key);
	if (!one)
		return;
	what = (int)one->now.kind;
	checks_fine(&all, cell_needed(&name, !*one->now.name));
	checks_fine(&all, cell_text(&name, NAME_MAX_BYTES, &one->now.name));
	checks_fine(&all, cell_needed(&kind, what == 0));
	checks_fine(&all, cell_enum(&kind, &duban__group_kind__descriptor, &what));
	if (!checks_passed(&all))
		one->fine = false;
	one->now.kind = (Duban__GroupKind)what;
}

static bool read_parent(struct groups *g, struct group_rows *one, const struct cell *c)
{
	const uint32_t *at;

	if (c->clear)
		one->now.parent = 0;
	if (cell_empty(c))
		return true;
	at = import_map_get(&g->by_id, c->text);
	one->now.parent = at ? g->group[*at].now.num : group_by_id(g->im->in.rq->txn, c->text);
	return one->now.parent ? true : cell_refuse(c, "group.unknown_parent", NULL);
}

static bool same_who(const Duban__Who *a, const Duban__Who *b)
{
	return a->person ? a->person == b->person : !b->person && strcmp(a->name, b->name) == 0;
}

/* Finds the stored membership that a row is about, in the same way as posts (import_posts.c). */
static bool find_member(const struct group_rows *one, const Duban__Who *who, uint32_t from_date,
			const struct cell *from, Duban__GroupMember **ret)
{
	Duban__GroupMember *open = NULL;

	*ret = NULL;
	for (size_t i = 0; i < one->now.n_member; i++) {
		Duban__GroupMember *m = one->now.member[i];

		if (!same_who(who, m->who))
			continue;
		if (m->from_date == from_date) {
			*ret = m;
			return true;
		}
		if (m->until_date || (from_date && m->from_date))
			continue;
		if (open)
			return cell_refuse(from, "group.which", NULL);
		open = m;
	}
	*ret = open;
	return true;
}

/* A copy of the stored membership, or a new one at the end of the group. */
static Duban__GroupMember *member_row(struct import *im, struct group_rows *one,
				      Duban__GroupMember *was)
{
	Duban__GroupMember *m = arena_alloc(im->in.scratch, sizeof *m), **all;
	size_t n = one->now.n_member;

	all = arena_longer(im->in.scratch, one->now.member, n, sizeof *all);
	if (!m || !all) {
		im->in.full = true;
		return NULL;
	}
	duban__group_member__init(m);
	if (was)
		*m = *was;
	one->now.member = all;
	for (size_t i = 0; i < n; i++) {
		if (all[i] != was)
			continue;
		all[i] = m;
		return m;
	}
	all[one->now.n_member++] = m;
	return m;
}

static bool read_yes(const struct cell *c, protobuf_c_boolean *io)
{
	bool yes = *io, fine = cell_bool(c, &yes);

	*io = yes;
	return fine;
}

static bool read_member(struct import *im, struct group_rows *one)
{
	struct cell person = import_cell(im, GROUP_PERSON), role = import_cell(im, GROUP_ROLE);
	struct cell unit = import_cell(im, GROUP_UNIT), from = import_cell(im, GROUP_FROM);
	struct cell seconded = import_cell(im, GROUP_SECONDED);
	struct cell until = import_cell(im, GROUP_UNTIL);
	Duban__GroupMember *m, *was;
	struct checks all = {0};
	Duban__Who *who = NULL;
	uint32_t from_date = 0;
	int what;

	if (cell_empty(&person))
		return true;
	checks_fine(&all, cell_who(&person, &who));
	checks_fine(&all, cell_date(&from, &from_date));
	if (!checks_passed(&all) || !find_member(one, who, from_date, &from, &was))
		return false;
	if (!was && one->now.n_member >= GROUP_MEMBERS_MAX)
		return cell_refuse(&person, "group.too_many_members", NULL);
	m = member_row(im, one, was);
	if (!m)
		return false;
	if (!was)
		m->who = who;
	if (from_date)
		m->from_date = from_date;
	what = was ? (int)was->role : MEMBER_ROLE(MEMBER);
	checks_fine(&all, cell_enum(&role, &duban__member_role__descriptor, &what));
	checks_fine(&all, cell_unit(&unit, &m->unit));
	checks_fine(&all, read_yes(&seconded, &m->seconded));
	checks_fine(&all, cell_date(&until, &m->until_date));
	if (!checks_passed(&all))
		return false;
	m->role = what ? (Duban__MemberRole)what : MEMBER_ROLE(MEMBER);
	if (m->until_date && m->until_date < m->from_date)
		return cell_refuse(&until, "post.until_before_from", NULL);
	return true;
}

/* Second pass: reads parents and members. */
static void read_row(struct groups *g)
{
	struct import *im = g->im;
	struct cell id = import_cell(im, GROUP_ID), parent = import_cell(im, GROUP_PARENT);
	const uint32_t *at = import_map_get(&g->by_id, id.text);
	struct checks all = {0};

	if (!at)
		return;
	checks_fine(&all, read_parent(g, &g->group[*at], &parent));
	checks_fine(&all, read_member(im, &g->group[*at]));
	if (!checks_passed(&all))
		g->group[*at].fine = false;
}

static uint32_t parent_of(const struct groups *g, uint32_t num)
{
	Duban__Group *stored;

	for (size_t i = 0; i < g->n; i++)
		if (g->group[i].now.num == num)
			return g->group[i].now.parent;
	stored = group_get(g->im->in.rq->txn, g->im->in.scratch, num);
	return stored ? stored->parent : 0;
}

/* Only groups of the file change their parents, so every new cycle contains one of them. */
static bool in_circle(const struct groups *g, const struct group_rows *one)
{
	uint32_t num = one->now.parent;

	for (size_t i = 0; num && num != one->now.num; i++) {
		if (i > g->n + txn_count(g->im->in.rq->txn, TABLE_group))
			return false; /* a cycle without this group; reported for a group in it */
		num = parent_of(g, num);
	}
	return num != 0;
}

static void put_group(struct groups *g, struct group_rows *one)
{
	struct import *im = g->im;
	struct cell id = {.in = &im->in, .line = one->line, .column = "id", .text = one->now.id};

	if (!one->fine)
		return;
	if (in_circle(g, one)) {
		(void)cell_refuse(&id, "group.cycle", NULL);
		return;
	}
	if (!record_fits(&one->now)) {
		(void)cell_refuse(&id, "group.too_large", NULL);
		return;
	}
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_GROUP_PUT,
					    .now = &one->now,
					    .was = one->was,
					    .line = one->line});
}

static int read_groups(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct groups g = {.im = im, .by_id = {.arena = a}};

	g.last = counter_last(im->in.rq->txn, "group");
	g.group = arena_alloc(a, (im->rows.n + 1) * sizeof *g.group);
	if (!g.group)
		return -ENOMEM;
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_group(&g);
	}
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&g);
	}
	for (size_t i = 0; i < g.n && !im->in.full; i++)
		put_group(&g, &g.group[i]);
	import_absent(im, TABLE_group_id, &g.by_id);
	return 0;
}

static void write_head(struct rows_out *s, const Duban__Group *g)
{
	Duban__Group *parent = group_get(s->rq->txn, s->scratch, g->parent);

	out_row(s);
	out_text(s, GROUP_ID, g->id);
	out_text(s, GROUP_NAME, g->name);
	out_enum(s, GROUP_KIND, &duban__group_kind__descriptor, (int)g->kind);
	if (parent)
		out_text(s, GROUP_PARENT, parent->id);
}

static void write_group(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Group *g = out_record(s, value, &duban__group__descriptor);

	(void)key;
	if (!g)
		return;
	for (size_t i = 0; i < g->n_member; i++) {
		const Duban__GroupMember *m = g->member[i];

		if (!out_city(s, m->unit, 0) || !out_held(s, m->from_date, m->until_date))
			continue;
		write_head(s, g);
		out_who(s, GROUP_PERSON, m->who);
		out_enum(s, GROUP_ROLE, &duban__member_role__descriptor, (int)m->role);
		out_unit(s, GROUP_UNIT, m->unit);
		out_bool(s, GROUP_SECONDED, m->seconded);
		out_date(s, GROUP_FROM, m->from_date);
		out_date(s, GROUP_UNTIL, m->until_date);
	}
	if (g->n_member == 0 && out_city(s, 0, 0))
		write_head(s, g);
}

RECORD_KIND(GROUPS, .read = read_groups, .write = write_group);
