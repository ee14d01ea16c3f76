/* A backup in the place of a store: it answers, but takes no command and lights no lamp until
 * somebody, or two persons, say that it is the right one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/handler.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "engine/core/tick.h"
#include "engine/keeper/backup_mark.h"
#include "engine/keeper/damage.h"
#include "engine/keeper/keeper.h"
#include "engine/keeper/restored.h"
#include "lib/noun/tconfirm.h"
#include "lib/ttemp.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"

#define START "2020-01-02T09:00"
#define LATER "2020-01-09T10:00" /* a lamp of clock_city() is due by then */

static Duban__Request *accepting(void)
{
	static Duban__RestoreAcceptRequest b;
	static Duban__Request q;

	duban__restore_accept_request__init(&b);
	duban__request__init(&q);
	q.body_case = DUBAN__REQUEST__BODY_RESTORE_ACCEPT;
	q.restore_accept = &b;
	return &q;
}

static const Duban__StatusReply *status(struct world *w)
{
	static Duban__StatusRequest b = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_STATUS;
	q.status = &b;
	return world_ok(w, &q)->status_reply;
}

static char *mark_of(struct world *w)
{
	static char path[512];

	(void)snprintf(path, sizeof path, "%s/" BACKUP_MARK, w->dir);
	return path;
}

static bool marked(struct world *w)
{
	return access(mark_of(w), F_OK) == 0;
}

/* Makes a backup; the world goes on in the store. */
static char *backup(struct world *w)
{
	char *top = ttemp_new(), *dir = ttemp_path(top, "backup");
	struct backup_mark mark;
	struct damage damage;

	assert_int_equal(engine_prepare_backup(w->engine, &mark), 0);
	assert_int_equal(engine_backup(w->engine, dir, &mark, &damage), 0);
	free(top); /* the folder goes with the system's temporary files if a test fails */
	return dir;
}

/* A copy of the backup takes the store's place. */
static void restore(struct world *w, const char *backup_dir, const char *when)
{
	char *was = w->dir;

	w->dir = ttemp_new();
	assert_int_equal(rmdir(w->dir), 0);
	ttemp_copy(backup_dir, w->dir);
	world_reopen(w, true, when);
	ttemp_remove(was);
}

static void forget(char *backup_dir)
{
	*strrchr(backup_dir, '/') = '\0';
	ttemp_remove(backup_dir);
}

/* After a crash or a clean stop, at the same wall clock. */
static void start_again(struct world *w, bool clean, const char *when)
{
	world_reopen(w, clean, when);
	world_work(w);
}

static void it_waits_until_it_is_accepted(void **state)
{
	struct world *w = world_new(START, false), *right = world_new(START, false);
	uint64_t seq;
	char *dir, *lamps, *want;
	usec_t at;

	(void)state;
	clock_city(w);
	clock_city(right);
	at = engine_now(w->engine);
	seq = engine_seq(w->engine);
	dir = backup(w);
	assert_false(marked(w));
	world_ok(w, param_set("W01.y_before_wd", "1"));
	restore(w, dir, LATER);
	assert_int_equal(status(w)->restored_seq, seq);
	assert_int_equal(status(w)->restored_at, at);
	/* time stands, no lamp is lit, also by another start */
	world_clock(w, LATER);
	assert_true(engine_now(w->engine) == at && engine_next(w->engine) == USEC_NEVER);
	start_again(w, false, LATER);
	world_clock(w, LATER);
	assert_true(engine_now(w->engine) == at && engine_seq(w->engine) == seq);
	world_refused(w, param_set("W01.y_before_wd", "1"), STATUS_UNAVAILABLE, "store.restored");
	assert_int_equal(engine_seq(w->engine), seq);
	w->caller.role = DUBAN__ROLE__ROLE_LOCAL;
	assert_int_equal(world_ok(w, accepting())->last_seq, seq + 1);
	assert_false(marked(w));
	assert_int_equal(status(w)->restored_seq, 0);
	world_refused(w, accepting(), STATUS_CONFLICT, "restore.nothing_waits");
	/* then it goes on as one that had never stood */
	w->caller.role = DUBAN__ROLE__ROLE_OFFICE;
	world_clock(w, LATER);
	world_clock(right, LATER);
	lamps = clock_lamps(w);
	want = clock_lamps(right);
	assert_string_not_equal(want, "");
	assert_string_equal(lamps, want);
	world_ok(w, param_set("W01.y_before_wd", "1"));
	clock_verify(w);
	free(lamps);
	free(want);
	forget(dir);
	world_free(right);
	world_free(w);
}

