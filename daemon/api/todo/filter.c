/* Whose things are asked for: a person's, those of who holds a post, a unit's. */
#include <errno.h>
#include <string.h>

#include "api/core/api.h"
#include "api/core/request.h"
#include "api/todo/walk.h"
#include "model/core/record.h"
#include "model/office/person.h"
#include "model/office/post.h"
#include "model/office/unit.h"
#include "proto/limits.h"
#include "proto/record/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static int add_person(struct request *rq, struct todo_filter *f, uint32_t num)
{
	const Duban__Person *p = person_get(rq->txn, rq->arena, num);
	struct todo_person *grown;

	for (size_t i = 0; i < f->n_person; i++)
		if (f->person[i].num == num)
			return 0;
	if (!p)
		return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
	grown = arena_longer(rq->arena, f->person, f->n_person, sizeof *grown);
	if (!grown)
		return -ENOMEM;
	grown[f->n_person++] = (struct todo_person){num, p->name};
	f->person = grown;
	return 0;
}

static int take_person(struct request *rq, const char *name, struct todo_filter *f)
{
	uint32_t num = person_find(rq->txn, rq->arena, name);

	if (num == UINT32_MAX)
		return request_refuse(rq, STATUS_INVALID, "person.ambiguous", NULL);
	if (!num)
		return request_refuse(rq, STATUS_NOT_FOUND, "person.unknown", name, NULL);
	return add_person(rq, f, num);
}

/* By its title, or by a word for its kind (分管领导). */
static bool is_post(const Duban__Post *p, const char *post)
{
	const struct record_column *kind =
	    record_column(record_of_noun(&duban__post__descriptor), "kind");

	if (strcmp(p->title, post) == 0)
		return true;
	for (const struct record_word *w = kind->word; w->text; w++)
		if (strcmp(w->text, post) == 0 && w->value == (int)p->kind)
			return true;
	return false;
}

/* Those who hold the post today, in the unit or below it. */
static int take_post(struct request *rq, const char *post, uint32_t unit, struct todo_filter *f)
{
	struct scan s = scan_start(rq->txn, TABLE_post, BYTES("", 0));
	uint32_t today = date_ymd(rq->today);
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Post *p =
		    record_unpack(rq->txn, s.value, &duban__post__descriptor, rq->arena);

		if (p && is_post(p, post) && held_on(p->from_date, p->until_date, today) &&
		    unit_within(rq->txn, rq->arena, p->unit, unit))
			r = add_person(rq, f, p->person);
	}
	if (!r && !f->n_person)
		r = request_refuse(rq, STATUS_NOT_FOUND, "todo.no_holder", post, NULL);
	return r ? r : txn_error(rq->txn);
}

static int take_unit(struct request *rq, uint32_t unit, struct todo_filter *f)
{
	const Duban__Unit *u = unit_get(rq->txn, rq->arena, unit);

	f->unit = unit;
	f->office = u && u->kind == DUBAN__UNIT_KIND__UNIT_KIND_OFFICE;
	/* what waits for the office may be of any project */
	return f->office ? txn_error(rq->txn)
			 : projects_of_units(rq, unit, (uint32_t **)(uintptr_t)&f->project,
					     &f->n_project);
}

int todo_filter(struct request *rq, const struct todo_asked *asked, struct todo_filter *ret)
{
	struct todo_filter f = {.unit = 0};
	static const uint32_t none[1];
	uint32_t unit = 0;
	int r = request_text(rq, "post", asked->post, NAME_MAX_BYTES, false);

	if (!r && *asked->unit)
		r = request_unit(rq, asked->unit, &unit);
	if (!r && *asked->person)
		r = take_person(rq, asked->person, &f);
	if (!r && *asked->post)
		r = take_post(rq, asked->post, unit, &f);
	else if (!r && (unit || (!*asked->person && rq->caller->unit)))
		r = take_unit(rq, unit ? unit : rq->caller->unit, &f);
	/* a unit without projects: of none, not of all */
	if (!r && f.unit && !f.office && !f.project)
		f.project = none;
	*ret = f;
	return r;
}
