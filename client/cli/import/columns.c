#include "client/cli/import/columns.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "client/cli/frame/cli.h"
#include "client/cli/frame/messages.h"
#include "client/cli/frame/units.h"
#include "client/cli/print/persons.h"
#include "duban.h"
#include "duban/import.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/record/record.h"
#include "text/money.h"
#include "text/room.h"
#include "text/utf8.h"

static char *copy(const char *s)
{
	return strdup(s ? s : "");
}

static bool fill(Duban__Problem *to, const struct problem *q, char *const *arg, size_t n_arg)
{
	duban__problem__init(to);
	to->line = q->line;
	to->column = copy(q->column);
	to->value = copy(q->value);
	to->code = copy(q->code);
	to->arg = calloc(n_arg + 1, sizeof *to->arg);
	if (!to->column || !to->value || !to->code || !to->arg)
		return false;
	for (; to->n_arg < n_arg; to->n_arg++)
		if (!(to->arg[to->n_arg] = copy(arg[to->n_arg])))
			return false;
	return true;
}

static void put(struct problems *p, const struct problem *q, char *const *arg, size_t n_arg)
{
	if (p->failed)
		return;
	Duban__Problem **more = reallocarray(p->problem, p->n + 1, sizeof *more);
	if (more)
		p->problem = more;
	Duban__Problem *to = malloc(sizeof *to);
	p->failed = !more || !to || !fill(to, q, arg, n_arg);
	if (more && to)
		p->problem[p->n++] = to;
	else
		free(to);
}

void problem_add(struct problems *p, const struct problem *q)
{
	char *const arg[] = {(char *)(uintptr_t)q->arg};
	if (p->n < IMPORT_PROBLEMS_MAX)
		put(p, q, arg, q->arg != NULL);
	else
		p->more++;
}

void problem_copy(struct problems *p, const Duban__Problem *q, const char *column)
{
	put(p,
	    &(struct problem){
		.code = q->code, .line = q->line, .column = column, .value = q->value},
	    q->arg, q->n_arg);
}

void problems_end(struct problems *p)
{
	char count[16];
	char *const arg[] = {count};
	(void)snprintf(count, sizeof count, "%u", p->more);
	if (p->more > 0)
		put(p, &(struct problem){.code = "import.more_problems"}, arg, 1);
	p->more = 0;
}

void problems_done(struct problems *p)
{
	for (size_t i = 0; i < p->n; i++)
		duban__problem__free_unpacked(p->problem[i], NULL);
	free(p->problem);
	*p = (struct problems){};
}

/* A header made comparable: without blanks (项 目 名 称), line breaks and case; the unit in
 * brackets is returned in `unit`. */
static char *plain(const char *head, char *unit, size_t unit_size)
{
	char *ret = malloc(strlen(head) + 1), *to = ret;
	size_t n_unit = 0;
	bool inside = false;
	if (!ret)
		return NULL;
	for (size_t n; *head; head += n) {
		char half = utf8_half_width(head), mark = half ? half : *head;
		n = utf8_step(head);
		if (mark == '(' || mark == ')') {
			inside = mark == '(';
		} else if (inside && n_unit + n < unit_size) {
			memcpy(unit + n_unit, head, n);
			n_unit += n;
		} else if (!inside && utf8_blank(head) == 0) {
			memcpy(to, head, n);
			*to = (char)tolower((unsigned char)*to);
			to += n;
		}
	}
	*to = '\0';
	unit[n_unit] = '\0';
	return ret;
}

/* A canonical name, also as our own tables show it: "gb code" for gb_code. */
static bool is_canonical(const char *name, const char *head)
{
	for (;; name++, head++) {
		name += *name == '_';
		head += *head == '_';
		if (*name != *head || !*name)
			return *name == *head;
	}
}

/* What a header means. */
struct meaning {
	const struct record_column *column; /* NULL: unknown */
	bool ignored;			    /* known, but not imported */
	const char *unit;		    /* of money, from the header */
	bool english;			    /* the header is the canonical English name */
};

/* The header "总投资（万元）" has the unit 万元. Brackets around anything else belong to the name,
 * which is then unknown. */
static struct meaning meaning_of(const char *kind, const char *head)
{
	const struct record *r = record_named(kind);
	char unit[32];
	_cleanup_free_ char *name = plain(head, unit, sizeof unit);
	struct meaning m = {.unit = money_unit_name(money_unit_of(unit))};
	if (!name || !*name || !r || (*unit && !m.unit))
		return (struct meaning){};
	for (const struct record_column *c = r->column; c->name; c++) {
		m.english = is_canonical(c->name, name);
		if (!m.english && !record_is_word(c->zh, name))
			continue;
		if (!m.unit || c->type == RECORD_MONEY)
			m.column = c;
		return m;
	}
	m.ignored = !m.unit && record_is_word(r->ignored, name);
	return m;
}

