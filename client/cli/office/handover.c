/* `person handover`: the list (交接单) of what names a person and is open, and of what is due. */
#include <errno.h>
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
#include "client/cli/todo/todo.h"
#include "proto/cleanup.h"
#include "proto/record/record.h"
#include "text/room.h"

struct handing {
	struct rows records, todo;
	const Duban__PersonHandoverReply *head;
};

static int gather_records(struct cli *c, Duban__PersonHandoverRequest *q, struct handing *h)
{
	do {
		const Duban__Reply *r;
		int rc = CLI_ASK(c, PERSON_HANDOVER, person_handover, q, &r);
		if (rc != 0)
			return rc;
		h->head = r->person_handover;
		for (size_t i = 0; i < h->head->n_row; i++)
			if (rows_add(&h->records, h->head->row[i]) < 0)
				return -ENOMEM;
		q->after = h->head->next;
	} while (q->after);
	return 0;
}

static int gather_todo(struct cli *c, struct handing *h)
{
	Duban__TodoListRequest q = DUBAN__TODO_LIST_REQUEST__INIT;
	q.person = h->head->person;
	int r = todo_gather(c, &q, &h->todo);
	todo_sort(&h->todo);
	return r;
}

static const char *head_of(const struct record *r, const char *column)
{
	const struct record_column *c = r ? record_column(r, column) : NULL;
	return c && message_chinese() ? c->zh : column;
}

/* The heads of the columns that name the person: 第一责任人、联络人. */
static void put_as(struct print_table *t, const Duban__HandoverRow *w)
{
	const struct record *r = record_named(w->kind);
	char all[TEXT_ROOM] = "";
	size_t n = 0;
	for (size_t i = 0; i < w->n_as && n < sizeof all; i++) {
		const char *head = head_of(r, w->as[i]);
		n += (size_t)snprintf(all + n, sizeof all - n, "%s%.*s", i ? " " : "",
				      (int)strcspn(head, "|"), head);
	}
	table_cell(t, all);
}

static void put_record(struct print_table *t, const Duban__HandoverRow *w)
{
	table_cell(t, message_term("handover", w->kind));
	table_cell(t, w->id);
	table_cell(t, w->what);
	table_cell(t, w->project_name);
	put_as(t, w);
	table_cell(t, "");
	table_cell(t, "");
}

static void put_todo(struct print_table *t, const Duban__TodoRow *w)
{
	_cleanup_free_ char *why = todo_text(w->why);
	table_cell(t, message_term("todo_kind", w->kind));
	table_cell(t, w->id);
	table_cell(t, w->what);
	table_cell(t, w->project_name);
	table_cell(t, "");
	table_date(t, w->due_date);
	table_cell(t, why);
}

static int put_table(struct cli *c, const struct handing *h)
{
	static const char *const heads[] = {"todo_kind",   "id",  "todo_what", "project",
					    "handover_as", "due", "why",       NULL};
	struct print_table *t = table_new(heads);
	_cleanup_free_ char *title = NULL, *lead = NULL;
	const char *arg[] = {h->head->name, *h->head->to_name ? h->head->to_name : "—"};
	if (!t)
		return -ENOMEM;
	title = message_text("handover.title", arg, 2);
	lead = message_text("handover.lead", arg, 2);
	table_document(t, title ? title : "", lead ? lead : "");
	table_title(t, title ? title : "");
	for (size_t i = 0; i < h->records.n; i++)
		put_record(t, h->records.row[i]);
	for (size_t i = 0; i < h->todo.n; i++)
		put_todo(t, h->todo.row[i]);
	table_drop_empty(t);
	int r = cli_table(c, t);
	table_free(t);
	return r;
}

static void record_json(struct json *j, const Duban__HandoverRow *w)
{
	json_object(j, NULL);
	json_text(j, "kind", w->kind);
	json_text(j, "id", w->id);
	json_text(j, "what", w->what);
	json_text(j, "project", w->project);
	json_field(j, "link", &w->base, "link");
	json_array(j, "as");
	for (size_t i = 0; i < w->n_as; i++)
		json_text(j, NULL, w->as[i]);
	json_end_array(j);
	json_end_object(j);
}

static int put_json(struct cli *c, const struct handing *h)
{
	struct json j = {.out = stdout};
	int r = cli_names(c, NULL, &j.names);
	if (r != 0)
		return r;
	json_object(&j, NULL);
	json_text(&j, "person", h->head->person);
	json_text(&j, "name", h->head->name);
	json_text(&j, "to", h->head->to);
	json_array(&j, "records");
	for (size_t i = 0; i < h->records.n; i++)
		record_json(&j, h->records.row[i]);
	json_end_array(&j);
	json_array(&j, "todo");
	for (size_t i = 0; i < h->todo.n; i++)
		todo_json(&j, h->todo.row[i]);
	json_end_array(&j);
	json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

static int run(struct cli *c)
{
	struct handing h = {.head = NULL};
	Duban__PersonHandoverRequest q = DUBAN__PERSON_HANDOVER_REQUEST__INIT;
	q.person = cli_loose(cli_word(c, 0));
	q.to = cli_loose(cli_option(c, "to"));
	int r = gather_records(c, &q, &h);
	if (r == 0)
		r = gather_todo(c, &h);
	c->reply = NULL; /* printed here, not by its descriptor */
	if (r == 0)
		r = cli_json(c) ? put_json(c, &h) : put_table(c, &h);
	rows_done(&h.records);
	rows_done(&h.todo);
	return r;
}

static const struct verb_option options[] = {
    {"to", "PERSON", "who takes over; named in the title, changes nothing"},
    OUT_OPTION,
    {},
};
VERB(person_handover, .noun = "person", .verb = "handover", .args = "PERSON", .min = 1, .max = 1,
     .options = options, .requests = "person_handover todo_list", .run = run,
     .help = "what names the person and is open (交接单), with what is due; see `person replace`");
