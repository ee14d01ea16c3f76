/* Fills in a request from words and options, by descriptor. */
#include "client/cli/form/fill.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/filling.h"
#include "client/cli/form/form.h"
#include "client/cli/form/record.h"
#include "client/cli/form/value.h"
#include "client/cli/frame/cli.h"
#include "client/cli/frame/fail.h"
#include "client/cli/import/columns.h"
#include "duban.h"
#include "proto/limits.h"
#include "text/money.h"
#include "text/number.h"

static const ProtobufCFieldDescriptor *field_of(const ProtobufCMessageDescriptor *d,
						const char *name)
{
	return protobuf_c_message_descriptor_get_field_by_name(d, name);
}

/* NULL: no memory. */
static ProtobufCMessage *new_message(struct filling *f, const ProtobufCMessageDescriptor *d)
{
	ProtobufCMessage *m = filling_hold(f, d->sizeof_message);
	if (m)
		protobuf_c_message_init(d, m);
	return m;
}

static ProtobufCMessage **inner(ProtobufCMessage *m, const ProtobufCFieldDescriptor *d)
{
	return (ProtobufCMessage **)(void *)((char *)m + d->offset);
}

static size_t value_size(const ProtobufCFieldDescriptor *d)
{
	switch (d->type) {
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		return sizeof(void *);
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_SINT64:
		return sizeof(uint64_t);
	default:
		return sizeof(uint32_t);
	}
}

/* Where the next value of the field goes. NULL: no memory. */
static void *room(struct filling *f, ProtobufCMessage *m, const ProtobufCFieldDescriptor *d)
{
	char *base = (char *)m;
	size_t size = value_size(d);
	if (d->label != PROTOBUF_C_LABEL_REPEATED)
		return base + d->offset;
	size_t *n = (size_t *)(void *)(base + d->quantifier_offset);
	char **array = (char **)(void *)(base + d->offset),
	     *more = filling_hold(f, (*n + 1) * size);
	if (!more)
		return NULL;
	if (*n > 0)
		memcpy(more, *array, *n * size);
	*array = more;
	return more + size * (*n)++;
}

static int set_value(const struct setting *s, ProtobufCMessage *m,
		     const ProtobufCFieldDescriptor *d);

/* "3=2020-05-01": one part for each field, in order; the last field takes the rest. */
static int set_parts(const struct setting *s, ProtobufCMessage *m)
{
	const char *text = s->text;
	for (unsigned i = 0; i < m->descriptor->n_fields && *text; i++) {
		size_t n = i + 1 < m->descriptor->n_fields ? strcspn(text, "=") : strlen(text);
		struct setting part = {s->f, s->option, filling_text(s->f, text, n)};
		int r = part.text ? set_value(&part, m, &m->descriptor->fields[i]) : -ENOMEM;
		if (r != 0)
			return r;
		text += n + (text[n] == '=');
	}
	return 0;
}

static int set_message(const struct setting *s, const ProtobufCMessageDescriptor *d,
		       ProtobufCMessage **to)
{
	if (!*to)
		*to = new_message(s->f, d);
	if (!*to)
		return -ENOMEM;
	if (d != &duban__money__descriptor)
		return set_parts(s, *to);
	/* A bare number is refused: nobody can know whether 2.5 is meant in 元, 万元 or 亿元. */
	char said[80];
	enum money_fault fault = money_parse(s->text, MONEY_UNIT_NONE, &((Duban__Money *)*to)->fen);
	const char *code = fault == MONEY_NO_UNIT ? "money.bare" : money_fault_code(fault);
	return fault == MONEY_FINE
		   ? 0
		   : cli_fail_value(s->f->c, setting_name(s, said, sizeof said), s->text, code);
}

static int set_value(const struct setting *s, ProtobufCMessage *m,
		     const ProtobufCFieldDescriptor *d)
{
	char has[64];
	void *to = room(s->f, m, d);
	if (!to)
		return -ENOMEM;
	(void)snprintf(has, sizeof has, "has_%s", d->name);
	const ProtobufCFieldDescriptor *h = field_of(m->descriptor, has);
	if (h && h->type == PROTOBUF_C_TYPE_BOOL)
		*(protobuf_c_boolean *)((char *)m + h->offset) = true;
	return d->type == PROTOBUF_C_TYPE_MESSAGE ? set_message(s, d->descriptor, to)
						  : setting_value(s, d, to);
}

