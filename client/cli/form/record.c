/* Makes the verbs of a kind of records from its description: `gathering set`, `gathering list`. */
#include "client/cli/form/record.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/form/form.h"
#include "client/cli/frame/messages.h"
#include "client/cli/print/out.h"
#include "proto/wire_name.h"

const char *record_name(Duban__ImportKind kind)
{
	const struct record *r = record_of(kind);

	return r ? r->name : "";
}

const char *record_term(const struct record *r, bool chinese)
{
	const ProtobufCFieldDescriptor *event =
	    protobuf_c_message_descriptor_get_field(&duban__event__descriptor, (unsigned)r->put);
	char code[96];
	const char *text;

	(void)snprintf(code, sizeof code, "kind.%s", event ? event->name : "");
	text = message_in(code, chinese);
	return text && *text ? text : r->name;
}

/* Is `name` one of `names`, a list separated by blanks? */
static bool among(const char *names, const char *name)
{
	size_t n = strlen(name);

	for (const char *s = names; s && *s; s += strcspn(s, " "), s += strspn(s, " "))
		if (strcspn(s, " ") == n && strncmp(s, name, n) == 0)
			return true;
	return false;
}

/* ---- options */

const ProtobufCEnumDescriptor *record_enum(const struct record *r, const struct record_column *c)
{
	const ProtobufCFieldDescriptor *f =
	    c->field && r->noun ? protobuf_c_message_descriptor_get_field_by_name(r->noun, c->field)
				: NULL;

	return c->type == RECORD_ENUM && f && f->type == PROTOBUF_C_TYPE_ENUM ? f->descriptor
									      : NULL;
}

static const char *value_of(const struct record_column *c)
{
	static const char *const of[] = {
	    [RECORD_TEXT] = "TEXT",   [RECORD_ID] = "ID",	    [RECORD_NUMBER] = "N",
	    [RECORD_YEAR] = "YYYY",   [RECORD_DATE] = "DATE",	    [RECORD_MONTH] = "YYYY-MM",
	    [RECORD_MOMENT] = "TIME", [RECORD_MONEY] = MONEY_VALUE, [RECORD_BOOL] = "yes|no",
	    [RECORD_ENUM] = "WORD",   [RECORD_UNIT] = "UNIT",	    [RECORD_PERSON] = "PERSON",
	    [RECORD_WHO] = "PERSON",  [RECORD_PROJECT] = "CODE",    [RECORD_DIGEST] = "SM3",
	    [RECORD_LIMIT] = "LIMIT", [RECORD_CODE] = "CODE",	    [RECORD_REFER] = "NAME",
	};

	return of[c->type];
}

/* The choices of an enum: ": main, branch", in Chinese by their terms. */
static void put_choices(FILE *out, const ProtobufCEnumDescriptor *e, bool chinese)
{
	char table[64], code[160];

	message_enum_table(e, table, sizeof table);
	for (unsigned i = 0, n = 0; i < e->n_values; i++) {
		const char *name = wire_enum_name(e, e->values[i].value), *term;

		if (!*name)
			continue;
		(void)snprintf(code, sizeof code, "%s.%s", table, name);
		term = chinese ? message_in(code, true) : NULL;
		(void)fprintf(out, "%s%s",
			      chinese ? n ? "、" : "："
			      : n     ? ", "
				      : ": ",
			      term ? term : name);
		n++;
	}
}

static void put_help(const struct record *r, const struct record_column *c, bool chinese, char *buf,
		     size_t size)
{
	const ProtobufCEnumDescriptor *e = record_enum(r, c);
	int n = (int)strcspn(c->zh ? c->zh : "", "|");
	FILE *out = fmemopen(buf, size, "w");

	if (!out)
		return;
	for (const char *s = chinese ? "" : c->name; *s; s++)
		(void)fputc(*s == '_' ? ' ' : *s, out);
	(void)fprintf(out, chinese ? "%.*s" : n ? " (%.*s)" : "%.*s", n, c->zh ? c->zh : "");
	if (e)
		put_choices(out, e, chinese);
	(void)fclose(out);
	buf[size - 1] = '\0';
}

