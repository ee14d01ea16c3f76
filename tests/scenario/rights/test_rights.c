/* The table of rights (proto/rights.csv) is what the daemon does: every request is sent by every
 * role for a thing of its own, another's and one that does not exist. What is another's gets the
 * very answer of what does not exist. A request without a row fails, so does a row without a
 * request, and a handler whose roles are not those of its row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/rights/body.h"
#include "lib/rights/city.h"
#include "lib/rights/table.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "proto/wire_name.h"

enum { STEPS_MAX = 4 };

/* A line of requests.txt. */
struct sample {
	char *request;
	char *code;  /* what a sender with the right gets; NULL: it is taken */
	char *taken; /* what another's gets; NULL: the same as nobody's */
	char *step[STEPS_MAX][2];
	size_t n_step; /* the last is the request itself */
};

static struct rights_row *rows;
static size_t n_rows;
static struct sample samples[256];
static size_t n_samples;
static char *sample_text;

static void cut_step(char *text, char *ret[2])
{
	char *colon = strchr(text, ':');

	assert_non_null(colon);
	*colon = '\0';
	ret[0] = text;
	ret[1] = colon + 1;
}

/* `request = CODE: body | before: body` */
static void read_sample(char *line, struct sample *s)
{
	char *rest = line, *body = strsep(&rest, "|"), *step[2], *equals;

	*s = (struct sample){.n_step = 0};
	cut_step(body, step);
	equals = strpbrk(step[0], "=~");
	if (equals) {
		*(*equals == '=' ? &s->code : &s->taken) = equals + 2;
		equals[-1] = '\0';
	}
	s->request = step[0];
	while (rest && (body = strsep(&rest, "|"))) {
		assert_true(s->n_step < STEPS_MAX - 1);
		cut_step(body + strspn(body, " "), s->step[s->n_step++]);
	}
	s->step[s->n_step][0] = step[0];
	s->step[s->n_step++][1] = step[1];
}

static int read_files(void **state)
{
	char *rest, *line;

	(void)state;
	rows = rights_table(&n_rows);
	sample_text = ttemp_read(SOURCE_DIR "/tests/scenario/rights/requests.txt", NULL);
	rest = sample_text;
	while ((line = strsep(&rest, "\n")))
		if (*line && *line != '#')
			read_sample(line, &samples[n_samples++]);
	return 0;
}

static int forget_files(void **state)
{
	(void)state;
	rights_table_free(rows, n_rows);
	free(sample_text);
	return 0;
}

static const struct sample *sample_of(const char *request)
{
	for (size_t i = 0; i < n_samples; i++)
		if (strcmp(samples[i].request, request) == 0)
			return &samples[i];
	fail_msg("requests.txt has no line %s", request);
	return NULL;
}

/* ---- the table against the code */

static void same(const char *request, bool coded, const struct rights_row *row, size_t column)
{
	if (coded != (row->right[column] != RIGHT_NO))
		fail_msg("%s: the table says %s to %s, the code does not", request,
			 row->right[column] ? "yes" : "no",
			 column == RIGHTS_SOCKET
			     ? "the socket"
			     : wire_enum_name(&duban__role__descriptor, rights_roles[column]));
}

static const struct rights_row *row_of(const char *request)
{
	const struct rights_row *row = rights_row_of(rows, n_rows, request);

	if (!row)
		fail_msg("rights.csv has no row %s", request);
	return row;
}

static size_t each_request(void)
{
	const ProtobufCMessageDescriptor *d = &duban__request__descriptor;
	size_t n = 0;

	for (unsigned i = 0; i < d->n_fields; i++) {
		const ProtobufCFieldDescriptor *f = &d->fields[i];
		const struct handler *h;
		const struct rights_row *row;

		if (!(f->flags & PROTOBUF_C_FIELD_FLAG_ONEOF))
			continue;
		n++;
		h = handler_of((Duban__Request__BodyCase)f->id);
		row = row_of(f->name);
		for (size_t k = 0; k < RIGHTS_SOCKET; k++)
			same(f->name, h->roles & (1u << rights_roles[k]), row, k);
		same(f->name, (h->roles & ROLE_BIT(LOCAL)) && !h->simulated_only_for_local, row,
		     RIGHTS_SOCKET);
		/* a simulated store is for demos and rehearsals: its socket has every role */
		assert_true(h->roles & ROLE_BIT(LOCAL));
	}
	return n;
}

