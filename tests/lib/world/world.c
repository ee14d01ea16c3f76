#include "lib/world/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/dispatch.h"
#include "api/ranking/prove.h"
#include "base/arena.h"
#include "base/hash.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/published.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "engine/core/tick.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/invariants.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/scrub.h"
#include "lib/tcsv.h"
#include "lib/ttemp.h"
#include "lib/world/world_fresh.h"
#include "lib/world/world_log.h"
#include "proto/wire_name.h"
#include "store/db/db.h"
#include "store/db/txn.h"

enum { ZONE = 480, ARENA = 512 * 1024 * 1024 };

/* ---- the host: jobs are done at once, there are no sockets */

struct verified {
	int r;
	bool ok;
	uint64_t seq;
	char text[600];
	const char *arg; /* the order's */
};

/* Verifies, proves or scrubs in a child process, as the daemon does: LMDB forbids opening an
 * environment twice in one process. */
static void verify(const char *dir, struct verified *v)
{
	uint8_t hash[HASH_SIZE];
	char *text = NULL;

	v->r = *v->arg ? ranking_prove(dir, v->arg, &v->ok, &v->seq, &text)
		       : engine_verify(dir, &v->ok, &v->seq, hash, &text);
	(void)snprintf(v->text, sizeof v->text, "%s", text ? text : "");
}

static void scrub(const char *dir, struct verified *v)
{
	struct scrub s = {.dir = dir, .out = fopen("/dev/null", "we"), .pace = -1};
	char *fault = NULL;

	v->r = s.out ? scrub_run(&s, &fault) : -errno;
	v->ok = s.found == 0;
	(void)snprintf(v->text, sizeof v->text, "%s", fault ? fault : "");
}

static void do_apart(const char *dir, void (*job)(const char *dir, struct verified *v),
		     struct verified *ret)
{
	struct verified v = {.r = 0, .arg = ret->arg};
	int fds[2];
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		job(dir, &v);
		_exit(write(fds[1], &v, sizeof v) != (ssize_t)sizeof v);
	}
	(void)close(fds[1]);
	assert_int_equal(read(fds[0], ret, sizeof *ret), sizeof *ret);
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static int host_job(void *user, const struct job_order *order, struct arena *a,
		    Duban__JobReply **ret)
{
	struct world *w = user;
	Duban__JobReply *b = arena_alloc(a, sizeof *b);
	struct verified v = {.ok = true, .arg = order->arg};
	struct backup_mark mark = {.seq = 0};
	struct damage damage;
	int r;

	if (order->known)
		return STATUS_NOT_FOUND;
	duban__job_reply__init(b);
	if (strcmp(order->verb, "backup") != 0) {
		r = engine_checkpoint(w->engine);
		if (!r)
			do_apart(w->dir, strcmp(order->verb, "scrub") == 0 ? scrub : verify, &v);
		b->seq = v.seq;
	} else {
		r = engine_prepare_backup(w->engine, &mark);
		if (!r)
			r = engine_backup(w->engine, order->arg, &mark, &damage);
		b->seq = mark.seq;
	}
	if (r || v.r)
		return r ? r : v.r;
	b->ok = v.ok;
	b->text = arena_str(a, v.text);
	*ret = b;
	return 0;
}

static void host_doors(void *user, Duban__PrincipalAddReply *ret)
{
	(void)user;
	(void)ret;
}

static void host_status(void *user, Duban__StatusReply *ret)
{
	(void)user;
	ret->state = (char *)(uintptr_t) "ready";
}

static void host_clock(void *user, Duban__ClockShowReply *ret)
{
	struct world *w = user;

	ret->wall = engine_simulated(w->engine) ? engine_now(w->engine) : w->wall;
	ret->hold = (Duban__ClockHold)w->hold;
	ret->floor_at = w->floor_at;
	ret->waiting = w->jumped == 0;
}

static int host_accept(void *user)
{
	struct world *w = user;

	w->accepted += w->jumped == 0;
	return w->jumped;
}

static int host_rebuild(void *user)
{
	return engine_rebuild_next(((struct world *)user)->dir, "a rebuild was asked for");
}

static void open_store(struct world *w, usec_t now, bool simulated)
{
	struct engine_config c = {
	    .dir = w->dir,
	    .zone = "Asia/Shanghai",
	    .zone_minutes = ZONE,
	    .simulated = simulated,
	    .now = now,
	    .epoch = "0123456789abcde",
	    .segment_bytes = 1024 * 1024,
	    .map_bytes = 1024LL * 1024 * 1024,
	    .reserve_bytes = 1,
	};
	struct api_host host = {.user = w,
				.job = host_job,
				.doors = host_doors,
				.status = host_status,
				.clock = host_clock,
				.clock_accept = host_accept,
				.rebuild = host_rebuild};
	int r = engine_open(&w->engine, &c);

	if (r)
		fail_msg("engine_open: %d %s", r, engine_open_fault());
	w->wall = now;
	engine_tell_time(w->engine, now);
	assert_int_equal(api_new(&w->api, w->engine, &host), 0);
}

