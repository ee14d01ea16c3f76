/* Import of memberships as an opening balance: one row for each spell (调入 to 调出), in any order.
 * The state of an application may be in any row of its membership. A spell that a projects file
 * made has no texts of its own; a row that overlaps it replaces it. */
#include <string.h>

#include "api/cell/cell_refer.h"
#include "api/cell/cell_value.h"
#include "api/core/checks.h"
#include "api/core/request.h"
#include "api/list/lack.h"
#include "api/list/members.h"
#include "api/list/promise.h"
#include "api/records/kind.h"
#include "api/records/run.h"
#include "model/core/record.h"
#include "model/list/member.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "text/date.h"

/* A membership of the file; in rq->arena until all rows are read. */
struct membership {
	Duban__Member now, *was;
	Duban__Project *project; /* set while its events are drafted */
	uint32_t line;
	bool fine;
};

/* A project whose record will name more lists. */
struct owner {
	Duban__Project *project;
	uint32_t line;
};

struct memberships {
	struct import *im;
	struct import_map by_key, owner_by_code;
	struct membership *member;
	struct owner *owner;
	size_t n, n_owner;
};

static struct membership *open_membership(struct memberships *all, uint32_t project,
					  const char *list)
{
	struct request *rq = all->im->in.rq;
	char *key = arena_printf(rq->arena, "%u/%s", project, list);
	bool fresh = false;
	uint32_t *at = key ? import_map_put(&all->by_key, key, &fresh) : NULL;
	struct membership *m;

	if (!at) {
		all->im->in.full = true;
		return NULL;
	}
	if (!fresh)
		return &all->member[*at];
	*at = (uint32_t)all->n;
	m = &all->member[all->n++];
	m->was = member_get(rq->txn, rq->arena, project, list);
	duban__member__init(&m->now);
	if (m->was)
		m->now = *m->was;
	m->now.project = project;
	m->now.list = (char *)(uintptr_t)list;
	m->line = all->im->row->line;
	m->fine = true;
	return m;
}

/* Was the spell made by a projects file? Such a spell has no texts. */
static bool bare(const Duban__Spell *s)
{
	return !*s->join_reason && !*s->join_approver && !*s->join_document && !*s->leave_reason &&
	       !*s->leave_approver && !*s->leave_document;
}

/* Spells are half-open: one that ends on the day another begins does not overlap it. */
static bool overlap(const Duban__Spell *a, const Duban__Spell *b)
{
	return (!a->left_date || b->joined_date < a->left_date) &&
	       (!b->left_date || a->joined_date < b->left_date);
}

/* Inserts the spell in order of its dates. An old spell that it overlaps is replaced if it is bare;
 * otherwise the row is refused. */
static bool place(struct memberships *all, struct membership *m, Duban__Spell *s,
		  const struct cell *joined)
{
	struct arena *a = all->im->in.rq->arena;
	Duban__Spell **spell = arena_alloc(a, (m->now.n_spell + 1) * sizeof *spell);
	size_t n = 0;
	bool placed = false;

	if (!spell) {
		all->im->in.full = true;
		return false;
	}
	for (size_t i = 0; i < m->now.n_spell; i++) {
		Duban__Spell *old = m->now.spell[i];

		if (old->joined_date == s->joined_date || (bare(old) && overlap(old, s)))
			continue;
		if (overlap(old, s))
			return cell_refuse(joined, "member.overlaps", NULL);
		if (!placed && s->joined_date < old->joined_date) {
			spell[n++] = s;
			placed = true;
		}
		spell[n++] = old;
	}
	if (!placed)
		spell[n++] = s;
	m->now.spell = spell;
	m->now.n_spell = n;
	return n <= SPELLS_MAX ? true : cell_refuse(joined, "member.too_many_spells", NULL);
}

static bool not_future(const struct cell *c, uint32_t ymd)
{
	return ymd <= date_ymd(c->in->rq->today) ? true : cell_refuse(c, "date.future", c->text);
}