/* Nor is done what was due when the backup was made. */
static void due_work_waits_too(void **state)
{
	struct world *w = *state;
	bool more = true;
	uint64_t seq;
	char *dir;

	clock_city(w);
	dir = backup(w);
	restore(w, dir, NULL);
	seq = engine_seq(w->engine);
	assert_int_equal(engine_set_goal(w->engine, clock_instant(LATER)), 0);
	assert_int_equal(engine_work(w->engine, SLICE_SUBJECTS, &more), 0);
	assert_false(more);
	assert_int_equal(engine_seq(w->engine), seq);
	world_ok(w, accepting());
	world_work(w);
	assert_true(engine_now(w->engine) == clock_instant(LATER));
	assert_true(engine_seq(w->engine) > seq + 1);
	forget(dir);
}

/* What was proposed before the backup is not confirmed before that. */
static void two_persons_accept_it(void **state)
{
	struct world *w = *state;
	uint32_t before, num;
	uint64_t seq;
	char *dir;

	hands_of_office(w, "500");
	world_ask(w, param_set("second.hours", "48"));
	before = waits(w);
	seq = engine_seq(w->engine);
	dir = backup(w);
	restore(w, dir, NULL);
	world_ask(w, accepting());
	num = waits(w);
	assert_int_equal(strtoull(w->reply->pending->pending->about, NULL, 10), seq);
	assert_true(marked(w));
	world_refused(w, confirming(num), STATUS_DENIED, "confirm.oneself");
	hand_of(w, "wang");
	world_refused(w, confirming(before), STATUS_UNAVAILABLE, "store.restored");
	world_refused(w, param_set("W01.y_before_wd", "1"), STATUS_UNAVAILABLE, "store.restored");
	assert_int_equal(listed(w, false)->n_pending, 2);
	(void)shown(w, num);
	start_again(w, true, NULL);
	world_refused(w, param_set("W01.y_before_wd", "1"), STATUS_UNAVAILABLE, "store.restored");
	world_ok(w, confirming(num));
	assert_false(marked(w));
	world_ok(w, confirming(before));
	forget(dir);
}

static void the_second_person_may_refuse_it(void **state)
{
	struct world *w = *state;
	uint32_t num;
	char *dir;

	hands_of_office(w, "500");
	dir = backup(w);
	restore(w, dir, NULL);
	world_ask(w, accepting());
	num = waits(w);
	hand_of(w, "wang");
	world_ok(w, refusing(num, "有更新的备份"));
	assert_true(engine_restored(w->engine, NULL) && marked(w));
	forget(dir);
}

/* The event is on the disk, the mark is there still: also if the state is built again. */
static void a_crash_between_does_not_ask_again(void **state)
{
	struct world *w = *state;
	size_t size;
	char *dir, *mark, data[512];

	world_city(w);
	dir = backup(w);
	restore(w, dir, NULL);
	mark = ttemp_read(mark_of(w), &size);
	world_ok(w, accepting());
	for (int round = 0; round < 3; round++) {
		ttemp_write(mark_of(w), mark, size);
		(void)snprintf(data, sizeof data, "%s/data.mdb", w->dir);
		assert_true(round < 2 || unlink(data) == 0);
		start_again(w, round == 1, NULL);
		assert_false(engine_restored(w->engine, NULL));
		assert_false(marked(w));
	}
	world_ok(w, param_set("W01.y_before_wd", "1"));
	/* the same backup once more, or another one, is another restore */
	restore(w, dir, NULL);
	assert_true(engine_restored(w->engine, NULL));
	world_ok(w, accepting());
	forget(dir);
	dir = backup(w);
	restore(w, dir, NULL);
	assert_true(engine_restored(w->engine, NULL));
	forget(dir);
	free(mark);
}

