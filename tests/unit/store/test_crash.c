/* Crash tests of the journal on a simulated disk (tdisk.h): the process is killed at each named
 * point and before any operation, losing any of the unsynced sectors, sizes and names; syncs and
 * writes fail. Events that were acknowledged, or shown after an open, must never be lost. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lib/tdisk.h"
#include "lib/tjournal.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "store/journal/journal.h"
#include "store/journal/point.h"
#include "store/journal/roll.h"

TDISK_OVERRIDE

/* AddressSanitizer keeps freed memory in quarantine, which each fork would have to copy. */
const char *__asan_default_options(void);
__attribute__((visibility("default"))) const char *__asan_default_options(void)
{
	return "quarantine_size_mb=1";
}

enum { SEGMENT = 8192, CRASHED = 42, REFUSED = 13, WEDGED = 14 };

/* Shared with the child that is killed. */
static struct {
	uint64_t acked;	     /* durable according to the journal */
	uint64_t checkpoint; /* seq that would have been committed in LMDB */
	uint64_t written;    /* the highest seq that was ever added to the journal */
	char fault[700];
} * seen;

static int setup(void **state)
{
	seen = mmap(NULL, sizeof *seen, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(seen != MAP_FAILED);
	return ttemp_setup(state);
}

static int teardown(void **state)
{
	munmap(seen, sizeof *seen);
	return ttemp_teardown(state);
}

static void acknowledge(struct journal *j)
{
	seen->acked = journal_durable(j);
	if (rand() % 4 == 0) {
		journal_checkpointed(j, seen->acked);
		seen->checkpoint = seen->acked;
	}
}

static struct journal *open_again(const char *dir)
{
	struct tj_options o = {.segment_bytes = SEGMENT, .synced_seq = seen->checkpoint};
	_cleanup_free_ char *path = ttemp_path(dir, "journal");
	struct journal *j;

	o.create = access(path, F_OK) < 0;
	if (tj_try_open(&j, dir, &o, NULL) == 0)
		return j;
	snprintf(seen->fault, sizeof seen->fault, "%s", journal_open_fault());
	_exit(REFUSED);
}

/* Writes groups of random sizes, sometimes with a roll or an import larger than a segment. */
static void work(struct journal *j, int groups)
{
	acknowledge(j);
	for (int i = 0; i < groups; i++) {
		int n = rand() % 5 + 1;
		size_t size = rand() % 20 == 0 ? SEGMENT * 3 : (size_t)(rand() % 700);

		seen->written = journal_durable(j) + (uint64_t)n;
		tj_group(j, n, size);
		acknowledge(j);
		if (rand() % 10 == 0)
			assert_int_equal(journal_roll(j), 0);
	}
}

static _Noreturn void child(const char *dir, unsigned seed, int crash_at)
{
	struct journal *j;

	srand(seed);
	tdisk_start();
	tdisk_crash_at(crash_at);
	j = open_again(dir);
	work(j, 25);
	tdisk_power_cut(TDISK_LOSE_ALL);
	_exit(0);
}

/* Works on a copy, so that the next child starts from what this one left. */
static void check(const char *dir)
{
	_cleanup_free_ char *copy = ttemp_path(dir, "check"), *from = ttemp_path(dir, "journal");
	_cleanup_free_ char *to = ttemp_path(copy, "journal");
	struct tj_options o = {.segment_bytes = SEGMENT, .synced_seq = seen->checkpoint};
	struct journal *j;

	if (access(from, F_OK) < 0) {
		assert_true(seen->acked == 0);
		return;
	}
	assert_int_equal(mkdir(copy, 0700), 0);
	ttemp_copy(from, to);
	tdisk_start(); /* avoids real syncs */
	j = tj_open(copy, &o, NULL);
	assert_true(journal_durable(j) >= seen->acked);
	assert_true(journal_durable(j) <= seen->written);
	tj_check(j, 1);
	tj_group(j, 3, 900);
	tj_group(j, 1, 9000);
	tj_check(j, 1);
	journal_free(j);
	j = tj_open(copy, &o, NULL);
	tj_check(j, 1);
	journal_free(j);
	tdisk_stop();
	ttemp_remove(TAKE_PTR(copy));
}

static int run(void (*f)(const char *dir, int arg), const char *dir, int arg)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(60);
		f(dir, arg);
		_exit(WEDGED);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == REFUSED)
		fail_msg("refused: %s", seen->fault);
	return WEXITSTATUS(status);
}

