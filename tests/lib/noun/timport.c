#include "lib/noun/timport.h"

#include <stdio.h>
#include <string.h>

#include "api/core/dispatch.h"
#include "api/core/handler.h"
#include "base/hash.h"
#include "lib/noun/tcalendar.h"
#include "lib/ttemp.h"
#include "model/core/fold.h"
#include "store/db/db.h"
#include "store/db/txn.h"

#define ARENA_BYTES ((size_t)256 * 1024 * 1024)
#define START_AT (1580486400 * USEC_PER_SEC) /* 2020-02-01 00:00 in Shanghai */

static void must(bool fine, const char *what)
{
	if (!fine) {
		fprintf(stderr, "timport: %s\n", what);
		abort();
	}
}

static int fold(struct timport *t, Duban__Event *e)
{
	_cleanup_(arena_freep) struct arena *scratch = NULL;

	must(arena_new(&scratch, ARENA_BYTES) == 0, "memory");
	e->seq = ++t->seq;
	e->at = START_AT;
	return fold_event(t->txn, scratch, e);
}

int timport_setup(void **state)
{
	static const struct api_host host = {0};
	struct timport *t = calloc(1, sizeof *t);
	Duban__StoreCreated created = DUBAN__STORE_CREATED__INIT;
	Duban__Event e = DUBAN__EVENT__INIT;
	struct db_config config = {.map_bytes = (uint64_t)1 << 30, .sync = false};

	must(t != NULL, "memory");
	t->dir = ttemp_new();
	config.dir = t->dir;
	must(db_open(&t->db, &config) == 0, "cannot open the store");
	must(txn_begin(&t->txn, t->db, true) == 0, "cannot begin");
	must(api_new(&t->api, NULL, &host) == 0, "cannot make the api");
	must(arena_new(&t->arena, ARENA_BYTES) == 0, "memory");
	t->caller =
	    (struct caller){.principal = 1, .role = DUBAN__ROLE__ROLE_OFFICE, .name = "zdb"};
	created.zone = (char *)"Asia/Shanghai";
	created.zone_minutes = 480;
	created.simulated = true;
	e.body_case = DUBAN__EVENT__BODY_STORE_CREATED;
	e.store_created = &created;
	must(fold(t, &e) == 0, "cannot create");
	*state = t;
	return 0;
}

int timport_teardown(void **state)
{
	struct timport *t = *state;

	api_free(t->api);
	arena_free(t->arena);
	txn_abort(t->txn);
	db_free(t->db);
	ttemp_remove(t->dir);
	free(t);
	return 0;
}

static const struct calendar *calendar(void)
{
	static struct calendar *shipped;

	if (!shipped)
		shipped = tcalendar_shipped();
	must(shipped != NULL, "no calendar");
	return shipped;
}

int timport_ask(struct timport *t, int body, const void *request)
{
	const struct handler *h = handler_of((Duban__Request__BodyCase)body);

	must(h != NULL, "no handler");
	arena_reset(t->arena);
	duban__reply__init(&t->reply);
	t->ask = (struct request){
	    .api = t->api,
	    .txn = t->txn,
	    .arena = t->arena,
	    .calendar = calendar(),
	    .now = START_AT,
	    .today = date_at(START_AT, 480),
	    .zone_minutes = 480,
	    .caller = &t->caller,
	    .reply = &t->reply,
	};
	return h->decide(&t->ask, request);
}

int timport_apply(struct timport *t, int body, const void *request)
{
	const struct handler *h = handler_of((Duban__Request__BodyCase)body);

	for (size_t i = 0; i < t->ask.n_event; i++)
		must(fold(t, t->ask.event[i]) == 0, "cannot fold");
	/* as in dispatch: if there are no events, `decide` may have made the reply itself */
	if (!h->answer || (!t->ask.n_event && t->reply.body_case != DUBAN__REPLY__BODY__NOT_SET))
		return 0;
	return h->answer(&t->ask, request);
}

/* ---- a file */