static bool read_text(struct import *im, size_t column, size_t max, char **io)
{
	struct cell c = import_cell(im, column);

	return cell_text(&c, max, io);
}

static bool read_spell(struct memberships *all, struct membership *m, const struct cell *joined,
		       uint32_t joined_date)
{
	struct import *im = all->im;
	struct cell left = import_cell(im, MEMBER_LEFT);
	struct cell promised = import_cell(im, MEMBER_PROMISED);
	struct cell promised_date = import_cell(im, MEMBER_PROMISED_DATE);
	Duban__Spell *s = arena_alloc(im->in.rq->arena, sizeof *s);
	struct checks cells = {0};

	if (!s) {
		im->in.full = true;
		return false;
	}
	duban__spell__init(s);
	for (size_t i = 0; i < m->now.n_spell; i++)
		if (m->now.spell[i]->joined_date == joined_date)
			*s = *m->now.spell[i];
	s->joined_date = joined_date;
	checks_fine(&cells, read_text(im, MEMBER_JOIN_REASON, REASON_MAX, &s->join_reason));
	checks_fine(&cells, read_text(im, MEMBER_JOIN_APPROVER, NAME_MAX_BYTES, &s->join_approver));
	checks_fine(&cells, read_text(im, MEMBER_JOIN_DOCUMENT, NAME_MAX_BYTES, &s->join_document));
	checks_fine(&cells, cell_date(&left, &s->left_date));
	checks_fine(&cells, read_text(im, MEMBER_LEAVE_REASON, REASON_MAX, &s->leave_reason));
	checks_fine(&cells,
		    read_text(im, MEMBER_LEAVE_APPROVER, NAME_MAX_BYTES, &s->leave_approver));
	checks_fine(&cells,
		    read_text(im, MEMBER_LEAVE_DOCUMENT, NAME_MAX_BYTES, &s->leave_document));
	checks_fine(&cells, promise_cells(&promised, &promised_date, s));
	if (!checks_passed(&cells))
		return false;
	if (!not_future(joined, joined_date) || !not_future(&left, s->left_date))
		return false;
	if (s->left_date && s->left_date < s->joined_date)
		return cell_refuse(&left, "member.left_before_joined", NULL);
	return place(all, m, s, joined);
}

static bool read_application(struct import *im, Duban__Member *now)
{
	struct cell state = import_cell(im, MEMBER_APPLICATION);
	struct cell date = import_cell(im, MEMBER_APPLICATION_DATE);
	struct checks all = {0};
	int what = (int)now->application;

	checks_fine(&all, cell_enum(&state, &duban__application_state__descriptor, &what));
	checks_fine(&all, cell_date(&date, &now->application_date));
	checks_fine(&all, read_text(im, MEMBER_APPLICATION_DOCUMENT, NAME_MAX_BYTES,
				    &now->application_document));
	if (!checks_passed(&all))
		return false;
	now->application = (Duban__ApplicationState)what;
	return not_future(&date, now->application_date);
}

static void read_row(struct memberships *all, struct import_map *seen)
{
	struct import *im = all->im;
	struct cell project = import_cell(im, MEMBER_PROJECT), list = import_cell(im, MEMBER_LIST);
	struct cell joined = import_cell(im, MEMBER_JOINED);
	struct membership *m;
	char *name = NULL;
	const char *key;
	uint32_t num = 0, date = 0;
	struct checks cells = {0};

	checks_fine(&cells, cell_required(&project));
	checks_fine(&cells, cell_required(&list));
	if (!checks_passed(&cells))
		return;
	checks_fine(&cells, cell_project(&project, &num));
	checks_fine(&cells, cell_text(&list, NAME_MAX_BYTES, &name));
	checks_fine(&cells, cell_date(&joined, &date));
	if (!checks_passed(&cells))
		return;
	key = arena_printf(im->in.rq->arena, "%u/%u/%s", num, date, name);
	if (!key || !import_key(im, seen, &project, key))
		return;
	m = open_membership(all, num, name);
	if (m && (!read_application(im, &m->now) || (date && !read_spell(all, m, &joined, date))))
		m->fine = false;
}