static void random_child(const char *dir, int seed)
{
	srand((unsigned)seed);
	child(dir, (unsigned)seed, rand() % 90 + 1);
}

static void whatever_is_lost_at_any_moment_what_was_acknowledged_is_there(void **state)
{
	int crashes = 0;

	for (int life = 0; life < 6; life++) {
		_cleanup_free_ char *dir = NULL;

		assert_true(asprintf(&dir, "%s/%d", (char *)*state, life) > 0);
		assert_int_equal(mkdir(dir, 0700), 0);
		memset(seen, 0, sizeof *seen);
		for (int i = 0; i < 20; i++) {
			int status = run(random_child, dir, life * 1000 + i);

			assert_true(status == 0 || status == CRASHED);
			crashes += status == CRASHED;
			check(dir);
		}
	}
	assert_true(crashes > 50);
}

/* ---- a crash at each named point, with each kind of loss */

static const char *deadly;
static int deaths_left;
static enum tdisk_loss how;

static void die_here(const char *name)
{
	if (!deadly || strcmp(name, deadly) != 0 ||
	    __atomic_sub_fetch(&deaths_left, 1, __ATOMIC_SEQ_CST))
		return;
	tdisk_power_cut(how);
	_exit(CRASHED);
}

/* Leaves a torn frame after the last whole one, so that opening must cut it off. */
static void tear(const char *dir)
{
	struct journal *j = open_again(dir);

	work(j, 3);
	assert_int_equal(journal_room(j, 5000, true), 0);
	tj_add(j, 4, 1000);
	seen->written = journal_head(j);
	tdisk_fail_at(1, 0, false); /* writes only half of it */
	assert_true(journal_sync(j) < 0);
	journal_free(j);
}

static void named_child(const char *dir, int nth)
{
	struct journal *j;

	srand((unsigned)nth);
	tdisk_start();
	if (strncmp(deadly, "open-cut", 8) == 0)
		tear(dir);
	deaths_left = nth;
	journal_test_point = die_here;
	j = open_again(dir);
	work(j, 25);
	journal_free(j);
	tdisk_power_cut(how);
	_exit(0);
}

static void killed_at_any_point_it_starts_again(void **state)
{
	for (const char *const *p = journal_test_points; *p; p++) {
		int hits = 0;

		for (int i = 0; i < 6; i++) {
			_cleanup_free_ char *dir = NULL;
			int status;

			deadly = *p;
			how = (enum tdisk_loss)(i % 3);
			assert_true(asprintf(&dir, "%s/%s-%d", (char *)*state, *p, i) > 0);
			assert_int_equal(mkdir(dir, 0700), 0);
			memset(seen, 0, sizeof *seen);
			status = run(named_child, dir, i / 3 + 1);
			assert_true(status == 0 || status == CRASHED);
			hits += status == CRASHED;
			check(dir);
			/* crash again at the same point, on what the first crash left */
			status = run(named_child, dir, i / 3 + 1);
			assert_true(status == 0 || status == CRASHED);
			check(dir);
		}
		if (hits < 2)
			fail_msg("%s was reached only %d times", *p, hits);
	}
}

/* ---- failing calls */