/* The length of a separator of a repeated value: , ; and their full-width forms. 0: none. */
static size_t separator(const char *s)
{
	static const char *const all[] = {",", ";", "，", "；", "、"};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strncmp(s, all[i], strlen(all[i])) == 0)
			return strlen(all[i]);
	return 0;
}

static int set_field(const struct setting *s, ProtobufCMessage *m,
		     const ProtobufCFieldDescriptor *d)
{
	if (d->label != PROTOBUF_C_LABEL_REPEATED)
		return set_value(s, m, d);
	for (const char *at = s->text; *at;) {
		size_t n = 0, gap = 0;
		while (at[n] && (gap = separator(at + n)) == 0)
			n++;
		struct setting part = {s->f, s->option, filling_text(s->f, at, n)};
		int r = !part.text ? -ENOMEM : n > 0 ? set_value(&part, m, d) : 0;
		if (r != 0)
			return r;
		at += n + gap;
	}
	return 0;
}

static int set_cell(const struct setting *s, const char *column)
{
	const ProtobufCFieldDescriptor *d = field_of(s->f->body->descriptor, "cell");
	Duban__Cell *cell = filling_hold(s->f, sizeof *cell),
		    **to = d ? room(s->f, s->f->body, d) : NULL;
	if (!cell || !to)
		return d ? -ENOMEM : -EINVAL;
	duban__cell__init(cell);
	cell->column = filling_text(s->f, column, strlen(column));
	cell->value = cli_loose(s->text);
	*to = cell;
	return cell->column && cell->value ? 0 : -ENOMEM;
}

/* The field of `m` called `name`, or `name` with an ending such as _date. */
static const ProtobufCFieldDescriptor *find(const ProtobufCMessageDescriptor *m, const char *name)
{
	static const char *const endings[] = {"", "_date", "_month", "_at"};
	char full[96];
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		(void)snprintf(full, sizeof full, "%s%s", name, endings[i]);
		const ProtobufCFieldDescriptor *d = field_of(m, full);
		if (d)
			return d;
	}
	return NULL;
}

/* For evidence.name: the body's message `evidence`, which is made if it is not there. */
static ProtobufCMessage *enter(struct filling *f, const char *outer, size_t n)
{
	char name[64];
	(void)snprintf(name, sizeof name, "%.*s", (int)n, outer);
	const ProtobufCFieldDescriptor *d = field_of(f->body->descriptor, name);
	if (!d || d->type != PROTOBUF_C_TYPE_MESSAGE || d->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	ProtobufCMessage **m = inner(f->body, d);
	if (!*m)
		*m = new_message(f, d->descriptor);
	return *m;
}

static bool is_request_own(const struct filling *f, const char *name)
{
	return f->form->record == 0 || strcmp(name, "dry_run") == 0;
}

static int put(const struct setting *s, const char *name)
{
	struct filling *f = s->f;
	size_t n = strcspn(name, ".");
	ProtobufCMessage *m = name[n] ? enter(f, name, n) : f->body;
	const ProtobufCFieldDescriptor *d = NULL;
	if (m && is_request_own(f, name))
		d = find(m->descriptor, name[n] ? name + n + 1 : name);
	if (!d && !name[n] && (m = enter(f, "link", 4)))
		d = find(m->descriptor, name);
	if (!d && !name[n] && field_of(f->body->descriptor, "cell"))
		return set_cell(s, name);
	/* The verb's description names a field that does not exist: a bug in dubanctl. */
	return d ? set_field(s, m, d) : cli_fail(f->c, CLI_LOCAL, "usage.no_field", name, NULL);
}

int form_put(struct filling *f, const char *name, const char *text)
{
	return put(&(struct setting){f, name, text}, name);
}

/* Reads the next name of a list separated by blanks; false: no more. */
static bool next_name(const char **names, char *buf, size_t size)
{
	const char *s = *names ? *names : "";
	s += strspn(s, " ");
	size_t n = strcspn(s, " ");
	(void)snprintf(buf, size, "%.*s", (int)n, s);
	*names = s + n;
	return n > 0;
}

static int put_link(struct filling *f, size_t *word)
{
	Duban__LinkRef *ref = (Duban__LinkRef *)enter(f, "link", 4);
	const char *code = cli_word(f->c, *word), *no = cli_word(f->c, *word + 1);
	if (!ref)
		return -ENOMEM;
	ref->project = cli_loose(code);
	*word += 2;
	if (!no || !number_parse(no, LINK_NO_MAX, &ref->no) || ref->no == 0)
		return cli_fail(f->c, CLI_USAGE, "usage.link_no", no ? no : "", NULL);
	return 0;
}

static int put_words(struct filling *f)
{
	char name[96];
	size_t word = 0;
	int r = 0;
	for (const char *names = f->form->words; r == 0 && next_name(&names, name, sizeof name);) {
		const ProtobufCFieldDescriptor *d =
		    is_request_own(f, name) ? field_of(f->body->descriptor, name) : NULL;
		if (d && d->descriptor == &duban__link_ref__descriptor) {
			r = put_link(f, &word);
			continue;
		}
		bool all = d && d->label == PROTOBUF_C_LABEL_REPEATED;
		do {
			const char *text = cli_word(f->c, word);
			if (text)
				r = form_put(f, name, text);
			word += text != NULL;
		} while (r == 0 && all && cli_word(f->c, word));
	}
	return r;
}

static int put_fixed(struct filling *f)
{
	char name[96];
	int r = 0;
	for (const char *all = f->form->fixed; r == 0 && next_name(&all, name, sizeof name);) {
		char *value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		const char *text = value ? filling_text(f, value, strlen(value)) : "yes";
		r = text ? form_put(f, name, text) : -ENOMEM;
	}
	return r;
}

const char *form_field(const struct form *form, const char *option, char *buf, size_t size)
{
	static const char *const own[] = {"out", "in"};
	size_t n = strlen(option);
	for (const char *all = form->fields; next_name(&all, buf, size);)
		if (strncmp(buf, option, n) == 0 && buf[n] == '=') {
			memmove(buf, buf + n + 1, strlen(buf + n + 1) + 1);
			return buf;
		}
	(void)snprintf(buf, size, "%s", option);
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(option, own[i]) == 0)
			(void)snprintf(buf, size, "-");
	for (char *s = buf; *s && s[1]; s++)
		*s = *s == '-' ? '_' : *s;
	return buf;
}