static struct world *make(const char *dir, const char *start, bool simulated)
{
	struct world *w = calloc(1, sizeof *w);
	usec_t t;
	bool fresh;

	assert_non_null(w);
	w->foreign = dir != NULL;
	w->dir = dir ? strdup(dir) : ttemp_new();
	w->check = true;
	w->jumped = STATUS_CONFLICT;
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	assert_true(instant_parse(start, ZONE, &t));
	assert_int_equal(arena_new(&w->arena, ARENA), 0);
	fresh = world_is_fresh(w->dir);
	open_store(w, t, simulated);
	if (fresh)
		world_without_cadence(w->engine);
	w->log = strdup("");
	w->project_log = strdup("");
	w->notice_log = strdup("");
	w->step_log = strdup("");
	return w;
}

struct world *world_new(const char *start, bool simulated)
{
	return make(NULL, start, simulated);
}

struct world *world_new_at(const char *dir, const char *start)
{
	return make(dir, start, true);
}

struct world *world_free(struct world *w)
{
	if (!w)
		return NULL;
	api_free(w->api);
	engine_free(w->engine);
	arena_free(w->arena);
	if (w->foreign)
		free(w->dir);
	else
		ttemp_remove(w->dir);
	free(w->log);
	free(w->project_log);
	free(w->notice_log);
	free(w->step_log);
	free(w);
	return NULL;
}

int world_setup(void **state)
{
	*state = world_new("2020-01-02T09:00", true);
	return 0;
}

int world_teardown(void **state)
{
	world_free(*state);
	return 0;
}

static void check(struct world *w)
{
	char *broken = w->check ? engine_invariants(w->engine) : NULL;

	if (broken)
		fail_msg("invariant at %lld: %s", (long long)engine_now(w->engine), broken);
}

void world_reopen(struct world *w, bool clean, const char *when)
{
	usec_t now = engine_now(w->engine);

	if (when)
		assert_true(instant_parse(when, ZONE, &now));
	api_free(w->api);
	if (clean)
		assert_int_equal(engine_checkpoint(w->engine), 0);
	else
		/* what is in the open transaction is lost, as after SIGKILL */
		txn_fail(engine_txn(w->engine), -ECANCELED);
	engine_free(w->engine);
	open_store(w, now, true);
}

void world_restart(struct world *w, bool clean)
{
	world_reopen(w, clean, NULL);
	world_work(w);
	check(w);
}

/* ---- time */

static void sync_and_log(struct world *w)
{
	const struct published *p;
	size_t n;

	bool group = engine_group_open(w->engine);

	assert_int_equal(engine_sync(w->engine), 0);
	if (group) {
		n = engine_published(w->engine, &p);
		for (size_t i = 0; i < n; i++)
			world_log_event(w, p[i].event);
	}
	check(w);
}

static void work_once(struct world *w, bool *more)
{
	int r = engine_work(w->engine, SLICE_SUBJECTS, more);

	if (r)
		fail_msg("engine_work: %d", r);
	sync_and_log(w);
}

void world_work(struct world *w)
{
	bool more = true;

	while (more)
		work_once(w, &more);
}

void world_until(struct world *w, const char *when)
{
	Duban__ClockSetRequest b = DUBAN__CLOCK_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	assert_true(instant_parse(when, ZONE, &b.to_at));
	q.body_case = DUBAN__REQUEST__BODY_CLOCK_SET;
	q.clock_set = &b;
	world_ok(w, &q);
}

void world_clock(struct world *w, const char *when)
{
	assert_true(instant_parse(when, ZONE, &w->wall));
	engine_tell_time(w->engine, w->wall);
	world_work(w);
	check(w);
}

/* ---- requests */

static void fresh_id(struct world *w, uint8_t id[REQUEST_ID_SIZE])
{
	memset(id, 0, REQUEST_ID_SIZE);
	w->requests++;
	memcpy(id, &w->requests, sizeof w->requests);
	id[15] = (uint8_t)(w->caller.principal + 1);
	if (w->id)
		memcpy(id, w->id, REQUEST_ID_SIZE);
}

/* What the daemon does between two calls of a request that is not answered yet. */
static void wait_for(struct world *w, const struct api_answer *answer)
{
	uint64_t before = engine_seq(w->engine);

	answer->after_sync ? sync_and_log(w) : world_work(w);
	w->due_events += engine_seq(w->engine) - before;
}