static void it_waits_too_when_its_state_is_built_again(void **state)
{
	struct world *w = *state;
	char *dir, data[512];

	world_city(w);
	dir = backup(w);
	(void)snprintf(data, sizeof data, "%s/data.mdb", dir);
	assert_int_equal(unlink(data), 0);
	restore(w, dir, NULL);
	assert_true(engine_restored(w->engine, NULL));
	world_ok(w, accepting());
	forget(dir);
}

/* A backup of a store that waits has its own mark. */
static void a_backup_of_a_restored_one_is_one(void **state)
{
	struct world *w = *state;
	struct backup_mark m, old;
	char *dir, *again;
	bool found;

	hands_of_office(w, "500");
	dir = backup(w);
	restore(w, dir, NULL);
	world_ask(w, accepting());
	(void)waits(w);
	again = backup(w);
	assert_int_equal(backup_mark_read(dir, &old, &found), 0);
	assert_int_equal(backup_mark_read(again, &m, &found), 0);
	assert_true(found);
	assert_int_equal(m.seq, old.seq + 1);
	forget(dir);
	forget(again);
}

static void only_these_commands_do_not_wait(void **state)
{
	static const Duban__Request__BodyCase body[] = {
	    DUBAN__REQUEST__BODY_CLOCK_ACCEPT, DUBAN__REQUEST__BODY_RESTORE_ACCEPT,
	    DUBAN__REQUEST__BODY_CONFIRM, DUBAN__REQUEST__BODY_CONFIRM_REFUSE};
	const size_t want = sizeof body / sizeof *body;
	size_t listed_here = 0, all = 0;

	(void)state;
	SECTION_FOREACH(duban_handlers, struct handler, it)
	{
		all += (*it)->while_restored;
		for (size_t i = 0; i < want; i++)
			listed_here += (*it)->while_restored && (*it)->body == body[i];
	}
	assert_int_equal(listed_here, want);
	assert_int_equal(all, want);
}

static void start_refused(struct world *w, const char *mark, const char *why)
{
	struct engine_config c = {.dir = w->dir, .map_bytes = 1024LL * 1024 * 1024};
	struct engine *e = NULL;

	ttemp_write(mark_of(w), mark, strlen(mark));
	assert_int_equal(engine_open(&e, &c), -EBADMSG);
	assert_non_null(strstr(engine_open_fault(), BACKUP_MARK));
	if (!strstr(engine_open_fault(), why))
		fail_msg("%s", engine_open_fault());
}

static void a_mark_that_is_none_is_refused(void **state)
{
	struct world *w = *state;

	w->engine = engine_free(w->engine);
	start_refused(w, "", "damaged");
	start_refused(w, "epoch 30313233343536373839616263646500\nseq 1\nat 1", "damaged");
	start_refused(w, "epoch 30313233343536373839616263646500\nseq 01\nat 1\n", "damaged");
	start_refused(w, "epoch 30313233343536373839616263646501\nseq 1\nat 1\n", "another store");
	assert_true(marked(w));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_waits_until_it_is_accepted),
	    TEST(due_work_waits_too),
	    TEST(two_persons_accept_it),
	    TEST(the_second_person_may_refuse_it),
	    TEST(a_crash_between_does_not_ask_again),
	    TEST(it_waits_too_when_its_state_is_built_again),
	    TEST(a_backup_of_a_restored_one_is_one),
	    cmocka_unit_test(only_these_commands_do_not_wait),
	    TEST(a_mark_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