static struct verb_option option_of(const struct record *r, const struct record_column *c,
				    struct described_option *said)
{
	const char *value = c->value ? c->value : value_of(c);

	(void)snprintf(said->name, sizeof said->name, "%s", c->name);
	for (char *s = said->name; *s; s++)
		*s = *s == '_' ? '-' : *s;
	(void)snprintf(said->value, sizeof said->value, c->many && !c->value ? "%s;%s" : "%s",
		       value, value);
	if (!c->help)
		put_help(r, c, false, said->help, sizeof said->help);
	put_help(r, c, true, said->zh, sizeof said->zh);
	return (struct verb_option){said->name, said->value, c->help ? c->help : said->help};
}

struct made_options {
	struct made_options *next;
	Duban__ImportKind kind;
	struct verb_option *row;
	const char **zh;
	struct described_option *said;
};

static void make_options(struct made_options *m, const struct record *r, const char *words)
{
	static const struct verb_option dry_run = DRY_RUN_OPTION;
	size_t at = 0;

	for (const struct record_column *c = r->column; c->name; c++)
		if (!c->hidden && !among(words, c->name)) {
			m->row[at] = option_of(r, c, &m->said[at]);
			m->zh[at] = *m->said[at].zh ? m->said[at].zh : NULL;
			at++;
		}
	m->row[at] = dry_run;
}

struct described_options record_options(Duban__ImportKind kind, const char *words)
{
	static const struct verb_option none[] = {{}};
	static const char *const no_zh[] = {NULL};
	static struct made_options *made;
	const struct record *r = record_of(kind);
	size_t n = r ? record_columns(r) + 2 : 0;
	struct made_options *m = made;

	while (m && m->kind != kind)
		m = m->next;
	if (!m && r) {
		m = calloc(1, sizeof *m);
		if (m) {
			m->row = calloc(n, sizeof *m->row);
			m->zh = calloc(n, sizeof *m->zh);
			m->said = calloc(n, sizeof *m->said);
			m->kind = kind;
			m->next = made;
			made = m;
			if (m->row && m->zh && m->said)
				make_options(m, r, words);
		}
	}
	if (!m || !m->row || !m->zh || !m->said)
		return (struct described_options){none, no_zh};
	return (struct described_options){m->row, m->zh};
}

/* ---- the verbs */

static void put_word(char *buf, size_t size, const char *word)
{
	size_t n = strlen(buf);

	(void)snprintf(buf + n, size - n, "%s%s", n ? " " : "", word);
}

/* The words of `set` are the key columns. The usage shows CODE for a project, otherwise the
 * column's name in capitals. */
static void put_keys(const struct record *r, struct described *d)
{
	for (const struct record_column *c = r->column; c->name; c++) {
		char arg[48];
		bool code = c->type == RECORD_PROJECT || c->type == RECORD_CODE;

		if (!c->key)
			continue;
		if (r->cli.words && !among(r->cli.words, c->name)) {
			put_word(d->need, sizeof d->need, c->name);
			continue;
		}
		(void)snprintf(arg, sizeof arg, "%s", code ? "CODE" : c->name);
		for (char *s = arg; *s; s++)
			*s = (char)toupper((unsigned char)*s);
		put_word(d->words, sizeof d->words, c->name);
		put_word(d->args, sizeof d->args, arg);
	}
	if (r->cli.args)
		(void)snprintf(d->args, sizeof d->args, "%s", r->cli.args);
}

static void put_texts(struct described *d, const struct record *r, const char *help,
		      const char *const fmt[2])
{
	if (!help)
		(void)snprintf(d->help, sizeof d->help, fmt[0], record_term(r, false),
			       record_term(r, true));
	(void)snprintf(d->zh, sizeof d->zh, fmt[1], record_term(r, true));
	d->verb.help = help ? help : d->help;
	d->verb.zh = d->zh;
}

struct made_verb {
	struct described d;
	struct form form;
	struct verb_option option[8];
	const char *zh[8];
};

