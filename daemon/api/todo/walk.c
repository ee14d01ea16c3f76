/* The walk over everything that is open, project by project. */
#include "api/todo/walk.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/counter.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "store/db/txn.h"

/* ---- what concerns whom */

struct todo_person todo_who(const Duban__Who *who)
{
	return who ? (struct todo_person){who->person, who->name} : (struct todo_person){0, NULL};
}

/* A name that was written before the person was registered counts as the person. */
static bool is_asked(const struct todo_filter *f, const struct todo_person *p)
{
	for (size_t i = 0; i < f->n_person; i++)
		if (p->num ? p->num == f->person[i].num
			   : p->name && *p->name && strcmp(p->name, f->person[i].name) == 0)
			return true;
	return false;
}

static bool any_asked(const struct todo_filter *f, Duban__Who *const *who, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct todo_person p = todo_who(who[i]);

		if (is_asked(f, &p))
			return true;
	}
	return false;
}

/* Do they answer for the project (挂点领导 and 责任人)? */
static bool project_asked(const struct todo_filter *f, const Duban__Project *p)
{
	Duban__Who *const own[] = {p->liaison, p->responsible_first, p->responsible_main,
				   p->responsible_direct};

	return any_asked(f, p->leader_city, p->n_leader_city) ||
	       any_asked(f, p->leader_county, p->n_leader_county) ||
	       any_asked(f, p->responsible_other, p->n_responsible_other) ||
	       any_asked(f, own, sizeof own / sizeof *own);
}

static bool persons_asked(const struct todo_filter *f, const struct todo_item *i,
			  const Duban__Project *p)
{
	if (!f->n_person || (p && project_asked(f, p)))
		return true;
	for (size_t k = 0; k < TODO_PERSONS_MAX; k++)
		if (is_asked(f, &i->person[k]))
			return true;
	return false;
}

static bool below(struct todo *t, uint32_t unit)
{
	return unit && unit_within(t->rq->txn, t->arena, unit, t->filter->unit);
}

/* The unit must act, or answers for it. */
static bool unit_asked(struct todo *t, const struct todo_item *i, const Duban__Project *p)
{
	if (!t->filter->unit || below(t, i->unit) || below(t, i->owner))
		return true;
	if (!i->unit && t->filter->office)
		return true;
	return p && below(t, p->unit);
}

/* A thing of the city is its unit's. */
static bool may_see(struct todo *t, const struct todo_item *i, const Duban__Project *p)
{
	if (p)
		return p == t->project || scope_reads(t->rq, p);
	return scope_reads_of(t->rq, i->unit) || (i->owner && scope_reads_of(t->rq, i->owner));
}

/* The city's things may be more than a page holds. */
static int add_of_city(struct todo *t, const struct todo_item *i)
{
	if (t->skip) {
		t->skip--;
		return 0;
	}
	t->cut = t->cut || t->full(t);
	if (t->cut)
		return 0;
	t->added++;
	return t->take(t, i);
}

int todo_add(struct todo *t, const struct todo_item *i)
{
	const Duban__Project *p = i->project ? i->project : t->project;

	if (!persons_asked(t->filter, i, p) || !unit_asked(t, i, p) || !may_see(t, i, p))
		return txn_error(t->rq->txn);
	return t->project ? t->take(t, i) : add_of_city(t, i);
}

bool todo_shows(struct todo *t, const Duban__Subject *of)
{
	SECTION_FOREACH(duban_todo_sources, struct todo_source, it)
	if ((*it)->shows && (*it)->shows(t, of))
		return true;
	return false;
}

/* ---- the walk */

void todo_next(struct todo *t)
{
	arena_reset(t->arena);
}

/* Of a project that the sender may not read only what other units have there is looked at: their
 * sources ask for each thing whether he may see it. */
static int look(struct todo *t, void *const *own, uint32_t num)
{
	bool reads;
	int r;

	arena_reset(t->place);
	t->project = project_get(t->rq->txn, t->place, num);
	if (num && (!t->project || !project_active(t->project)))
		return txn_error(t->rq->txn);
	reads = !num || scope_reads(t->rq, t->project);
	r = matters_load(t->rq->txn, t->place, num, &t->matters);
	if (!reads && !t->matters.n)
		return r;
	SECTION_FOREACH(duban_todo_sources, struct todo_source, it)
	{
		t->own = own[it - __start_duban_todo_sources];
		todo_next(t);
		if (!r && (reads || (*it)->has_part))
			r = (*it)->each(t);
	}
	return r ? r : txn_error(t->rq->txn);
}

static int begin(struct todo *t, void **own)
{
	int r = 0;

	SECTION_FOREACH(duban_todo_sources, struct todo_source, it)
	if (!r && (*it)->begin)
		r = (*it)->begin(t, &own[it - __start_duban_todo_sources]);
	return r;
}

/* The project in question after `num`; 0: none. */
static uint32_t project_after(const struct todo *t, uint32_t num)
{
	const struct todo_filter *f = t->filter;
	size_t low = 0, high = f->n_project;

	if (!f->project)
		return num < counter_last(t->rq->txn, "project") ? num + 1 : 0;
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->project[mid] <= num)
			low = mid + 1;
		else
			high = mid;
	}
	return low < f->n_project ? f->project[low] : 0;
}

static uint32_t first_after(const struct todo *t, uint32_t place)
{
	return project_after(t, place & TODO_IN_CITY ? 0 : place);
}

int todo_walk(struct todo *t, bool (*full)(struct todo *t), uint32_t *io)
{
	void *own[TODO_SOURCES_MAX] = {NULL};
	uint32_t seen = 0, next, before = *io & TODO_IN_CITY ? *io & ~TODO_IN_CITY : 0;
	int r;

	assert(__stop_duban_todo_sources - __start_duban_todo_sources <= TODO_SOURCES_MAX);
	t->full = full;
	t->skip = before;
	r = begin(t, own);
	if (!*io || *io & TODO_IN_CITY) {
		r = r ? r : look(t, own, 0);
		*io = TODO_IN_CITY | (before + t->added);
		if (r || t->cut)
			return r;
	}
	for (next = first_after(t, *io); !r && next; next = project_after(t, next)) {
		if (full(t) || seen++ == TODO_PAGE_PROJECTS)
			return 0;
		r = look(t, own, next);
		*io = next;
	}
	*io = 0;
	return r;
}