/* ---- events */

/* Puts the record with one fact more than `was`, dated with the day of that fact, so that a past
 * day shows what held then. */
static void put_step(struct import *im, struct membership *m, const Duban__Member *now,
		     const Duban__Member *was, uint32_t on_date)
{
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_MEMBER_PUT,
					    .now = now,
					    .was = was,
					    .line = m->line,
					    .project = m->project->num,
					    .project_unit = m->project->unit,
					    .on_date = on_date});
	m->line = 0; /* the line counts once */
}

static bool same_spell(const Duban__Spell *a, const Duban__Spell *b, bool left_too)
{
	return a->joined_date == b->joined_date && strcmp(a->join_reason, b->join_reason) == 0 &&
	       strcmp(a->join_approver, b->join_approver) == 0 &&
	       strcmp(a->join_document, b->join_document) == 0 && promise_same(a, b) &&
	       (!left_too ||
		(a->left_date == b->left_date && strcmp(a->leave_reason, b->leave_reason) == 0 &&
		 strcmp(a->leave_approver, b->leave_approver) == 0 &&
		 strcmp(a->leave_document, b->leave_document) == 0));
}

/* The number of facts (a joining or a leaving is one) of the new record that the old one has
 * already; SIZE_MAX: an old fact was changed. */
static size_t facts_kept(const Duban__Member *was, const Duban__Member *now)
{
	size_t n = was ? was->n_spell : 0;

	for (size_t i = 0; i < n; i++) {
		bool open = i + 1 == n && !was->spell[i]->left_date;

		if (i >= now->n_spell || !same_spell(was->spell[i], now->spell[i], !open))
			return SIZE_MAX;
	}
	return 2 * n - (n && !was->spell[n - 1]->left_date);
}

static bool only_bare(const Duban__Member *m)
{
	for (size_t i = 0; i < m->n_spell; i++)
		if (!bare(m->spell[i]))
			return false;
	return true;
}

static uint32_t last_day(const Duban__Member *m)
{
	const Duban__Spell *last = m->n_spell ? m->spell[m->n_spell - 1] : NULL;

	if (!last)
		return 0;
	return last->left_date ? last->left_date : last->joined_date;
}

/* The record right after a fact. NULL: no memory. */
static Duban__Member *step_of(struct import *im, const struct membership *m, size_t fact)
{
	struct arena *a = im->in.rq->arena;
	Duban__Member *step = arena_dup(a, &m->now, sizeof *step);
	Duban__Spell *last = arena_dup(a, m->now.spell[fact / 2], sizeof *last);

	if (!step || !last)
		return NULL;
	if (fact % 2 == 0) {
		last->left_date = 0;
		last->leave_reason = last->leave_approver = last->leave_document =
		    (char *)(uintptr_t)protobuf_c_empty_string;
	}
	step->n_spell = fact / 2 + 1;
	step->spell = arena_dup(a, m->now.spell, step->n_spell * sizeof *step->spell);
	if (!step->spell)
		return NULL;
	step->spell[fact / 2] = last;
	step->application = m->was ? m->was->application : APPLICATION_STATE(INVALID);
	step->application_date = m->was ? m->was->application_date : 0;
	step->application_document =
	    m->was ? m->was->application_document : (char *)(uintptr_t)protobuf_c_empty_string;
	return step;
}

/* Puts each fact after the first `kept` ones on its own day. Returns the stored record after
 * that. */
static const Duban__Member *put_facts(struct import *im, struct membership *m, size_t kept)
{
	const Duban__Member *was = m->was;

	for (size_t fact = kept; fact < 2 * m->now.n_spell && !im->in.full; fact++) {
		const Duban__Spell *s = m->now.spell[fact / 2];
		Duban__Member *step;

		if (fact % 2 && !s->left_date)
			break;
		step = step_of(im, m, fact);
		if (!step) {
			im->in.full = true;
			break;
		}
		put_step(im, m, step, was, fact % 2 ? s->left_date : s->joined_date);
		was = step;
	}
	return was;
}