static size_t cells(const struct filling *f)
{
	const ProtobufCFieldDescriptor *d = field_of(f->body->descriptor, "cell");
	return d ? *(const size_t *)(const void *)((const char *)f->body + d->quantifier_offset)
		 : 0;
}

static int put_options(struct filling *f)
{
	const struct args *a = &f->c->args;
	for (const struct verb_option *o = verb_options(f->c->verb); o->name; o++) {
		char name[96];
		if (strcmp(form_field(f->form, o->name, name, sizeof name), "-") == 0)
			continue;
		for (size_t i = 0; i < a->n_options; i++) {
			if (strcmp(a->option[i].name, o->name) != 0)
				continue;
			const char *text = a->option[i].value ? a->option[i].value : "yes";
			int r = put(&(struct setting){f, o->name, text}, name);
			if (r != 0)
				return r;
		}
	}
	return 0;
}

static int check_needed(struct filling *f)
{
	char name[96];
	for (const char *all = f->form->need; next_name(&all, name, sizeof name);)
		if (!cli_option(f->c, name))
			return cli_fail(f->c, CLI_USAGE, "usage.option_required", name, NULL);
	return 0;
}

static const char *column_head(const struct cli *c, const char *column)
{
	return import_column_head(record_name(c->verb->form->record), column);
}

static int start(struct filling *f)
{
	const ProtobufCFieldDescriptor *d = protobuf_c_message_descriptor_get_field(
	    &duban__request__descriptor, (unsigned)f->form->body);
	duban__request__init(&f->request);
	if (!d)
		return -EINVAL;
	f->body = new_message(f, d->descriptor);
	if (!f->body)
		return -ENOMEM;
	f->request.body_case = (Duban__Request__BodyCase)f->form->body;
	*inner(&f->request.base, d) = f->body;
	if (f->form->record) {
		((Duban__RecordSetRequest *)f->body)->kind = f->form->record;
		f->c->column_head = column_head;
	}
	if (f->form->sheet)
		((Duban__SheetRequest *)f->body)->kind = f->form->sheet;
	return 0;
}

int form_fill(struct cli *c, const struct form *form, struct filling *ret)
{
	*ret = (struct filling){.c = c, .form = form};
	int r = start(ret);
	if (r == 0)
		r = check_needed(ret);
	if (r == 0)
		r = put_words(ret);
	size_t words = r == 0 ? cells(ret) : 0;
	if (r == 0)
		r = put_options(ret);
	if (r == 0 && form->some && cells(ret) == words)
		r = cli_fail(c, CLI_USAGE, "usage.nothing_to_set", NULL);
	return r ? r : put_fixed(ret);
}
