/* Prints replies by descriptor, as tables or as JSON. */
#include "client/cli/form/print.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/form/head.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/print/json.h"
#include "client/cli/print/json_message.h"
#include "client/cli/print/out.h"
#include "client/cli/print/remarks.h"
#include "client/cli/print/rows.h"
#include "client/cli/print/table.h"
#include "proto/cleanup.h"
#include "proto/wire_name.h"
#include "text/date.h"
#include "text/hex.h"
#include "text/room.h"
#include "text/width.h"

#define COLUMNS_MAX 64
#define FACT_WIDTH 18

struct form_column {
	const ProtobufCFieldDescriptor
	    *outer; /* the field of the row's inner message that holds it, or NULL */
	const ProtobufCFieldDescriptor *field;
	char head[64]; /* with '>' in front for right-aligned columns */
};

static bool is_repeated(const ProtobufCFieldDescriptor *d)
{
	return d->label == PROTOBUF_C_LABEL_REPEATED;
}

static const ProtobufCFieldDescriptor *field_of(const ProtobufCMessageDescriptor *d,
						const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(d, name);
}

static const void *value_of(const ProtobufCMessage *m, const ProtobufCFieldDescriptor *d)
{
	return (const char *)m + d->offset;
}

/* Does the field get a column? Not has_x, not an id whose name is in the row too, and no message
 * except money and persons. */
static bool is_column(const ProtobufCMessageDescriptor *m, const ProtobufCFieldDescriptor *d)
{
	char named[80];
	(void)snprintf(named, sizeof named, "%s_name", d->name);
	if (strncmp(d->name, "has_", 4) == 0 && field_of(m, d->name + 4))
		return false;
	if (strcmp(d->name, "unit") == 0 && field_of(m, named))
		return false;
	(void)snprintf(named, sizeof named, "%.*smonth", (int)(strlen(d->name) - strlen("open")),
		       d->name);
	if (wire_name_ends(d->name, "_open") && field_of(m, named)) /* shown with the month */
		return false;
	return d->type != PROTOBUF_C_TYPE_MESSAGE || d->descriptor == &duban__money__descriptor ||
	       d->descriptor == &duban__who__descriptor;
}

static bool is_right(const ProtobufCFieldDescriptor *d)
{
	if (is_repeated(d) || wire_name_ends(d->name, "_date") ||
	    wire_name_ends(d->name, "_month") || strcmp(d->name, "month") == 0)
		return false;
	return d->type == PROTOBUF_C_TYPE_UINT32 || d->type == PROTOBUF_C_TYPE_INT32 ||
	       d->type == PROTOBUF_C_TYPE_SINT32 || d->type == PROTOBUF_C_TYPE_UINT64 ||
	       d->descriptor == &duban__money__descriptor;
}

static void name_head(struct form_column *col, const ProtobufCMessageDescriptor *m,
		      const ProtobufCFieldDescriptor *d)
{
	char name[sizeof col->head - 1];
	form_head(m, d, name, sizeof name);
	(void)snprintf(col->head, sizeof col->head, "%s%s", is_right(d) ? ">" : "", name);
}

static void add(struct form_column *all, size_t *n, const ProtobufCMessageDescriptor *row,
		const ProtobufCFieldDescriptor *outer, const ProtobufCFieldDescriptor *d)
{
	if (*n >= COLUMNS_MAX)
		return;
	all[*n] = (struct form_column){.outer = outer, .field = d};
	name_head(&all[(*n)++], outer ? outer->descriptor : row, d);
}

/* All fields of the row and of its inner messages. */
static void all_columns(const ProtobufCMessageDescriptor *row, struct form_column *all, size_t *n)
{
	for (unsigned i = 0; i < row->n_fields; i++) {
		const ProtobufCFieldDescriptor *d = &row->fields[i];
		if (is_column(row, d)) {
			add(all, n, row, NULL, d);
			continue;
		}
		if (d->type != PROTOBUF_C_TYPE_MESSAGE || is_repeated(d))
			continue;
		const ProtobufCMessageDescriptor *in = d->descriptor;
		for (unsigned k = 0; k < in->n_fields; k++)
			if (is_column(in, &in->fields[k]))
				add(all, n, row, d, &in->fields[k]);
	}
}

/* Fields given by name: "project link.no link.name". */
static void named_columns(const ProtobufCMessageDescriptor *row, const char *names,
			  struct form_column *all, size_t *n)
{
	for (const char *s = names; *s; s += strcspn(s, " "), s += strspn(s, " ")) {
		char name[96];
		(void)snprintf(name, sizeof name, "%.*s", (int)strcspn(s, " "), s);
		char *dot = strchr(name, '.');
		const ProtobufCFieldDescriptor *outer = NULL;
		if (dot) {
			*dot = '\0';
			outer = field_of(row, name);
		}
		const ProtobufCMessageDescriptor *in = outer ? outer->descriptor : row;
		const ProtobufCFieldDescriptor *d = field_of(in, dot ? dot + 1 : name);
		if (d)
			add(all, n, row, outer, d);
	}
}