/* Not with strstr(), which under the sanitizer measures the whole rest of the text at each call. */
static char *next_field(char **rest, char end)
{
	char *field = *rest, *at = field;

	while (at && *at && *at != end)
		at++;
	*rest = at && *at ? at + 1 : NULL;
	if (at)
		*at = 0;
	return field;
}

struct split {
	size_t n_column, n_row;
	Duban__ImportColumn *column;
	Duban__ImportColumn **columns;
	Duban__ImportRow *row;
	Duban__ImportRow **rows;
	char **cell;
	char *text;
};

static size_t count(const char *s, char c)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

static void split_header(struct split *s, const struct tfile *f, char *line)
{
	for (char *name; (name = next_field(&line, f->between ? f->between : ','));) {
		Duban__ImportColumn *c = &s->column[s->n_column];

		duban__import_column__init(c);
		c->name = name;
		if (strcmp(name, "total") == 0 || strcmp(name, "plan") == 0)
			c->unit = (char *)(f->unit ? f->unit : "元");
		s->columns[s->n_column++] = c;
	}
}

static void split_file(struct split *s, const struct tfile *f)
{
	char between = f->between ? f->between : ',';
	size_t lines = count(f->csv, '\n') + 1, cells = count(f->csv, between) + lines, n = 0;
	uint32_t number = 1;
	char *rest;

	s->text = strdup(f->csv);
	s->column = calloc(cells, sizeof *s->column);
	s->columns = calloc(cells, sizeof *s->columns);
	s->row = calloc(lines, sizeof *s->row);
	s->rows = calloc(lines, sizeof *s->rows);
	s->cell = calloc(cells, sizeof *s->cell);
	must(s->text && s->column && s->columns && s->row && s->rows && s->cell, "memory");
	rest = s->text;
	split_header(s, f, next_field(&rest, '\n'));
	for (char *line; (line = next_field(&rest, '\n')) && *line;) {
		Duban__ImportRow *r = &s->row[s->n_row];

		duban__import_row__init(r);
		r->line = ++number;
		r->cell = &s->cell[n];
		for (char *cell; (cell = next_field(&line, between)); r->n_cell++)
			s->cell[n++] = cell;
		s->rows[s->n_row++] = r;
	}
}

static void split_done(struct split *s)
{
	free(s->text);
	free(s->column);
	free(s->columns);
	free(s->row);
	free(s->rows);
	free(s->cell);
}

static void digest(const struct split *s, uint8_t ret[HASH_SIZE])
{
	_cleanup_(sm3_freep) struct sm3 *sm3 = NULL;

	must(sm3_new(&sm3) == 0 && sm3_start(sm3) == 0, "sm3");
	for (size_t i = 0; i < s->n_row; i++) {
		for (size_t k = 0; k < s->row[i].n_cell; k++) {
			must(sm3_add(sm3, BYTES_STR(s->row[i].cell[k])) == 0, "sm3");
			must(sm3_add(sm3, BYTES("\x1f", 1)) == 0, "sm3");
		}
		must(sm3_add(sm3, BYTES("\x1e", 1)) == 0, "sm3");
	}
	must(sm3_end(sm3, ret) == 0, "sm3");
}

/* Sends the parts from last to first, because they may arrive in any order. */
static int upload(struct timport *t, const struct split *s, size_t part_rows, uint8_t *id,
		  uint32_t *ret_parts)
{
	size_t step = part_rows ? part_rows : s->n_row + 1;
	size_t parts = s->n_row ? (s->n_row + step - 1) / step : 1;
	int r = 0;

	for (size_t i = parts; !r && i-- > 0;) {
		Duban__ImportPartRequest q = DUBAN__IMPORT_PART_REQUEST__INIT;
		size_t left = s->n_row - i * step;

		q.upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, id};
		q.part = (uint32_t)i;
		q.row = s->rows + i * step;
		q.n_row = left < step ? left : step;
		r = timport_ask(t, DUBAN__REQUEST__BODY_IMPORT_PART, &q);
	}
	*ret_parts = (uint32_t)parts;
	return r;
}