/* Works until an operation fails; then the journal must refuse everything else. */
static bool work_until_failure(struct journal *j)
{
	for (int i = 0; i < 25; i++) {
		int r = journal_room(j, 2000, true);

		if (!r) {
			seen->written = journal_durable(j) + 3;
			tj_add(j, 3, (size_t)(rand() % 500));
			r = journal_sync(j);
		}
		if (r) {
			struct journal_record rec = {.seq = journal_head(j) + 1};

			assert_true(r < 0);
			assert_true(journal_fault(j)[0]);
			assert_int_equal(journal_sync(j), r);
			assert_int_equal(journal_room(j, 10, true), r);
			assert_int_equal(journal_add(j, &rec), r);
			return false;
		}
		acknowledge(j);
	}
	return true;
}

/* One operation fails, and the daemon exits. It starts again while the page cache still has data
 * that is not on the disk, shows this data, and then the power fails. */
static void failing_child(const char *dir, int arg)
{
	int n = arg % 1000, how_it_fails = arg / 1000;
	static const int errors[] = {EIO, ENOSPC, 0};
	struct journal *j;
	bool whole;

	srand((unsigned)arg);
	tdisk_start();
	j = open_again(dir);
	tj_group(j, 2, 300);
	acknowledge(j);
	tdisk_fail_at(n, errors[how_it_fails], false);
	whole = work_until_failure(j);
	journal_free(j);
	if (whole && !tdisk_failed())
		_exit(0); /* no operation left to fail */
	tdisk_fail_at(0, 0, false);
	j = open_again(dir);
	acknowledge(j);
	tj_check(j, 1);
	work(j, n % 3); /* continue from there */
	tdisk_power_cut(TDISK_LOSE_ALL);
	_exit(CRASHED);
}

static void after_a_failed_call_only_a_start_goes_on_and_what_it_shows_is_on_disk(void **state)
{
	for (int error = 0; error < 3; error++) {
		int status = CRASHED;

		for (int n = 1; status == CRASHED; n += 1 + n / 12) {
			_cleanup_free_ char *dir = NULL;

			assert_true(n < 400);
			assert_true(asprintf(&dir, "%s/%d-%d", (char *)*state, error, n) > 0);
			assert_int_equal(mkdir(dir, 0700), 0);
			memset(seen, 0, sizeof *seen);
			status = run(failing_child, dir, error * 1000 + n);
			assert_true(status == 0 || status == CRASHED);
			check(dir);
		}
	}
}

/* An operation fails during an open: either the open fails, or the events that it shows are
 * durable. */
static void failing_open_child(const char *dir, int n)
{
	struct tj_options o = {.segment_bytes = SEGMENT};
	struct journal *j = NULL;

	srand((unsigned)n);
	tdisk_start();
	tear(dir);
	tdisk_fail_at(n, EIO, false);
	o.synced_seq = seen->checkpoint;
	if (tj_try_open(&j, dir, &o, NULL) < 0) {
		assert_true(journal_open_fault()[0]);
		tdisk_fail_at(0, 0, false);
		j = open_again(dir);
	}
	acknowledge(j);
	journal_free(j);
	tdisk_power_cut(TDISK_LOSE_ALL);
	_exit(tdisk_failed() ? CRASHED : 0);
}

static void a_start_that_fails_half_way_can_be_tried_again(void **state)
{
	for (int n = 1; n < 12; n++) {
		_cleanup_free_ char *dir = NULL;
		int status;

		assert_true(asprintf(&dir, "%s/%d", (char *)*state, n) > 0);
		assert_int_equal(mkdir(dir, 0700), 0);
		memset(seen, 0, sizeof *seen);
		status = run(failing_open_child, dir, n);
		assert_true(status == 0 || status == CRASHED);
		check(dir);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(whatever_is_lost_at_any_moment_what_was_acknowledged_is_there),
	    TEST(killed_at_any_point_it_starts_again),
	    TEST(after_a_failed_call_only_a_start_goes_on_and_what_it_shows_is_on_disk),
	    TEST(a_start_that_fails_half_way_can_be_tried_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
