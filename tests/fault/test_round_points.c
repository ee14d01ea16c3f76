/* The process dies at every named point of a round, of a roll, of making a store and of a
 * checkpoint, under load. After each death the store opens, whatever was answered is there
 * exactly once and gets the same answer, the state equals the journal, and work goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "lib/ttemp.h"
#include "lib/world/world.h"
#include "proto/wire.h"
#include "store/journal/journal.h"
#include "store/journal/point.h"

enum { REPORTS = 460, DEAD = 77 };

static const struct {
	const char *name;
	int nth; /* which time it is reached: the later ones under load */
} points[] = {
    {"create-made", 1},		{"create-synced", 1},	     {"create-renamed", 1},
    {"group-before-write", 1},	{"group-written", 1},	     {"group-synced", 1},
    {"group-before-write", 90}, {"group-written", 91},	     {"group-synced", 92},
    {"roll-begun", 1},		{"roll-spare-taken", 1},     {"roll-footer-written", 1},
    {"roll-truncated", 1},	{"roll-sealed", 1},	     {"roll-header-written", 1},
    {"roll-header-synced", 1},	{"roll-renamed", 1},	     {"roll-done", 1},
    {"spare-made", 1},		{"spare-filled", 1},	     {"spare-ready", 1},
    {"spare-made", 2},		{"checkpoint-begun", 1},     {"checkpoint-committed", 1},
    {"checkpoint-begun", 4},	{"checkpoint-committed", 4},
};

static const char *die_at;
static int die_in;

/* Also from the thread that keeps a spare ready: as SIGKILL would, all at once. */
static void maybe_die(const char *name)
{
	if (strcmp(name, die_at) == 0 && __atomic_sub_fetch(&die_in, 1, __ATOMIC_SEQ_CST) == 0)
		_exit(DEAD);
}

static Duban__Request *report(uint32_t i)
{
	static char text[TEXT_MAX + 1];
	static Duban__ReportSubmitRequest b;
	static Duban__Request q;
	static Duban__Money money;
	static uint8_t id[REQUEST_ID_SIZE];

	memset(text, 'a' + (int)(i % 26), TEXT_MAX - 100);
	memset(id, 7, sizeof id);
	memcpy(id, &i, sizeof i);
	money = (Duban__Money)DUBAN__MONEY__INIT;
	money.fen = i;
	b = (Duban__ReportSubmitRequest)DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	b.project = (char *)(uintptr_t)(i % 2 ? "P1" : "P2");
	b.period_month = 202001;
	b.invested = &money;
	b.text = text;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.request_id = (ProtobufCBinaryData){sizeof id, id};
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	return &q;
}

struct acknowledged {
	uint32_t i;
	uint64_t seq;
};

/* The first of two that come in one round: decided and folded, not durable, not answered. */
static void send_unsynced(struct world *w, Duban__Request *q)
{
	static uint8_t buf[TEXT_MAX + 256];
	struct api_answer answer;
	size_t n;

	q->version = WIRE_VERSION;
	assert_true(duban__request__get_packed_size(q) <= sizeof buf);
	n = duban__request__pack(q, buf);
	assert_int_equal(api_serve(w->api, &w->caller, BYTES(buf, n), false, &answer), 0);
	assert_true(engine_group_open(w->engine));
	/* its repeat is not answered from what a death would take away */
	assert_int_equal(api_serve(w->api, &w->caller, BYTES(buf, n), true, &answer),
			 STATUS_PARKED);
	assert_true(answer.after_sync);
	assert_true(engine_group_open(w->engine));
}

static void load(const char *dir, int out)
{
	struct world *w = world_new_at(dir, "2020-01-02T09:00");

	w->check = false;
	world_city(w);
	for (uint32_t i = 0; i < REPORTS; i++) {
		struct acknowledged a = {.i = i};

		if (i % 5 == 4)
			send_unsynced(w, report(i));
		a.seq = world_ok(w, report(i))->first_seq;
		if (write(out, &a, sizeof a) != (ssize_t)sizeof a)
			_exit(1);
		if (i % 100 == 99)
			assert_int_equal(engine_checkpoint(w->engine), 0);
	}
	world_free(w);
	_exit(0);
}

/* Runs the load until it dies; what it was answered is in `ret`. Returns how many. */
static size_t run_to_death(const char *dir, struct acknowledged *ret, int *ret_status)
{
	size_t n = 0;
	int fds[2];
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	(void)fflush(stdout);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)close(fds[0]);
		journal_test_point = maybe_die;
		load(dir, fds[1]);
	}
	(void)close(fds[1]);
	while (read(fds[0], &ret[n], sizeof *ret) == (ssize_t)sizeof *ret)
		n++;
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, ret_status, 0), pid);
	return n;
}

static void verify_holds(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Reply *p;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	p = world_ok(w, &q);
	if (!p->job->ok)
		fail_msg("verify: %s", p->job->text);
}

static void all_is_there(const char *dir, const struct acknowledged *a, size_t n)
{
	struct world *w = world_new_at(dir, "2020-01-02T09:00");
	uint64_t seq = engine_seq(w->engine);

	w->requests = 1000000;
	for (size_t i = 0; i < n; i++) {
		Duban__Reply *p = world_ok(w, report(a[i].i));

		assert_int_equal(p->first_seq, a[i].seq);
		assert_int_equal(p->report->report->invested->fen, a[i].i);
		w->check = i % 50 == 0;
	}
	assert_int_equal(engine_seq(w->engine), seq); /* repeats write nothing */
	w->check = true;
	verify_holds(w);
	if (n)
		world_ok(w, report(REPORTS + 1));
	else
		world_city(w);
	world_free(w);
}

static void whatever_was_answered_survives_death_at_every_point(void **state)
{
	static struct acknowledged a[REPORTS + 1];

	(void)state;
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		char *dir = ttemp_new();
		int status = 0;
		size_t n;

		printf("%s %d\n", points[i].name, points[i].nth);
		die_at = points[i].name;
		die_in = points[i].nth;
		n = run_to_death(dir, a, &status);
		/* a point that is not reached would be a test that cannot fail */
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), DEAD);
		all_is_there(dir, a, n);
		ttemp_remove(dir);
	}
}

static void no_point_is_forgotten(void **state)
{
	(void)state;
	for (const char *const *name = journal_test_points; *name; name++) {
		bool here = strncmp(*name, "open-", 5) == 0; /* the store's own tests tear tails */

		for (size_t i = 0; i < sizeof points / sizeof *points && !here; i++)
			here = strcmp(points[i].name, *name) == 0;
		if (!here)
			fail_msg("nobody dies at %s", *name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_point_is_forgotten),
	    cmocka_unit_test(whatever_was_answered_survives_death_at_every_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