Duban__Reply *world_ask(struct world *w, Duban__Request *q)
{
	uint8_t id[REQUEST_ID_SIZE];
	struct api_answer answer;
	struct bytes bytes;
	uint8_t *buf;
	int r;

	arena_reset(w->arena);
	if (!q->version)
		q->version = WIRE_VERSION;
	if (!q->request_id.len) {
		fresh_id(w, id);
		q->request_id = (ProtobufCBinaryData){sizeof id, id};
	}
	bytes.size = duban__request__get_packed_size(q);
	buf = malloc(bytes.size + 1);
	assert_non_null(buf);
	duban__request__pack(q, buf);
	bytes.data = buf;
	w->due_events = 0;
	while ((r = api_serve(w->api, &w->caller, bytes, false, &answer)) == STATUS_PARKED)
		wait_for(w, &answer);
	free(buf);
	if (q->request_id.data == id)
		q->request_id.len = 0;
	if (r)
		fail_msg("api_serve: %d of %s", r, wire_body_name(&q->base));
	w->reply = duban__reply__unpack(arena_pb(w->arena), answer.reply.size, answer.reply.data);
	assert_non_null(w->reply);
	sync_and_log(w);
	return w->reply;
}

Duban__Reply *world_ok(struct world *w, Duban__Request *q)
{
	Duban__Reply *p = world_ask(w, q);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("status %d: %s (line %u, %s)", (int)p->status,
			 p->n_problem ? p->problem[0]->code : "",
			 p->n_problem ? p->problem[0]->line : 0,
			 p->n_problem ? p->problem[0]->column : "");
	return p;
}

void world_refused(struct world *w, Duban__Request *q, int status, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	Duban__Reply *p = world_ask(w, q);

	assert_true(p->n_problem > 0);
	assert_string_equal(p->problem[0]->code, code);
	assert_int_equal(p->status, status);
	assert_int_equal(engine_seq(w->engine), before);
}

/* ---- imports */

/* Rows in one part, so that the request stays within the size limits. */
enum { PART_ROWS = 50 };

static uint32_t send_parts(struct world *w, const struct tcsv *c, ProtobufCBinaryData id)
{
	Duban__ImportPartRequest b = DUBAN__IMPORT_PART_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	struct arena *mine = w->arena;
	uint32_t part = 0;

	assert_int_equal(arena_new(&w->arena, ARENA), 0);
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_PART;
	q.import_part = &b;
	b.upload_id = id;
	for (size_t at = 0; at < c->n_row; at += PART_ROWS) {
		b.part = part++;
		b.row = c->row + at;
		b.n_row = c->n_row - at < PART_ROWS ? c->n_row - at : PART_ROWS;
		world_ask(w, &q); /* not checked: if a part is refused, so is the commit */
	}
	arena_free(w->arena);
	w->arena = mine;
	return part;
}

Duban__Reply *world_import_ask(struct world *w, Duban__ImportKind kind, const char *csv)
{
	Duban__ImportCommitRequest b = DUBAN__IMPORT_COMMIT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint8_t id[UPLOAD_ID_SIZE];
	struct tcsv c = {.n_row = 0};
	struct arena *keep;

	arena_reset(w->arena);
	tcsv_parse(w->arena, csv, &c);
	fresh_id(w, id);
	b.upload_id = (ProtobufCBinaryData){sizeof id, id};
	b.parts = send_parts(w, &c, b.upload_id);
	b.kind = kind;
	b.city_override = w->city_override;
	b.file = (char *)(uintptr_t) "test.csv";
	b.column = c.column;
	b.n_column = c.n_column;
	b.rows = (uint32_t)c.n_row;
	b.content = (ProtobufCBinaryData){HASH_SIZE, c.digest};
	q.body_case = DUBAN__REQUEST__BODY_IMPORT_COMMIT;
	q.import_commit = &b;
	/* the arena of the rows must outlive the request, so the reply gets another one */
	keep = w->arena;
	assert_int_equal(arena_new(&w->arena, ARENA), 0);
	world_ask(w, &q);
	arena_free(keep);
	return w->reply;
}

void world_import(struct world *w, Duban__ImportKind kind, const char *csv)
{
	Duban__Reply *p = world_import_ask(w, kind, csv);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("import: status %d, %s line %u column %s value %s", (int)p->status,
			 p->n_problem ? p->problem[0]->code : "",
			 p->n_problem ? p->problem[0]->line : 0,
			 p->n_problem ? p->problem[0]->column : "",
			 p->n_problem ? p->problem[0]->value : "");
	world_work(w);
}

void world_import_file(struct world *w, Duban__ImportKind kind, const char *path)
{
	char *text = ttemp_read(path, NULL);

	world_import(w, kind, text);
	free(text);
}