/* All columns that a file of this kind may have, for the message about an unknown column. */
static char *known_names(const char *kind)
{
	const struct record *r = record_named(kind);
	char *ret = NULL;
	size_t size;
	FILE *out = open_memstream(&ret, &size);
	if (!out)
		return NULL;
	for (const struct record_column *c = r ? r->column : NULL; c && c->name; c++) {
		if (c > r->column)
			(void)fputs(message_chinese() ? "、" : ", ", out);
		if (!message_chinese())
			(void)fprintf(out, "%s/", c->name);
		(void)fprintf(out, "%.*s", (int)strcspn(c->zh, "|"), c->zh);
	}
	if (fclose(out) != 0)
		return NULL;
	return ret;
}

static bool taken(const struct import_columns *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->column[i].name, name) == 0)
			return true;
	return false;
}

struct mapping {
	const struct csvfile *f;
	const char *kind, *unit;
	bool by_code; /* a column has the codes of projects */
	struct import_columns c;
	struct problems *p;
};

/* The names of projects tell of which project a row is where no column has their codes, and beside
 * one they are for people. */
static bool is_project_name(const struct mapping *m, const char *head,
			    const struct record_column **ret)
{
	char unit[32];
	_cleanup_free_ char *name = plain(head, unit, sizeof unit);
	*ret = record_column(record_named(m->kind), "project");
	return *ret && (*ret)->type == RECORD_PROJECT && name && !*unit &&
	       record_is_word("项目名称|工程名称", name);
}

static void take(struct mapping *m, size_t cell)
{
	const char *head = csv_cell(m->f, 0, cell);
	struct meaning is = meaning_of(m->kind, head);
	const struct record_column *project;
	const char *own = is.unit;
	m->c.at[cell] = IMPORT_SKIP;
	if (is_project_name(m, head, &project)) {
		is.ignored = m->by_code && !is.column;
		is.column = m->by_code ? is.column : project;
	}
	if (is.ignored)
		return;
	if (!is.column) {
		_cleanup_free_ char *names = known_names(m->kind);
		if (*head)
			PROBLEM(m->p, .code = "import.unknown_column", .line = m->f->row[0].line,
				.column = head, .arg = names);
		return;
	}
	bool money = is.column->type == RECORD_MONEY;
	if (taken(&m->c, is.column->name)) {
		PROBLEM(m->p, .code = "import.column_twice", .line = m->f->row[0].line,
			.column = head, .arg = import_column_head(m->kind, is.column->name));
		return;
	}
	if (money && !own)
		own = is.english ? "元" : m->unit;
	m->c.at[cell] = m->c.n;
	m->c.column[m->c.n++] =
	    (struct duban_import_column){.name = is.column->name, .unit = money ? own : NULL};
}

static void check_keys(const struct import_columns *c, const char *kind, uint32_t line,
		       struct problems *p)
{
	const struct record *r = record_named(kind);
	for (const struct record_column *k = r ? r->column : NULL; k && k->name; k++)
		if ((k->key || k->in_file) && !taken(c, k->name))
			PROBLEM(p, .code = "import.missing_column", .line = line,
				.column = import_column_head(kind, k->name), .arg = k->zh);
}

/* A column without a header must be empty; otherwise its content would be lost without notice. */
static void check_nameless(const struct import_columns *c, const struct csvfile *f,
			   struct problems *p)
{
	for (size_t k = 0; k < c->n_cells; k++) {
		char number[24];
		if (*csv_cell(f, 0, k))
			continue;
		(void)snprintf(number, sizeof number, "%zu", k + 1);
		for (size_t i = 1; i < f->n_rows; i++)
			if (*csv_cell(f, i, k)) {
				PROBLEM(p, .code = "import.nameless_column", .line = f->row[i].line,
					.column = number, .value = csv_cell(f, i, k));
				break;
			}
	}
}

int import_columns(const struct csvfile *f, const char *kind, const char *unit,
		   struct import_columns *ret, struct problems *p)
{
	struct mapping m = {.f = f, .kind = kind, .unit = unit, .p = p};
	m.c.n_cells = f->row[0].n;
	/* Spreadsheets leave commas at the ends of lines. */
	while (m.c.n_cells > 0 && !*csv_cell(f, 0, m.c.n_cells - 1))
		m.c.n_cells--;
	if (m.c.n_cells > IMPORT_COLUMNS_MAX) {
		PROBLEM(p, .code = "import.too_many_columns", .line = f->row[0].line);
		return 0;
	}
	m.c.column = calloc(m.c.n_cells + 1, sizeof *m.c.column);
	m.c.at = calloc(m.c.n_cells + 1, sizeof *m.c.at);
	if (!m.c.column || !m.c.at) {
		import_columns_done(&m.c);
		return -ENOMEM;
	}
	for (size_t i = 0; i < m.c.n_cells; i++)
		m.by_code |= strcmp(import_column_of(kind, csv_cell(f, 0, i)), "project") == 0;
	for (size_t i = 0; i < m.c.n_cells; i++)
		take(&m, i);
	check_keys(&m.c, kind, f->row[0].line, p);
	check_nameless(&m.c, f, p);
	*ret = m.c;
	return p->failed ? -ENOMEM : 0;
}