static char *name_of(const char *what, const struct import_kind *k)
{
	static char name[64];

	(void)snprintf(name, sizeof name, "%s %s", what, k->record->name);
	return name;
}

static void same_kind(const struct import_kind *k, size_t *n)
{
	const struct rights_row *writes = row_of(name_of("record", k));

	++*n;
	for (size_t i = 0; i < RIGHTS_SOCKET; i++)
		same(name_of("record", k), k->record->roles & (1u << rights_roles[i]), writes, i);
	assert_int_equal(writes->right[RIGHTS_SOCKET], RIGHT_NO);
	if (!import_kind_listed(k))
		return;
	++*n;
	for (size_t i = 0; i < RIGHTS_SOCKET; i++)
		same(name_of("sheet", k),
		     (k->record->city_only ? ROLES_CITY : ROLES_ALL & ~ROLE_BIT(SECURITY)) &
			 (1u << rights_roles[i]),
		     row_of(name_of("sheet", k)), i);
}

static void every_row_is_a_request_and_every_request_a_row(void **state)
{
	size_t n = each_request() + 1; /* and (on behalf) */

	(void)state;
	IMPORT_KINDS_FOREACH(it)
	same_kind(*it, &n);
	(void)row_of("(on behalf)");
	if (n != n_rows)
		fail_msg("rights.csv has %zu rows, there are %zu requests and kinds", n_rows, n);
}

/* ---- what the daemon does */

struct turn {
	struct world *w;
	struct arena *arena;
	const struct rights_row *row;
	const struct sample *sample;
	size_t column;
	char *last; /* the last answer to a request for a thing of the sender's own */
};

/* Cells of `record KIND` as a request. */
static Duban__Request *record_request(struct turn *t, const struct body_word *words)
{
	const struct record *r = record_named(t->row->request + strlen("record "));
	char *text = arena_printf(t->arena, "kind=%d", (int)r->kind), *cell, *rest;

	(void)text;
	rest = arena_str(t->arena, t->sample->step[0][1]);
	text = arena_str(t->arena, "");
	while ((cell = strsep(&rest, " "))) {
		char *value = strchr(cell, '=');

		if (!value)
			continue;
		*value++ = '\0';
		text = arena_printf(t->arena, "%s cell{column=%s value=%s}", text, cell, value);
	}
	text = arena_printf(t->arena, "kind=%s%s",
			    wire_enum_name(&duban__import_kind__descriptor, (int)r->kind), text);
	return body_request(t->arena, "record_set", text, words);
}

