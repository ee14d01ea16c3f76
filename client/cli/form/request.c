/* Makes verbs of requests that no VERB row names, from the names of the request and its fields
 * (rules in form.h). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/form/record.h"
#include "client/cli/frame/messages.h"
#include "proto/wire_name.h"

struct made {
	struct described d;
	struct form form;
	char noun[48], name[48];
	struct verb_option *option;
	struct described_option *said;
	const char **zh;
	size_t n;
};

/* Does the field take the reply's `next`, or is it the flag of another field? */
static bool is_inner(const ProtobufCFieldDescriptor *f)
{
	return strcmp(f->name, "after") == 0 || strncmp(f->name, "has_", 4) == 0;
}

/* Does the field name the noun (`list` of `list check`, the LinkRef `link`), or is it a key column
 * of the noun's kind? */
static bool is_word(const char *noun, const ProtobufCFieldDescriptor *f)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	if (strcmp(f->name, noun) == 0 || f->descriptor == &duban__link_ref__descriptor)
		return true;
	for (size_t i = 0; i < n; i++) {
		const struct record_column *c = record_column(r[i], f->name);

		if (r[i]->cli.noun && strcmp(r[i]->cli.noun, noun) == 0 && c && c->key)
			return true;
	}
	return false;
}

static const char *value_of(const ProtobufCFieldDescriptor *f)
{
	if (wire_name_ends(f->name, "_date"))
		return "DATE";
	if (wire_name_ends(f->name, "_month") || strcmp(f->name, "month") == 0)
		return "YYYY-MM";
	if (wire_name_ends(f->name, "_at"))
		return "TIME";
	if (strcmp(f->name, "year") == 0)
		return "YYYY";
	if (strcmp(f->name, "project") == 0)
		return "CODE";
	switch (f->type) {
	case PROTOBUF_C_TYPE_BOOL:
		return NULL;
	case PROTOBUF_C_TYPE_STRING:
		return "TEXT";
	case PROTOBUF_C_TYPE_BYTES:
		return "HEX";
	case PROTOBUF_C_TYPE_ENUM:
		return "WORD";
	case PROTOBUF_C_TYPE_MESSAGE:
		return f->descriptor == &duban__money__descriptor ? MONEY_VALUE : "PART=PART";
	default:
		return "N";
	}
}

/* Field until_date is option --until. */
static void put_name(const char *field, char *buf, size_t size)
{
	static const char *const endings[] = {"_date", "_month", "_at"};

	(void)snprintf(buf, size, "%s", field);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (wire_name_ends(buf, endings[i]))
			buf[strlen(buf) - strlen(endings[i])] = '\0';
	for (char *s = buf; *s; s++)
		*s = *s == '_' ? '-' : *s;
}

/* The option's message, else the head of a column of that name, else NULL. */
static const char *help_of(const struct made *m, const char *option, bool chinese)
{
	char code[200], head[48];
	const char *text = NULL;

	(void)snprintf(head, sizeof head, "%s", option);
	for (char *s = head; *s; s++)
		*s = *s == '-' ? '_' : *s;
	for (int i = 0; i < 4 && (!text || !*text); i++) {
		if (i == 0)
			(void)snprintf(code, sizeof code, "option.%s.%s.%s", m->noun, m->name,
				       option);
		else if (i == 1)
			(void)snprintf(code, sizeof code, "option.%s.%s", m->noun, option);
		else
			(void)snprintf(code, sizeof code, "%s.%s", i == 2 ? "option" : "head",
				       i == 2 ? option : head);
		text = message_in(code, chinese);
	}
	return text && *text ? text : NULL;
}

static void put_option(struct made *m, const ProtobufCFieldDescriptor *f)
{
	static const struct verb_option dry_run = DRY_RUN_OPTION;
	struct described_option *said = &m->said[m->n];
	const char *english;

	put_name(f->name, said->name, sizeof said->name);
	if (strcmp(f->name, "dry_run") == 0) {
		m->option[m->n++] = dry_run;
		return;
	}
	(void)snprintf(said->help, sizeof said->help, "%s", said->name);
	english = help_of(m, said->name, false);
	m->zh[m->n] = help_of(m, said->name, true);
	m->option[m->n++] =
	    (struct verb_option){said->name, value_of(f), english ? english : said->help};
}