static void put_membership(struct memberships *all, struct membership *m)
{
	struct import *im = all->im;
	size_t kept = facts_kept(m->was, &m->now);
	const Duban__Member *was = m->was;
	uint32_t day = last_day(&m->now);

	m->project = project_get(im->in.rq->txn, im->in.scratch, m->now.project);
	if (!m->project) {
		im->in.full = true;
		return;
	}
	if (kept == SIZE_MAX && only_bare(m->was))
		kept = 0;
	if (kept != SIZE_MAX)
		was = put_facts(im, m, kept);
	if (m->now.application_date > day)
		day = m->now.application_date;
	put_step(im, m, &m->now, was, day);
}

/* ---- checks for what would make fold fail */

static struct owner *owner_of(struct memberships *all, const struct membership *m)
{
	struct request *rq = all->im->in.rq;
	char *key = arena_printf(rq->arena, "%u", m->now.project);
	bool fresh = false;
	uint32_t *at = key ? import_map_put(&all->owner_by_code, key, &fresh) : NULL;
	struct owner *o;

	if (!at)
		return NULL;
	if (!fresh)
		return &all->owner[*at];
	*at = (uint32_t)all->n_owner;
	o = &all->owner[all->n_owner++];
	o->project = project_get(rq->txn, rq->arena, m->now.project);
	return o->project ? o : NULL;
}

static bool label(struct memberships *all, struct owner *o, const char *list, bool member)
{
	struct arena *a = all->im->in.rq->arena;
	Duban__Project *p = o->project;
	size_t n = 0;

	p->list = arena_longer(a, p->list, p->n_list, sizeof *p->list);
	if (!p->list)
		return false;
	for (size_t i = 0; i < p->n_list; i++)
		if (strcmp(p->list[i], list) != 0)
			p->list[n++] = p->list[i];
	if (member)
		p->list[n++] = (char *)(uintptr_t)list;
	p->n_list = n;
	return true;
}

static void check_room(struct memberships *all, struct membership *m)
{
	struct import *im = all->im;
	struct cell c = {.in = &im->in, .line = m->line, .column = "list", .text = m->now.list};
	struct owner *o = owner_of(all, m);

	if (!o || !label(all, o, m->now.list, member_spell(&m->now) != NULL)) {
		im->in.full = true;
		return;
	}
	if (o->project->n_list > LISTS_MAX)
		(void)cell_refuse(&c, "member.too_many_lists",
				  arena_printf(im->in.scratch, "%d", LISTS_MAX));
	else if (!record_fits(&m->now) || !record_fits(o->project))
		(void)cell_refuse(&c, "member.too_large", NULL);
	m->fine = m->fine && im->in.problems == 0;
}

static int read_members(struct import *im)
{
	struct arena *a = im->in.rq->arena;
	struct import_map seen = {.arena = a};
	struct memberships all = {.im = im, .by_key = {.arena = a}, .owner_by_code = {.arena = a}};

	all.member = arena_alloc(a, (im->rows.n + 1) * sizeof *all.member);
	all.owner = arena_alloc(a, (im->rows.n + 1) * sizeof *all.owner);
	if (!all.member || !all.owner)
		return -ENOMEM;
	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_row(&all, &seen);
		arena_reset(im->in.scratch);
	}
	for (size_t i = 0; i < all.n && !im->in.full; i++)
		check_room(&all, &all.member[i]);
	for (size_t i = 0; i < all.n && !im->in.full; i++) {
		if (all.member[i].fine)
			put_membership(&all, &all.member[i]);
		arena_reset(im->in.scratch);
	}
	return 0;
}

RECORD_KIND(MEMBERS, .read = read_members, .write = member_write);