static void add_set(struct verb_list *all, const struct record *r)
{
	static const char *const texts[] = {"add or change a record: %s (%s)", "登记或修改%s"};
	struct made_verb *m = calloc(1, sizeof *m);

	if (!m)
		return;
	put_keys(r, &m->d);
	put_texts(&m->d, r, r->cli.set, texts);
	m->form = (struct form){.body = DUBAN__REQUEST__BODY_RECORD_SET,
				.words = m->d.words,
				.need = m->d.need,
				.some = r->cli.some,
				.record = r->kind};
	m->d.verb.noun = r->cli.noun;
	m->d.verb.verb = "set";
	m->d.verb.args = m->d.args;
	m->d.verb.form = &m->form;
	m->d.verb.options = record_options(r->kind, m->d.words).row;
	m->d.verb.option_zh = record_options(r->kind, m->d.words).zh;
	verb_list_add(all, &m->d.verb);
}

static const struct filter {
	struct verb_option option;
	const char *zh;
} filters[] = {
    {{"project", "CODE", "of this project"}, "此项目的"},
    {{"unit", "UNIT", "of this unit and all units below it"}, "此单位及其下属的"},
    {{"list", "NAME", "of a list's projects"}, "此清单的项目的"},
    {{"year", "YYYY", "of that year"}, "此年度的"},
    {{"at", "DATE", "only records valid on that day"}, "只列出当天有效的"},
    {OUT_OPTION, NULL},
    {MONEY_OPTION, NULL},
};

static bool has_type(const struct record *r, enum record_type type)
{
	for (const struct record_column *c = r->column; c->name; c++)
		if (c->type == type && (type != RECORD_PROJECT || strcmp(c->name, "project") == 0))
			return true;
	return false;
}

static bool filters_by(const struct record *r, const char *name)
{
	if (r->cli.filter)
		return among(r->cli.filter, name);
	switch (name[0]) {
	case 'p':
		return has_type(r, RECORD_PROJECT);
	case 'u':
		return r->unit || has_type(r, RECORD_PROJECT);
	case 'l':
		return r->by_list;
	case 'y':
		return r->year;
	case 'a':
		return r->by_day;
	default:
		return name[0] == 'o' || has_type(r, RECORD_MONEY);
	}
}

/* The English help of a filter can be replaced for one noun by a message
 * (option.gathering.list.year). */
static void put_filter(struct made_verb *m, const struct record *r, const struct filter *f)
{
	size_t n = 0;
	char code[128];

	while (m->option[n].name)
		n++;
	(void)snprintf(code, sizeof code, "option.%s.list.%s", r->cli.noun, f->option.name);
	const char *text = message_in(code, false);
	m->option[n] = f->option;
	m->zh[n] = f->zh;
	if (text && *text)
		m->option[n].help = text;
}

static void put_filters(struct made_verb *m, const struct record *r)
{
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
		if (filters_by(r, filters[i].option.name))
			put_filter(m, r, &filters[i]);
	m->d.verb.options = m->option;
	m->d.verb.option_zh = m->zh;
}

static void add_list(struct verb_list *all, const struct record *r)
{
	static const char *const texts[] = {"list all records: %s (%s)", "列出%s"};
	struct made_verb *m = calloc(1, sizeof *m);

	if (!m)
		return;
	put_texts(&m->d, r, r->cli.list, texts);
	put_filters(m, r);
	m->form = (struct form){.body = DUBAN__REQUEST__BODY_SHEET, .sheet = r->kind};
	m->d.verb.noun = r->cli.noun;
	m->d.verb.verb = "list";
	m->d.verb.form = &m->form;
	verb_list_add(all, &m->d.verb);
}

static void record_verbs(struct verb_list *all)
{
	size_t n;
	const struct record *const *r = records_all(&n);

	for (size_t i = 0; i < n; i++) {
		const struct record_cli *cli = &r[i]->cli;

		if (cli->noun && !cli->no_set && !verb_listed(all, cli->noun, "set"))
			add_set(all, r[i]);
		if (cli->noun && !cli->no_list && !verb_listed(all, cli->noun, "list"))
			add_list(all, r[i]);
	}
}
VERB_MAKER(1, record_verbs);