/* What `project list --out` wrote: only there the three columns of lamps stand side by side. */
static bool is_our_list(const struct csvfile *f)
{
	size_t lamps = 0;
	for (size_t k = 0; f->n_rows > 0 && k < f->row[0].n; k++)
		lamps += record_is_word("灯|黄灯|红灯", csv_cell(f, 0, k));
	return lamps == 3;
}

bool import_is_strict(const struct csvfile *f)
{
	static const char *const required[] = {
	    "code",  "name", "unit", "sector",	      "category",	"stage",
	    "total", "plan", "year", "planned_start", "planned_finish", "list"};
	bool ours = is_our_list(f);
	size_t n = 0;
	for (size_t i = 0; i < sizeof required / sizeof *required; i++)
		for (size_t k = 0; f->n_rows > 0 && k < f->row[0].n; k++) {
			struct meaning is = meaning_of("projects", csv_cell(f, 0, k));
			if (!is.column || strcmp(is.column->name, required[i]) != 0)
				continue;
			if (i == 0 && (is.english || ours))
				return true;
			n++;
			break;
		}
	return n == sizeof required / sizeof *required;
}

const char *import_column_of(const char *kind, const char *head)
{
	struct meaning is = meaning_of(kind, head);
	return is.column ? is.column->name : "";
}

void import_columns_done(struct import_columns *c)
{
	free(c->column);
	free(c->at);
	*c = (struct import_columns){};
}

/* The first of several names; cut out once and kept. */
static const char *first_name(const char *names)
{
	static struct {
		const char *names;
		char first[64];
	} known[512];
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (!known[i].names) {
			known[i].names = names;
			(void)snprintf(known[i].first, sizeof(known[i].first), "%.*s",
				       (int)strcspn(names, "|"), names);
		}
		if (known[i].names == names)
			return known[i].first;
	}
	return names;
}

static const struct record_column *column_of(const char *kind, const char *column)
{
	const struct record *r = record_named(kind);
	/* The columns of an office's own sheet have no names here: they are named by the sheet. */
	return r && r->order ? record_column(r, column) : NULL;
}

bool import_column_is(const char *kind, const char *column, enum record_type type)
{
	const struct record_column *c = column_of(kind, column);
	return c && c->type == type;
}

bool import_column_is_person(const char *kind, const char *column)
{
	return import_column_is(kind, column, RECORD_PERSON) ||
	       import_column_is(kind, column, RECORD_WHO);
}

const char *import_column_head(const char *kind, const char *column)
{
	if (!message_chinese() || !*column)
		return column;
	const struct record_column *c = column_of(kind, column);
	return c && c->zh ? first_name(c->zh) : message_term("head", column);
}

/* Writes one part of a cell as people read it. */
static void show(struct cli *c, FILE *out, const struct record_column *column, const char *text)
{
	_cleanup_free_ char *person = NULL;
	const char *terms = column->type == RECORD_BOOL ? "yes_no" : column->terms;
	if (column->type == RECORD_PERSON || column->type == RECORD_WHO)
		person = cli_person_text(c, text);
	if (person)
		text = person;
	else if (column->type == RECORD_UNIT)
		text = cli_unit_name(c, text);
	else if (message_chinese() && terms)
		text = strcmp(terms, "lack") == 0 ? message_lack(text) : message_term(terms, text);
	(void)fputs(text, out);
}

/* Does a list show the column in another form than the file? */
static bool is_shown_otherwise(const struct record_column *c)
{
	return c && (c->terms || c->type == RECORD_BOOL || c->type == RECORD_UNIT ||
		     c->type == RECORD_PERSON || c->type == RECORD_WHO);
}

char *import_cell_shown(struct cli *c, const char *kind, const char *column, const char *text)
{
	const struct record_column *described = column_of(kind, column);
	size_t size;
	char *ret = NULL, money[TEXT_ROOM], yuan[TEXT_ROOM + 8];
	int64_t fen;
	if (import_column_is(kind, column, RECORD_MONEY) &&
	    money_parse(text, MONEY_UNIT_YUAN, &fen) == MONEY_FINE) {
		(void)snprintf(yuan, sizeof yuan, "%s万元",
			       money_text_shown(fen, MONEY_UNIT_WAN, money));
		return strdup(yuan);
	}
	if (!is_shown_otherwise(described))
		return strdup(text);
	FILE *out = open_memstream(&ret, &size);
	for (const char *s = text; out && *s; s += strcspn(s, ";"), s += *s == ';') {
		_cleanup_free_ char *part = strndup(s, strcspn(s, ";"));
		(void)fputs(s > text ? ";" : "", out);
		show(c, out, described, part ? part : "");
	}
	if (!out || fclose(out) != 0) {
		free(ret);
		return NULL;
	}
	return ret;
}
