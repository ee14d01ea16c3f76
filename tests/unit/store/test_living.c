/* Reading and copying a journal while another process writes it, as verify and backup do. */
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "lib/tjournal.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "store/journal/journal.h"
#include "store/journal/roll.h"
#include "store/walk/copy.h"

/* In memory shared with the writer: its durable seq, and how far it may get ahead of the reader:
 * where a write costs nothing, reading would never end otherwise. */
static volatile uint64_t *durable, *allowed;

enum { AHEAD = 400 };

static _Noreturn void write_for_ever(const char *dir)
{
	struct journal *j = tj_create(dir, 32768);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srand(4);
	for (;;) {
		tj_group(j, rand() % 6 + 1, (size_t)(rand() % 1500));
		*durable = journal_durable(j);
		while (*durable >= *allowed)
			(void)sched_yield();
		if (rand() % 16 == 0)
			(void)journal_roll(j);
	}
}

static pid_t start_writer(const char *dir)
{
	pid_t pid;

	durable = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(durable != MAP_FAILED);
	allowed = durable + 1;
	*allowed = AHEAD;
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		write_for_ever(dir);
	return pid;
}

static void stop_writer(pid_t pid)
{
	int status;

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status)); /* it had not exited by itself */
	munmap((void *)durable, 4096);
}

/* Spins until the writer has reached `seq` or has exited. */
static void wait_for(pid_t pid, uint64_t seq)
{
	while (*durable < seq)
		assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
}

static void a_reader_sees_all_that_was_durable_and_never_takes_life_for_damage(void **state)
{
	struct tj_options o = {.segment_bytes = 32768, .read_only = true};
	pid_t pid = start_writer(*state);

	for (int i = 1; i <= 150; i++) {
		uint64_t before;
		struct journal *j;

		wait_for(pid, (uint64_t)i * 10);
		before = *durable;
		*allowed = before + AHEAD;
		j = tj_open(*state, &o, NULL);
		assert_true(journal_durable(j) >= before);
		tj_check(j, before > 100 ? before - 100 : 1);
		journal_free(j);
	}
	stop_writer(pid);
	struct journal *j = tj_open(*state, &(struct tj_options){.segment_bytes = 32768}, NULL);
	tj_check(j, 1);
	tj_group(j, 1, 10);
	journal_free(j);
}

static void a_copy_made_meanwhile_opens_and_holds_all_that_was_durable(void **state)
{
	pid_t pid = start_writer(*state);

	for (int i = 1; i <= 15; i++) {
		struct tj_options o = {.segment_bytes = 32768};
		struct journal_copied at;
		char *to = ttemp_path(*state, "copy");
		struct journal *j;

		wait_for(pid, (uint64_t)i * 50);
		o.synced_seq = *durable;
		*allowed = o.synced_seq + AHEAD;
		assert_int_equal(mkdir(to, 0700), 0);
		assert_int_equal(journal_copy_sealed(*state, to, o.synced_seq, &at), 0);
		j = tj_open(to, &o, NULL);
		assert_true(journal_durable(j) >= o.synced_seq);
		tj_check(j, 1);
		tj_group(j, 2, 100);
		journal_free(j);
		ttemp_remove(to);
	}
	stop_writer(pid);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_reader_sees_all_that_was_durable_and_never_takes_life_for_damage),
	    TEST(a_copy_made_meanwhile_opens_and_holds_all_that_was_durable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
