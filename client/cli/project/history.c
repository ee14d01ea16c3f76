/* A project's history (变更历史): who changed what and when, with old and new values. */
#include "client/cli/project/history.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/ask.h"
#include "client/cli/form/fill.h"
#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/print.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/frame/verb.h"
#include "client/cli/import/columns.h"
#include "client/cli/print/out.h"
#include "client/cli/print/parts.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "proto/event.pb-c.h"
#include "proto/record/record.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/room.h"

/* "xinjian-sys 代 新建区 张三", "li 复核 wang" */
static void put_who(struct cli *c, struct print_table *t, const Duban__HistoryRow *h)
{
	const char *role = wire_enum_name(&duban__role__descriptor, (int)h->role);
	bool behalf = *h->for_unit || *h->for_person;
	bool second = *h->confirmed_by;
	table_cellf(t, "%s%s%s%s%s%s%s%s%s%s%s",
		    *h->principal ? h->principal : message_term("role", role), behalf ? " " : "",
		    behalf ? message("history.for") : "", *h->for_unit ? " " : "",
		    *h->for_unit ? cli_unit_name(c, h->for_unit) : "", *h->for_person ? " " : "",
		    h->for_person, second ? " " : "", second ? message("history.confirmed") : "",
		    second ? " " : "", h->confirmed_by);
}

/* The kind of records that an event holds: its columns describe the event's fields. */
static const char *records_of(const char *event)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(&duban__event__descriptor, event);
	const ProtobufCMessageDescriptor *d = f ? f->descriptor : NULL;
	const ProtobufCFieldDescriptor *noun = d && d->n_fields ? d->fields : NULL;
	bool holds = noun && noun->type == PROTOBUF_C_TYPE_MESSAGE &&
		     noun->label != PROTOBUF_C_LABEL_REPEATED;
	const struct record *r = holds ? record_of_noun(noun->descriptor) : NULL;
	return r ? r->name : "";
}

/* The field for a column, in the event's body or in the record that it holds. */
static const ProtobufCFieldDescriptor *field_of(const char *event, const char *column)
{
	const ProtobufCFieldDescriptor *f =
	    protobuf_c_message_descriptor_get_field_by_name(&duban__event__descriptor, event);
	const ProtobufCMessageDescriptor *d = f ? f->descriptor : NULL;
	if (strcmp(event, "stage_moved") == 0 && strcmp(column, "stage") == 0)
		column = "to";
	for (int depth = 0; d && depth < 2; depth++) {
		f = parts_field(d, column);
		if (f)
			return f;
		f = d->n_fields ? d->fields : NULL;
		d = f && f->type == PROTOBUF_C_TYPE_MESSAGE ? f->descriptor : NULL;
	}
	return NULL;
}

/* Writes money, units and terms as lists show them. */
static void put_word(struct cli *c, struct print_table *t, const char *event, const char *field,
		     const char *text)
{
	const ProtobufCFieldDescriptor *f = field_of(event, field);
	int value = f && f->type == PROTOBUF_C_TYPE_ENUM ? wire_enum_value(f->descriptor, text) : 0;
	if (value) {
		table_cell(t, message_enum_term(f->descriptor, value));
		return;
	}
	if (f && f->type == PROTOBUF_C_TYPE_BOOL && *text) {
		table_cell(t, message("history.yes"));
		return;
	}
	if (f && f->type == PROTOBUF_C_TYPE_MESSAGE && strchr(text, '=')) {
		_cleanup_free_ char *parts = parts_shown(c, f->descriptor, text);
		table_cell(t, parts ? parts : text);
		return;
	}
	const char *column = strcmp(field, "co_unit") == 0 ? "co_units" : field;
	const char *records = strcmp(field, "unit") == 0 ? "projects" : records_of(event);
	_cleanup_free_ char *shown = import_cell_shown(c, records, column, text);
	table_cell(t, shown ? shown : text);
}

/* A time is in microseconds and shown in the office's time zone. */
static void put_value(struct cli *c, struct print_table *t, const char *event,
		      const Duban__FieldChange *change, const char *text)
{
	char buf[TEXT_ROOM];
	size_t n = change ? strlen(change->field) : 0;
	bool instant = n > 3 && strcmp(change->field + n - 3, "_at") == 0;
	int64_t us = instant ? strtoll(text, NULL, 10) : 0;
	if (us > 0)
		table_cell(t, moment_text(us, c->zone_minutes, buf));
	else
		put_word(c, t, event, change ? change->field : "", text);
}

/* In the events of warnings, the rule is shown with its name. */
static void put_subject(struct print_table *t, const char *event, const char *subject)
{
	char rule[8];
	if (strncmp(event, "warning_", strlen("warning_")) != 0) {
		table_cell(t, subject);
		return;
	}
	(void)snprintf(rule, sizeof rule, "%.*s", (int)strcspn(subject, " "), subject);
	table_cellf(t, "%s %s%s", rule, message_term("rule", rule), subject + strlen(rule));
}

static void put_line(struct cli *c, struct print_table *t, const Duban__HistoryRow *h,
		     const Duban__FieldChange *change, bool hash)
{
	char buf[TEXT_ROOM];
	table_number(t, (int64_t)h->seq);
	table_cell(t, moment_text(h->at, c->zone_minutes, buf));
	table_date(t, h->on_date);
	put_who(c, t, h);
	table_cell(t, message_term("kind", h->kind));
	put_subject(t, h->kind, h->subject);
	table_cell(t, change ? message_term("head", change->field) : "");
	put_value(c, t, h->kind, change, change ? change->before : "");
	put_value(c, t, h->kind, change, change ? change->after : "");
	if (h->corrects)
		table_number(t, (int64_t)h->corrects);
	else
		table_cell(t, "");
	table_cell(t, hash ? h->hash : "");
}

struct print_table *project_history_table(struct cli *c, const struct rows *rows, bool hash)
{
	static const char *const heads[] = {">seq",	   "at",	"on",	 "who",
					    "event",	   "subject",	"field", "before",
					    "after_value", ">corrects", "hash",	 NULL};
	struct print_table *t = table_new(heads);
	for (size_t i = 0; t && i < rows->n; i++) {
		const Duban__HistoryRow *h = rows->row[i];
		if (h->n_change == 0)
			put_line(c, t, h, NULL, hash);
		for (size_t k = 0; k < h->n_change; k++)
			put_line(c, t, h, h->change[k], hash);
	}
	if (t)
		table_drop_empty(t);
	return t;
}

static int run(struct cli *c)
{
	const ProtobufCMessage *body = NULL;
	_cleanup_(rows_done) struct rows rows = {};
	_cleanup_(form_done) struct filling f = {};
	int zone, r = form_fill(c, c->verb->form, &f);
	if (r == 0)
		r = form_ask(&f, &rows, &body);
	c->reply = NULL;
	if (r == 0)
		r = cli_zone(c, &zone);
	if (r != 0 || !body)
		return r;
	if (cli_json(c))
		return form_print(c, c->verb->form, body, &rows, NULL);
	struct print_table *t = project_history_table(c, &rows, cli_option(c, "out") != NULL);
	r = t ? cli_table(c, t) : -ENOMEM;
	table_free(t);
	return r;
}

static const struct verb_option options[] = {OUT_OPTION, {}};
FORM(history, PROJECT_HISTORY, .words = "project");
VERB(project_history, .noun = "project", .verb = "history", .args = "CODE", .form = &form_history,
     .options = options, .run = run,
     .help = "all changes of a project: who, when, what, old and new values (变更历史)");
