/* `todo`: what is open, by when, why, and what comes if nobody acts. */
#include <errno.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/todo/row.h"
#include "api/todo/walk.h"
#include "proto/limits.h"

static char *kept(struct request *rq, const char *s)
{
	return s && *s ? arena_str(rq->arena, s) : (char *)(uintptr_t)protobuf_c_empty_string;
}

static int put_text(struct request *rq, const struct todo_text *text, Duban__Remark **ret)
{
	Duban__Remark *m;
	int r = 0;

	if (!text->code)
		return 0;
	m = REQUEST_NEW(rq, Duban__Remark, duban__remark__init);
	if (!m)
		return -ENOMEM;
	m->code = (char *)(uintptr_t)text->code;
	for (size_t i = 0; i < TODO_ARGS_MAX && text->arg[i] && !r; i++) {
		char *arg = kept(rq, text->arg[i]);

		r = arg ? REQUEST_PUSH(rq, m->arg, m->n_arg, arg) : -ENOMEM;
	}
	*ret = m;
	return r;
}

static int put_persons(struct request *rq, const struct todo_item *i, Duban__TodoRow *row)
{
	int r = 0;

	for (size_t k = 0; k < TODO_PERSONS_MAX && !r; k++) {
		char *name;

		if (!i->person[k].name || !*i->person[k].name)
			continue;
		name = kept(rq, i->person[k].name);
		r = name ? REQUEST_PUSH(rq, row->person, row->n_person, name) : -ENOMEM;
	}
	return r;
}

static void put_due(const struct request *rq, const struct todo_item *i, Duban__TodoRow *row)
{
	date_t due = date_from_ymd(i->due);

	row->due_date = i->due;
	if (due != DATE_NONE && due < rq->today)
		row->days_late = (uint32_t)(rq->today - due);
}

int row_todo(struct todo *t, const struct todo_item *i, Duban__TodoRow **ret)
{
	struct request *rq = t->rq;
	const Duban__Project *p = i->project ? i->project : t->project;
	Duban__TodoRow *row = REQUEST_NEW(rq, Duban__TodoRow, duban__todo_row__init);
	int r;

	if (!row)
		return -ENOMEM;
	row->kind = (char *)(uintptr_t)i->kind;
	row->id = kept(rq, i->id);
	row->what = kept(rq, i->what);
	row->project = kept(rq, p ? p->code : NULL);
	row->project_name = kept(rq, p ? p->name : NULL);
	if (!row->id || !row->what || !row->project || !row->project_name)
		return -ENOMEM;
	row->link = i->link;
	row->unit = request_unit_id(rq, i->unit);
	row->unit_name = request_unit_name(rq, i->unit);
	row->level = i->level;
	row->next_at = (int64_t)i->next_at;
	put_due(rq, i, row);
	r = put_text(rq, &i->why, &row->why);
	if (!r)
		r = put_text(rq, &i->next_step, &row->next_step);
	if (!r)
		r = put_persons(rq, i, row);
	*ret = row;
	return r;
}

struct todo_page {
	Duban__TodoListReply *b;
	size_t bytes;
};

static int take(struct todo *t, const struct todo_item *i)
{
	struct todo_page *page = t->user;
	Duban__TodoRow *row;
	int r = row_todo(t, i, &row);

	if (!r)
		r = REQUEST_PUSH(t->rq, page->b->row, page->b->n_row, row);
	if (!r)
		page->bytes += duban__todo_row__get_packed_size(row) + 8;
	return r;
}

static bool full(struct todo *t)
{
	const struct todo_page *page = t->user;

	return request_page_full(t->rq, page->bytes, VALUE_MAX);
}

static int decide(struct request *rq, const void *body)
{
	_cleanup_(arena_freep) struct arena *one = NULL, *place = NULL;
	const Duban__TodoListRequest *q = body;
	struct todo_page page = {
	    .b = REQUEST_NEW(rq, Duban__TodoListReply, duban__todo_list_reply__init)};
	struct todo_filter filter;
	struct todo t = {.rq = rq, .filter = &filter, .take = take, .user = &page};
	int r = page.b ? todo_filter(rq,
				     &(struct todo_asked){
					 .person = q->person, .unit = q->unit, .post = q->post},
				     &filter)
		       : -ENOMEM;

	if (!r)
		r = arena_new(&one, WIRE_ARENA_MAX);
	r = r ? r : arena_new(&place, WIRE_ARENA_MAX);
	if (r)
		return r;
	t.arena = one;
	t.place = place;
	page.b->next = q->after;
	r = todo_walk(&t, full, &page.b->next);
	rq->reply->body_case = DUBAN__REPLY__BODY_TODO_LIST;
	rq->reply->todo_list = page.b;
	return r;
}
HANDLER(TODO_LIST, .kind = HANDLER_QUERY,
	.roles = ROLES_ALL & ~(ROLE_BIT(SECURITY) | ROLE_BIT(GATEWAY)), .decide = decide,
	.simulated_only_for_local = true);
