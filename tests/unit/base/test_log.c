#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/log.h"
#include "lib/ttemp.h"

/* The output of `call` on stderr (malloc). */
static char *stderr_of(const char *dir, void (*call)(void))
{
	_cleanup_free_ char *path = ttemp_path(dir, "log");
	int saved = dup(STDERR_FILENO);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	assert_true(saved >= 0 && fd >= 0);
	assert_true(dup2(fd, STDERR_FILENO) >= 0);
	call();
	fflush(stderr);
	assert_true(dup2(saved, STDERR_FILENO) >= 0);
	close(saved);
	close(fd);
	return ttemp_read(path, NULL);
}

static void say_event(void)
{
	log_event(LOG_NOTICE, "0123456789abcdef0123456789abcdef", "lamp lit", "DUBAN_SEQ", "17",
		  "DUBAN_RULE", "W01", NULL);
}

static void an_event_shows_its_fields(void **state)
{
	_cleanup_free_ char *said = stderr_of(*state, say_event);

	assert_string_equal(said, "<5>lamp lit DUBAN_SEQ=17 DUBAN_RULE=W01\n");
}

static void say_newline(void)
{
	log_info("a\n<0>b%d", 1);
}

static void a_text_cannot_forge_a_line(void **state)
{
	_cleanup_free_ char *said = stderr_of(*state, say_newline);

	assert_string_equal(said, "<6>a <0>b1\n");
}

static void say_errors(void)
{
	assert_int_equal(log_err(-ENOSPC, "segment %d", 3), -ENOSPC);
	assert_int_equal(log_err(STATUS_FULL, "again"), STATUS_FULL);
}

static void log_err_names_the_error_and_returns_it(void **state)
{
	_cleanup_free_ char *said = stderr_of(*state, say_errors);

	assert_string_equal(said, "<3>segment 3: No space left on device\n<3>again: full\n");
}

static void say_below_level(void)
{
	log_debug("not shown");
	log_event(LOG_DEBUG, NULL, "not shown", NULL);
	log_set_level(LOG_DEBUG);
	log_debug("shown");
	log_set_level(LOG_INFO);
}

static void what_is_below_the_level_is_not_said(void **state)
{
	_cleanup_free_ char *said = stderr_of(*state, say_below_level);

	assert_string_equal(said, "<7>shown\n");
}

/* If stderr was redirected away from the journal, the log must go to stderr. */
static void a_stream_that_is_not_stderr_is_no_journal(void **state)
{
	_cleanup_free_ char *said = NULL;

	setenv("JOURNAL_STREAM", "9:1234567", 1);
	said = stderr_of(*state, say_event);
	unsetenv("JOURNAL_STREAM");
	assert_non_null(strstr(said, "lamp lit"));
}

/* JOURNAL_STREAM matches stderr but there is no journal: the line must not be lost. */
static void say_to_own_stream(void)
{
	char stream[64];
	struct stat st;

	assert_int_equal(fstat(STDERR_FILENO, &st), 0);
	snprintf(stream, sizeof stream, "%llu:%llu", (unsigned long long)st.st_dev,
		 (unsigned long long)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	if (access("/run/systemd/journal/socket", F_OK) == 0)
		fputs("<6>to the journal\n", stderr);
	else
		log_info("to the journal");
	unsetenv("JOURNAL_STREAM");
}

static void without_a_journal_it_goes_to_stderr(void **state)
{
	_cleanup_free_ char *said = stderr_of(*state, say_to_own_stream);

	assert_string_equal(said, "<6>to the journal\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(an_event_shows_its_fields),
	    TEST(a_text_cannot_forge_a_line),
	    TEST(log_err_names_the_error_and_returns_it),
	    TEST(what_is_below_the_level_is_not_said),
	    TEST(a_stream_that_is_not_stderr_is_no_journal),
	    TEST(without_a_journal_it_goes_to_stderr),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