static int commit(struct timport *t, const struct tfile *f, const struct split *s, uint8_t *id,
		  uint32_t parts)
{
	Duban__ImportCommitRequest q = DUBAN__IMPORT_COMMIT_REQUEST__INIT;
	uint8_t hash[HASH_SIZE];
	int r;

	digest(s, hash);
	q.upload_id = (ProtobufCBinaryData){UPLOAD_ID_SIZE, id};
	q.kind = f->kind;
	q.file = (char *)"test.csv";
	q.column = s->columns;
	q.n_column = s->n_column;
	q.parts = parts;
	q.rows = (uint32_t)s->n_row;
	q.content = (ProtobufCBinaryData){sizeof hash, hash};
	q.dry_run = f->dry_run;
	q.document = (char *)(f->document ? f->document : "");
	q.year = f->year;
	q.city_override = f->city_override;
	q.replace = f->replace;
	r = timport_ask(t, DUBAN__REQUEST__BODY_IMPORT_COMMIT, &q);
	return r ? r : timport_apply(t, DUBAN__REQUEST__BODY_IMPORT_COMMIT, &q);
}

int timport_file(struct timport *t, const struct tfile *f)
{
	uint8_t id[UPLOAD_ID_SIZE] = {++t->upload};
	struct split s = {0};
	uint32_t parts;
	int r;

	split_file(&s, f);
	r = upload(t, &s, f->part_rows, id, &parts);
	if (!r)
		r = commit(t, f, &s, id, parts);
	split_done(&s);
	return r;
}

/* ---- one link */

int timport_link(struct timport *t, bool add, const char *project, uint32_t no, const char *cells)
{
	_cleanup_free_ char *text = strdup(cells);
	Duban__LinkAddRequest q = DUBAN__LINK_ADD_REQUEST__INIT;
	Duban__LinkRef ref = DUBAN__LINK_REF__INIT;
	Duban__Cell cell[32], *list[32];
	int body = add ? DUBAN__REQUEST__BODY_LINK_ADD : DUBAN__REQUEST__BODY_LINK_SET, r;
	char *rest = text;

	must(text != NULL, "memory");
	ref.project = (char *)project;
	ref.no = no;
	q.link = &ref;
	q.cell = list;
	for (char *one; (one = next_field(&rest, '|')) && *one; q.n_cell++) {
		duban__cell__init(&cell[q.n_cell]);
		cell[q.n_cell].column = next_field(&one, '=');
		cell[q.n_cell].value = one;
		list[q.n_cell] = &cell[q.n_cell];
	}
	/* LinkSetRequest has the same fields as LinkAddRequest */
	r = timport_ask(t, body, &q);
	return r ? r : timport_apply(t, body, &q);
}

/* ---- inspecting the reply */

bool timport_problem(const struct timport *t, const char *code, uint32_t line, const char *column)
{
	for (size_t i = 0; i < t->reply.n_problem; i++) {
		const Duban__Problem *p = t->reply.problem[i];

		if (strcmp(p->code, code) == 0 && (!line || p->line == line) &&
		    (!column || strcmp(p->column, column) == 0))
			return true;
	}
	for (size_t i = 0; i < t->reply.n_problem; i++)
		fprintf(stderr, "  problem: line %u, %s, '%s': %s\n", t->reply.problem[i]->line,
			t->reply.problem[i]->column, t->reply.problem[i]->value,
			t->reply.problem[i]->code);
	return false;
}

const Duban__ImportDone *timport_done(const struct timport *t)
{
	must(t->reply.body_case == DUBAN__REPLY__BODY_IMPORT, "no import in the reply");
	return t->reply.import->done;
}

unsigned timport_remark(const struct timport *t, const char *code)
{
	const Duban__ImportDone *d = timport_done(t);

	for (size_t i = 0; i < d->n_remark; i++)
		if (strcmp(d->remark[i]->code, code) == 0)
			return (unsigned)strtoul(d->remark[i]->arg[0], NULL, 10);
	return 0;
}