static Duban__Request *sheet_request(struct turn *t, const struct body_word *words)
{
	const struct record *r = record_named(t->row->request + strlen("sheet "));
	const struct import_kind *k = import_kind_of(r->kind);

	return body_request(
	    t->arena, "sheet",
	    arena_printf(t->arena, "kind=%s%s",
			 wire_enum_name(&duban__import_kind__descriptor, (int)r->kind),
			 k->project && t->row->right[t->column] == RIGHT_OWN ? " project=@project"
									     : ""),
	    words);
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

static Duban__Reply *ask(struct turn *t, enum rights_whose whose)
{
	const struct body_word *words = rights_words(t->w, t->arena, (int)t->column, whose);
	const struct sample *s = t->sample;

	if (begins(t->row->request, "record "))
		return world_ask(t->w, record_request(t, words));
	if (begins(t->row->request, "sheet "))
		return world_ask(t->w, sheet_request(t, words));
	for (size_t i = 0; i < s->n_step - 1; i++)
		(void)world_ask(t->w, body_request(t->arena, s->step[i][0], s->step[i][1], words));
	return world_ask(t->w, body_request(t->arena, s->step[s->n_step - 1][0],
					    s->step[s->n_step - 1][1], words));
}

/* The answer as text, in which the sender's words stand as their names: "3
 * project.unknown(@project)". */
static char *told(struct turn *t, const Duban__Reply *p, enum rights_whose whose)
{
	const struct body_word *words = rights_words(t->w, t->arena, (int)t->column, whose);
	char *text = arena_printf(t->arena, "%d body %d", (int)p->status, (int)p->body_case);

	for (size_t i = 0; i < p->n_problem; i++) {
		text = arena_printf(t->arena, "%s %s(", text, p->problem[i]->code);
		for (size_t k = 0; k <= p->problem[i]->n_arg; k++) {
			const char *arg =
			    k < p->problem[i]->n_arg ? p->problem[i]->arg[k] : p->problem[i]->value;
			const struct body_word *of = words;

			while (of->name && strcmp(of->text, arg) != 0)
				of++;
			text = arena_printf(t->arena, "%s%s%s,", text, of->name ? "@" : "",
					    of->name ? of->name : arg);
		}
		text = arena_printf(t->arena, "%s)", text);
	}
	return text;
}

static void shows_no_mark(struct turn *t, const Duban__Reply *p)
{
	size_t size = duban__reply__get_packed_size(p);
	uint8_t *bytes = arena_alloc(t->arena, size + 1);

	duban__reply__pack(p, bytes);
	if (memmem(bytes, size, RIGHTS_MARK, strlen(RIGHTS_MARK)))
		fail_msg("%s by column %zu shows another's words", t->row->request, t->column);
}

static bool refused_by_right(const Duban__Reply *p)
{
	return p->status == DUBAN__STATUS__STATUS_DENIED ||
	       p->status == DUBAN__STATUS__STATUS_NOT_FOUND;
}

/* Served, or refused for the reason that the sample names. True: served. */
static bool passes(struct turn *t, const Duban__Reply *p, enum rights_whose whose)
{
	const char *code = p->n_problem ? p->problem[0]->code : "";

	if (t->sample->code && strcmp(t->sample->code, code) == 0)
		return true;
	if (refused_by_right(p))
		fail_msg("%s by column %zu: %s", t->row->request, t->column, told(t, p, whose));
	return p->status == DUBAN__STATUS__STATUS_OK;
}

static void is_denied(struct turn *t)
{
	uint64_t before = engine_seq(t->w->engine);
	Duban__Reply *p = ask(t, RIGHTS_WHOSE_OWN);

	if (p->status != DUBAN__STATUS__STATUS_DENIED ||
	    strcmp(p->problem[p->n_problem - 1]->code, "role.denied") != 0)
		fail_msg("%s by column %zu is not denied: %s", t->row->request, t->column,
			 told(t, p, RIGHTS_WHOSE_OWN));
	assert_int_equal(engine_seq(t->w->engine), before);
}

/* What another's thing, or nobody's, gets: it writes nothing and shows no word of another. */
static char *stranger(struct turn *t, enum rights_whose whose)
{
	const char *body = t->sample->step[t->sample->n_step - 1][1];
	uint64_t before = engine_seq(t->w->engine);
	Duban__Reply *p = ask(t, whose);

	shows_no_mark(t, p);
	if (strchr(body, '@') && !t->sample->taken)
		assert_int_equal(engine_seq(t->w->engine), before);
	return told(t, p, whose);
}

/* Another's is told from nobody's by nothing. */
static void hides_foreign(struct turn *t)
{
	for (enum rights_whose i = RIGHTS_WHOSE_FOREIGN; i <= RIGHTS_WHOSE_FOREIGN_NAME; i += 2) {
		char *foreign = stranger(t, i), *unknown = stranger(t, i + 1);

		if (t->sample->taken)
			assert_non_null(strstr(foreign, t->sample->taken));
		else if (strcmp(foreign, unknown) != 0)
			fail_msg("%s by column %zu tells another's (%s) from nobody's (%s)",
				 t->row->request, t->column, foreign, unknown);
	}
}

/* One cell of the table. True: it was served for a thing of its own. */
static bool cell(struct turn *t)
{
	enum right right = t->row->right[t->column];
	Duban__Reply *p;
	bool served;

	rights_become(t->w, (int)t->column);
	if (right == RIGHT_NO) {
		is_denied(t);
		return false;
	}
	if (right == RIGHT_OWN)
		hides_foreign(t);
	p = ask(t, RIGHTS_WHOSE_OWN);
	served = passes(t, p, RIGHTS_WHOSE_OWN);
	t->last = told(t, p, RIGHTS_WHOSE_OWN);
	if (right == RIGHT_OWN)
		shows_no_mark(t, p);
	else
		(void)passes(t, ask(t, RIGHTS_WHOSE_FOREIGN), RIGHTS_WHOSE_FOREIGN);
	return served;
}

static void one_row(const struct rights_row *row, struct world *w)
{
	static const struct sample sheet = {
	    .step = {{(char *)(uintptr_t) "sheet", (char *)(uintptr_t) " @project"}}, .n_step = 1};
	struct turn t = {.w = w, .row = row};
	bool served = false, anybody = false;

	t.sample = begins(row->request, "sheet ") ? &sheet : sample_of(row->request);
	assert_int_equal(arena_new(&t.arena, 64 * 1024 * 1024), 0);
	for (t.column = 0; t.column < RIGHTS_SOCKET; t.column++) {
		anybody |= row->right[t.column] != RIGHT_NO;
		served |= cell(&t);
	}
	if (anybody && !served && !t.sample->code)
		fail_msg("%s was never served: is its line of requests.txt whole? %s", row->request,
			 t.last);
	arena_free(t.arena);
}

static bool changes(const struct rights_row *row)
{
	const ProtobufCFieldDescriptor *f = protobuf_c_message_descriptor_get_field_by_name(
	    &duban__request__descriptor, row->request);

	return begins(row->request, "record ") ||
	       (f && handler_of((Duban__Request__BodyCase)f->id)->kind != HANDLER_QUERY);
}

static void every_request_by_every_role_gets_the_verdict_of_the_table(void **state)
{
	struct world *reads = rights_city();
	const char *only = getenv("DUBAN_ROW");

	(void)state;
	for (size_t i = 0; i < n_rows; i++) {
		struct world *w = reads;

		if (*rows[i].request == '(' || (only && strcmp(only, rows[i].request) != 0))
			continue;
		if (changes(&rows[i])) {
			w = rights_city();
			w->jumped = 0;
		}
		one_row(&rows[i], w);
		if (w != reads)
			world_free(w);
	}
	world_free(reads);
}

/* The last column: a real store, which has nothing in it, for the socket is turned away first. */
static void the_socket_of_a_real_store_does_what_the_table_says(void **state)
{
	struct turn t = {.w = world_new("2026-01-05T09:00", false), .column = RIGHTS_SOCKET};

	(void)state;
	assert_int_equal(arena_new(&t.arena, 64 * 1024 * 1024), 0);
	for (size_t i = 0; i < n_rows; i++) {
		const Duban__Reply *p;
		bool turned_away;

		if (strpbrk(rows[i].request, " ("))
			continue;
		t.row = &rows[i];
		t.sample = sample_of(rows[i].request);
		p = ask(&t, RIGHTS_WHOSE_OWN);
		turned_away = p->n_problem && strcmp(p->problem[0]->code, "role.local_real") == 0;
		if (turned_away != (rows[i].right[RIGHTS_SOCKET] == RIGHT_NO))
			fail_msg("%s by the socket: %s", rows[i].request,
				 told(&t, p, RIGHTS_WHOSE_OWN));
	}
	arena_free(t.arena);
	world_free(t.w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_a_request_and_every_request_a_row),
	    cmocka_unit_test(every_request_by_every_role_gets_the_verdict_of_the_table),
	    cmocka_unit_test(the_socket_of_a_real_store_does_what_the_table_says),
	};

	return cmocka_run_group_tests(tests, read_files, forget_files);
}