/* "CODE", "CODE NO" for a link, else the field's name in capitals. */
static void put_word(struct described *d, const ProtobufCFieldDescriptor *f)
{
	size_t words = strlen(d->words), args = strlen(d->args);
	bool link = f->descriptor == &duban__link_ref__descriptor;
	bool code = strcmp(f->name, "project") == 0 || strcmp(f->name, "code") == 0;

	(void)snprintf(d->words + words, sizeof d->words - words, "%s%s", words ? " " : "",
		       f->name);
	(void)snprintf(d->args + args, sizeof d->args - args, "%s%s", args ? " " : "",
		       link   ? "CODE NO"
		       : code ? "CODE"
			      : f->name);
	for (char *s = d->args + args; *s; s++)
		*s = (char)toupper((unsigned char)*s);
}

static void put_fields(struct made *m, const ProtobufCMessageDescriptor *body)
{
	bool words = strcmp(m->name, "list") != 0;

	for (unsigned i = 0; i < body->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &body->fields[i];

		words = words && is_word(m->noun, f);
		if (words)
			put_word(&m->d, f);
		else if (!is_inner(f))
			put_option(m, f);
	}
}

/* gathering_show is `gathering show`, project_set_code is `project set-code`. */
static void put_names(struct made *m, const char *request)
{
	size_t n = strcspn(request, "_");

	(void)snprintf(m->noun, sizeof m->noun, "%.*s", (int)n, request);
	(void)snprintf(m->name, sizeof m->name, "%s", request[n] ? request + n + 1 : "");
	for (char *s = m->name; *s; s++)
		*s = *s == '_' ? '-' : *s;
}

static void put_help(struct made *m, const char *request)
{
	char code[128];

	(void)snprintf(code, sizeof code, "help.%s.%s", m->noun, m->name);
	const char *text = message_in(code, false);
	(void)snprintf(m->d.help, sizeof m->d.help, "%s", text && *text ? text : request);
	m->d.verb.help = m->d.help;
}

static void add(struct verb_list *all, const ProtobufCFieldDescriptor *request)
{
	const ProtobufCMessageDescriptor *body = request->descriptor;
	struct made *m = calloc(1, sizeof *m);
	struct verb_option *option = calloc(body->n_fields + 1, sizeof *option);
	struct described_option *said = calloc(body->n_fields + 1, sizeof *said);
	const char **zh = calloc(body->n_fields + 1, sizeof *zh);

	if (!m || !option || !said || !zh) {
		free(m);
		free(zh);
		free(option);
		free(said);
		return;
	}
	m->option = option;
	m->said = said;
	m->zh = zh;
	put_names(m, request->name);
	put_fields(m, body);
	put_help(m, request->name);
	m->form = (struct form){.body = (int)request->id, .words = m->d.words};
	m->d.verb.noun = m->noun;
	m->d.verb.verb = *m->name ? m->name : NULL;
	m->d.verb.args = m->d.args;
	m->d.verb.options = m->option;
	m->d.verb.option_zh = m->zh;
	m->d.verb.form = &m->form;
	verb_list_add(all, &m->d.verb);
}

static bool is_asked(const struct verb_list *all, const char *request)
{
	size_t n = strlen(request);

	for (size_t i = 0; i < all->n; i++)
		for (const char *s = verb_requests(all->row[i]); s && *s;
		     s += strcspn(s, " "), s += strspn(s, " "))
			if (strcspn(s, " ") == n && strncmp(s, request, n) == 0)
				return true;
	return false;
}

static void request_verbs(struct verb_list *all)
{
	const ProtobufCMessageDescriptor *d = &duban__request__descriptor;

	for (unsigned i = 0; i < d->n_fields; i++)
		if (d->fields[i].flags & PROTOBUF_C_FIELD_FLAG_ONEOF &&
		    !is_asked(all, d->fields[i].name))
			add(all, &d->fields[i]);
}
VERB_MAKER(9, request_verbs);