struct printing {
	struct cli *c;
	const char *money;
	int zone;
};

static const char *unit_text(struct cli *c, const ProtobufCFieldDescriptor *d, const char *text)
{
	static const char *const names[] = {"unit",	"sector",	"parent",
					    "for_unit", "service_unit", "co_unit"};
	/* Fields that hold a word of a message table; what the table does not know is shown as it
	 * is. */
	static const struct {
		const char *field, *table;
	} terms[] = {
	    {"alternative", "alternative"}, {"code_kind", "code_kind"}, {"limit", "limit"},
	    {"command", "command"},	    {"post", "recipient"},	{"state", "notice_state"},
	    {"state", "target_state"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (*text && strcmp(d->name, names[i]) == 0)
			return cli_unit_name(c, text);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		const char *term = strcmp(d->name, terms[i].field) == 0
				       ? message_term(terms[i].table, text)
				       : text;
		if (term != text)
			return term;
	}
	/* what is missing: chain, six.team */
	if (strcmp(d->name, "lack") == 0 || strcmp(d->name, "promised") == 0)
		return message_lack(text);
	return text;
}

/* If only the year of the month is known: a field X_open beside X_month says so. */
static bool put_open_month(struct print_table *t, const ProtobufCMessage *m,
			   const ProtobufCFieldDescriptor *d, uint32_t month)
{
	char open[80], year[12];
	const char *arg[] = {year};
	size_t n = strlen(d->name) - (wire_name_ends(d->name, "_month") ? strlen("_month") : 0);
	(void)snprintf(open, sizeof open, "%.*s_open", (int)n, d->name);
	(void)snprintf(year, sizeof year, "%u", month / 100);
	const ProtobufCFieldDescriptor *f = month ? field_of(m->descriptor, open) : NULL;
	if (!f || !*(const protobuf_c_boolean *)value_of(m, f))
		return false;
	_cleanup_(freep) char *text = message_text("month.open", arg, 1);
	table_cell(t, text ? text : year);
	return true;
}

static void put_number(struct printing *p, struct print_table *t, const ProtobufCMessage *m,
		       const ProtobufCFieldDescriptor *d, uint32_t v)
{
	static const char *const none_at_zero[] = {"year",   "link", "report", "no",  "corrects",
						   "person", "line", "rows",   "rank"};
	char has[80];
	(void)snprintf(has, sizeof has, "has_%s", d->name);
	const ProtobufCFieldDescriptor *h = field_of(m->descriptor, has);
	bool none = h && !*(const protobuf_c_boolean *)value_of(m, h);
	for (size_t i = 0; i < sizeof none_at_zero / sizeof *none_at_zero; i++)
		none |= v == 0 && strcmp(d->name, none_at_zero[i]) == 0;
	(void)p;
	if (wire_name_ends(d->name, "_date"))
		table_date(t, v);
	else if (put_open_month(t, m, d, v))
		return;
	else if (wire_name_ends(d->name, "_month") || strcmp(d->name, "month") == 0)
		table_month(t, v);
	else if (none)
		table_cell(t, "");
	else
		table_number(t, v);
}

/* Writes one value of a repeated field. */
static void write_part(struct printing *p, FILE *out, const ProtobufCFieldDescriptor *d,
		       const void *v)
{
	const ProtobufCBinaryData *b = v;
	const ProtobufCMessage *m =
	    d->type == PROTOBUF_C_TYPE_MESSAGE ? *(const ProtobufCMessage *const *)v : NULL;
	char month[TEXT_ROOM];
	switch (d->type) {
	case PROTOBUF_C_TYPE_STRING:
		(void)fputs(unit_text(p->c, d, *(const char *const *)v), out);
		return;
	case PROTOBUF_C_TYPE_ENUM:
		(void)fputs(message_enum_term(d->descriptor, *(const int *)v), out);
		return;
	case PROTOBUF_C_TYPE_BYTES:
		hex_print(BYTES(b->data, b->len), out);
		return;
	case PROTOBUF_C_TYPE_MESSAGE:
		if (m && m->descriptor == &duban__who__descriptor)
			(void)fputs(((const Duban__Who *)m)->name, out);
		return;
	default:
		if (wire_name_ends(d->name, "_month"))
			(void)fputs(month_text(*(const uint32_t *)v, month), out);
		else
			(void)fprintf(out, "%u", *(const uint32_t *)v);
		return;
	}
}

static size_t part_size(const ProtobufCFieldDescriptor *d)
{
	switch (d->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	default:
		return sizeof(uint32_t);
	}
}

/* The values separated by ; as in an import file. malloc'ed; NULL: no memory. */
static char *joined(struct printing *p, const ProtobufCMessage *m,
		    const ProtobufCFieldDescriptor *d)
{
	char *ret = NULL;
	size_t size, n = 1;
	const char *items = value_of(m, d);
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	if (is_repeated(d)) {
		n = *(const size_t *)(const void *)((const char *)m + d->quantifier_offset);
		items = *(const char *const *)(const void *)items;
	}
	for (size_t i = 0; i < n; i++) {
		(void)fputs(i ? ";" : "", out);
		write_part(p, out, d, items + i * part_size(d));
	}
	return fclose(out) == 0 ? ret : NULL;
}

static void put_joined(struct printing *p, struct print_table *t, const ProtobufCMessage *m,
		       const ProtobufCFieldDescriptor *d)
{
	_cleanup_free_ char *text = joined(p, m, d);
	table_cell(t, text);
}

static void put_value(struct printing *p, struct print_table *t, const ProtobufCMessage *m,
		      const ProtobufCFieldDescriptor *d)
{
	char buf[TEXT_ROOM];
	const void *v = value_of(m, d);
	if (is_repeated(d)) {
		put_joined(p, t, m, d);
	} else if (d->descriptor == &duban__level__descriptor) {
		table_lamp(t, wire_enum_name(d->descriptor, *(const int *)v));
	} else if (d->descriptor == &duban__money__descriptor) {
		const Duban__Money *money = *(const Duban__Money *const *)v;
		table_money(t, money ? &money->fen : NULL, p->money);
	} else if (d->type == PROTOBUF_C_TYPE_BOOL) {
		table_cell(t, *(const protobuf_c_boolean *)v ? "*" : "");
	} else if (d->type == PROTOBUF_C_TYPE_UINT32) {
		put_number(p, t, m, d, *(const uint32_t *)v);
	} else if (d->type == PROTOBUF_C_TYPE_INT32 || d->type == PROTOBUF_C_TYPE_SINT32) {
		table_number(t, *(const int32_t *)v);
	} else if (d->type == PROTOBUF_C_TYPE_UINT64) {
		table_number(t, (int64_t) * (const uint64_t *)v);
	} else if (d->type == PROTOBUF_C_TYPE_INT64) {
		table_cell(t, moment_text(*(const int64_t *)v, p->zone, buf));
	} else {
		put_joined(p, t, m, d);
	}
}

static void put_cell(struct printing *p, struct print_table *t, const ProtobufCMessage *row,
		     const struct form_column *col)
{
	const ProtobufCMessage *m =
	    col->outer ? *(const ProtobufCMessage *const *)value_of(row, col->outer) : row;
	if (m)
		put_value(p, t, m, col->field);
	else
		table_cell(t, "");
}

static int printing(struct cli *c, struct printing *ret)
{
	*ret = (struct printing){.c = c, .money = "万元"};
	int r = cli_zone(c, &ret->zone);
	if (r == 0 && cli_option(c, "in"))
		r = project_money_unit(c, &ret->money);
	return r;
}

int form_table(struct cli *c, const ProtobufCMessageDescriptor *row, const char *columns,
	       const struct rows *rows, struct print_table **ret)
{
	struct form_column col[COLUMNS_MAX];
	const char *heads[COLUMNS_MAX + 1] = {};
	struct printing p;
	size_t n = 0;
	int r = printing(c, &p);
	if (r != 0)
		return r;
	if (columns)
		named_columns(row, columns, col, &n);
	else
		all_columns(row, col, &n);
	for (size_t i = 0; i < n; i++)
		heads[i] = col[i].head;
	struct print_table *t = table_new(heads);
	if (!t)
		return -ENOMEM;
	for (size_t i = 0; i < rows->n; i++)
		for (size_t k = 0; k < n; k++)
			put_cell(&p, t, rows->row[i], &col[k]);
	table_drop_empty(t);
	*ret = t;
	return 0;
}

/* The first column holds the label of each fact. */
int form_facts(struct cli *c, const ProtobufCMessage *m, const char *columns,
	       struct print_table **ret)
{
	static const char *const heads[] = {"", "", NULL};
	struct form_column col[COLUMNS_MAX];
	struct printing p;
	size_t n = 0;
	int r = printing(c, &p);
	if (r != 0)
		return r;
	if (columns)
		named_columns(m->descriptor, columns, col, &n);
	else
		all_columns(m->descriptor, col, &n);
	struct print_table *facts = table_new(heads);
	for (size_t i = 0; facts && i < n; i++) {
		const char *one[] = {col[i].head, NULL};
		bool right;
		struct print_table *t = table_new(one);
		if (!t || strcmp(col[i].field->name, "next") == 0) {
			table_free(t);
			continue;
		}
		put_cell(&p, t, m, &col[i]);
		const char *text = table_rows(t) == 1 ? table_at(t, 0, 0)->text : "";
		if (*text) {
			table_cell(facts, table_head_text(t, 0, &right));
			table_cell(facts, text);
		}
		table_free(t);
	}
	*ret = facts;
	return facts ? 0 : -ENOMEM;
}

int form_put_facts(struct cli *c, const ProtobufCMessage *m, const char *columns)
{
	struct print_table *t = NULL;
	int r = form_facts(c, m, columns, &t);
	for (size_t i = 0; r == 0 && i < table_rows(t); i++) {
		const char *head = table_at(t, i, 0)->text;
		size_t w = text_width(head);
		(void)printf("%s%*s%s\n", head, (int)(w < FACT_WIDTH ? FACT_WIDTH - w : 1), "",
			     table_at(t, i, 1)->text);
	}
	table_free(t);
	return r;
}

int form_put_section(struct cli *c, const ProtobufCMessage *m, const char *field,
		     const char *columns)
{
	const ProtobufCFieldDescriptor *d = field_of(m->descriptor, field);
	size_t n = *(const size_t *)(const void *)((const char *)m + d->quantifier_offset);
	const ProtobufCMessage *const *item =
	    *(const ProtobufCMessage *const *const *)value_of(m, d);
	_cleanup_(rows_done) struct rows rows = {};
	struct print_table *t = NULL;
	for (size_t i = 0; i < n; i++)
		if (rows_add(&rows, item[i]) < 0)
			return -ENOMEM;
	if (n == 0)
		return 0;
	int r = form_table(c, d->descriptor, columns, &rows, &t);
	if (r == 0) {
		(void)printf("\n%s\n", message_term("section", field));
		r = table_print(t, stdout);
	}
	table_free(t);
	return r;
}

static int put_table(struct cli *c, const struct form *form, const ProtobufCMessageDescriptor *row,
		     const struct rows *rows)
{
	struct print_table *t = NULL;
	int r = form_table(c, row, form->columns, rows, &t);
	if (r == 0 && (rows->n > 0 || cli_option(c, "out")))
		r = cli_table(c, t);
	table_free(t);
	return r;
}

/* Does the body hold only the rows and `next`? */
static bool only_rows(const ProtobufCMessage *body, const ProtobufCFieldDescriptor *rows)
{
	for (unsigned i = 0; i < body->descriptor->n_fields; i++)
		if (&body->descriptor->fields[i] != rows &&
		    strcmp(body->descriptor->fields[i].name, "next") != 0)
			return false;
	return true;
}

static int put_json(struct cli *c, const ProtobufCMessage *body,
		    const ProtobufCFieldDescriptor *field, const struct rows *rows,
		    const Duban__Reply *reply)
{
	struct json j = {.out = stdout};
	bool bare = rows && only_rows(body, field);
	int r = cli_names(c, json_project_of(body), &j.names);
	if (r != 0)
		return r;
	if (!bare)
		json_object(&j, NULL);
	for (unsigned i = 0; !bare && i < body->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *d = &body->descriptor->fields[i];
		if ((!rows || d != field) && strcmp(d->name, "next") != 0)
			json_field(&j, NULL, body, d->name);
	}
	if (rows) {
		json_array(&j, bare ? NULL : field->name);
		for (size_t i = 0; i < rows->n; i++)
			json_message(&j, NULL, rows->row[i]);
		json_end_array(&j);
	}
	if (!bare && reply && reply->n_remark)
		remarks_json(&j, reply->remark, reply->n_remark);
	if (!bare)
		json_end_object(&j);
	(void)fputc('\n', stdout);
	return 0;
}

int form_print(struct cli *c, const struct form *form, const ProtobufCMessage *body,
	       const struct rows *rows, const Duban__Reply *reply)
{
	const ProtobufCFieldDescriptor *field = rows ? form_rows(form, body->descriptor) : NULL;
	if (cli_json(c))
		return put_json(c, body, field, rows, reply);
	int r = c->json ? 0 : form_put_facts(c, body, rows ? NULL : form->columns);
	r = r || !rows ? r : put_table(c, form, field->descriptor, rows);
	if (reply)
		remarks_print(c, reply->remark, reply->n_remark);
	return r;
}
