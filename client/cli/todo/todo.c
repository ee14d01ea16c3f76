/* `todo`: what is to be done (待办), by when, why, and what comes if nobody acts. */
#include "client/cli/todo/todo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/values.h"
#include "client/cli/frame/verb.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

enum { TEXT_ARGS_MAX = 9 };

char *todo_text(const Duban__Remark *m)
{
	const char *arg[TEXT_ARGS_MAX];
	size_t n = 0;
	if (!m)
		return strdup("");
	/* an argument may itself be a text: "@report_form.monthly" */
	for (; n < m->n_arg && n < TEXT_ARGS_MAX; n++)
		arg[n] = *m->arg[n] == '@' ? message(m->arg[n] + 1) : m->arg[n];
	return message_text(m->code, arg, n);
}

static int worse(const void *a, const void *b)
{
	const Duban__TodoRow *x = *(Duban__TodoRow *const *)a;
	const Duban__TodoRow *y = *(Duban__TodoRow *const *)b;
	if (x->level != y->level)
		return x->level > y->level ? -1 : 1;
	if (x->days_late != y->days_late)
		return x->days_late > y->days_late ? -1 : 1;
	/* what has no date comes last */
	if (x->due_date != y->due_date)
		return x->due_date - 1 < y->due_date - 1 ? -1 : 1;
	int by_kind = strcmp(x->kind, y->kind);
	return by_kind ? by_kind : strcmp(x->id, y->id);
}

void todo_sort(struct rows *r)
{
	if (r->n > 1)
		qsort(r->row, r->n, sizeof *r->row, worse);
}

static void put_text(struct print_table *t, const Duban__Remark *m)
{
	_cleanup_free_ char *text = todo_text(m);
	table_cell(t, text);
}

static void put_people(struct print_table *t, const Duban__TodoRow *w)
{
	char all[TEXT_ROOM] = "";
	size_t n = 0;
	for (size_t i = 0; i < w->n_person && n < sizeof all; i++)
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", i ? " " : "", w->person[i]);
	table_cell(t, all);
}

static void put_row(struct print_table *t, const Duban__TodoRow *w, int zone)
{
	char at[DATE_TEXT_MAX] = "";
	table_cell(t, message_term("todo_kind", w->kind));
	table_cell(t, w->what);
	table_cell(t, *w->project_name ? w->project_name : w->project);
	table_cell(t, *w->unit ? w->unit_name : message("todo.office"));
	put_people(t, w);
	table_date(t, w->due_date);
	table_number(t, w->days_late);
	table_lamp(t, wire_enum_name(&duban__level__descriptor, (int)w->level));
	put_text(t, w->why);
	put_text(t, w->next_step);
	if (w->next_at)
		(void)date_text(date_at((usec_t)w->next_at, zone), at);
	table_cell(t, at);
	table_cell(t, w->id);
}

int todo_table(struct cli *c, const struct rows *rows)
{
	static const char *const heads[] = {
	    "todo_kind", "todo_what", "project",   "turn",    "todo_persons", "due", ">late",
	    "level",	 "why",	      "next_step", "next_at", "id",	      NULL};
	struct print_table *t;
	int zone, r = cli_zone(c, &zone);
	if (r != 0)
		return r;
	t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < rows->n; i++)
		put_row(t, rows->row[i], zone);
	table_drop_empty(t);
	r = cli_table(c, t);
	table_free(t);
	return r;
}

void todo_json(struct json *j, const Duban__TodoRow *w)
{
	_cleanup_free_ char *why = todo_text(w->why), *next = todo_text(w->next_step);
	json_object(j, NULL);
	json_text(j, "kind", w->kind);
	json_text(j, "id", w->id);
	json_text(j, "what", w->what);
	json_text(j, "project", w->project);
	json_field(j, "link", &w->base, "link");
	json_date(j, "due", w->due_date);
	json_uint(j, "days_late", w->days_late);
	json_text(j, "level", wire_enum_name(&duban__level__descriptor, (int)w->level));
	json_text(j, "why", why);
	json_text(j, "next_step", next);
	json_instant(j, "next_at", w->next_at);
	json_text(j, "project_name", w->project_name);
	json_text(j, "unit", w->unit);
	json_array(j, "persons");
	for (size_t i = 0; i < w->n_person; i++)
		json_text(j, NULL, w->person[i]);
	json_end_array(j);
	json_end_object(j);
}

static int put_json(struct cli *c, const struct rows *rows)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_array(&j, NULL);
	for (size_t i = 0; i < rows->n; i++)
		todo_json(&j, rows->row[i]);
	json_end_array(&j);
	(void)fputc('\n', stdout);
	return 0;
}

int todo_gather(struct cli *c, Duban__TodoListRequest *q, struct rows *rows)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, TODO_LIST, todo_list, q, &r);
		if (rc != 0)
			return rc;
		for (size_t i = 0; i < r->todo_list->n_row; i++)
			if (rows_add(rows, r->todo_list->row[i]) < 0)
				return -ENOMEM;
		q->after = r->todo_list->next;
	} while (q->after);
	c->reply = NULL; /* printed here, not by its descriptor */
	return 0;
}

static int run(struct cli *c)
{
	_cleanup_(rows_done) struct rows rows = {};
	Duban__TodoListRequest q = DUBAN__TODO_LIST_REQUEST__INIT;
	q.person = cli_loose(cli_option(c, "person"));
	q.unit = cli_loose(cli_option(c, "unit"));
	q.post = cli_loose(cli_option(c, "post"));
	int r = todo_gather(c, &q, &rows);
	if (r != 0)
		return r;
	todo_sort(&rows);
	return cli_json(c) ? put_json(c, &rows) : todo_table(c, &rows);
}

static const struct verb_option options[] = {
    {"person", "PERSON", "what this person answers for, also by the project (挂点)"},
    {"unit", "UNIT", "what this unit and those below it answer for; not given: the sender's own"},
    {"post", "POST", "of who holds this post (职务) today, with --unit there"},
    OUT_OPTION,
    {},
};
VERB(todo, .noun = "todo", .args = "", .options = options, .requests = "todo_list", .run = run,
     .help = "what is to be done (待办): by when, why, and what comes if nobody acts; worst first");
