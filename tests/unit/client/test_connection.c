#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client/lib/core/file.h"
#include "duban.h"
#include "lib/ttemp.h"
#include "proto/cleanup.h"

static struct duban_connection sample(void)
{
	struct duban_connection c = {
	    .name = "nanchang-xian",
	    .commands = {"tcp://10.0.0.5:7711"},
	    .feed = {"tcp://[fd00::5]:7712"},
	};
	char unused[DUBAN_KEY_TEXT];
	assert_int_equal(duban_key_new(c.server_key, unused), 0);
	assert_int_equal(duban_key_new(c.public_key, c.secret_key), 0);
	return c;
}

static void what_is_written_is_read(void **state)
{
	/* The alphabet of Z85 has '#', '[', '=' and ':': tries many keys, none may be cut off. */
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	for (int i = 0; i < 100; i++) {
		struct duban_connection c = sample(), read;
		assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
		assert_int_equal(duban_connection_read(path, &read, NULL), 0);
		assert_string_equal(read.name, c.name);
		assert_string_equal(read.commands[0], c.commands[0]);
		assert_string_equal(read.feed[0], c.feed[0]);
		assert_string_equal(read.server_key, c.server_key);
		assert_string_equal(read.public_key, c.public_key);
		assert_string_equal(read.secret_key, c.secret_key);
	}
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void several_endpoints_stay_in_their_order(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn"), *text = NULL;
	struct duban_connection c = sample(), read;
	struct duban_failure failure;
	size_t n;
	for (int i = 1; i < DUBAN_ENDPOINTS; i++)
		(void)snprintf(c.commands[i], sizeof c.commands[i], "tcp://10.0.%d.5:7711", i);
	(void)snprintf(c.feed[1], sizeof c.feed[1], "tcp://10.0.1.5:7712");
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	assert_int_equal(duban_connection_read(path, &read, NULL), 0);
	assert_memory_equal(&read, &c, sizeof c);
	text = ttemp_read(path, &n);
	/* readers that know of one endpoint take the first */
	assert_non_null(strstr(text, "\ncommands = tcp://10.0.0.5:7711\n"));
	assert_non_null(strstr(text, "\ncommands.2 = tcp://10.0.1.5:7711\n"));
	/* a gap does not matter */
	*c.commands[1] = *c.commands[2] = '\0';
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	assert_int_equal(duban_connection_read(path, &read, NULL), 0);
	assert_string_equal(read.commands[1], c.commands[3]);
	assert_string_equal(read.commands[2], "");
	assert_string_equal(read.commands[3], "");
	(void)snprintf(c.commands[1], sizeof c.commands[1], "10.0.1.5:7711");
	assert_int_equal(duban_connection_write(path, &c, true, &failure), DUBAN_E_ARGUMENT);
	assert_non_null(strstr(failure.text, "commands.2"));
}

static void an_existing_file_is_not_overwritten_unasked(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct duban_connection first = sample(), second = sample(), read;
	struct duban_failure failure;
	assert_int_equal(duban_connection_write(path, &first, false, NULL), 0);
	assert_int_equal(duban_connection_write(path, &second, false, &failure), DUBAN_E_FILE);
	assert_string_equal(failure.code, "file.exists");
	assert_int_equal(duban_connection_read(path, &read, NULL), 0);
	assert_string_equal(read.secret_key, first.secret_key);
	assert_int_equal(duban_connection_write(path, &second, true, NULL), 0);
	assert_int_equal(duban_connection_read(path, &read, NULL), 0);
	assert_string_equal(read.secret_key, second.secret_key);
}

static void a_secret_that_others_can_read_is_refused(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	struct duban_connection c = sample(), read;
	struct duban_failure failure;
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	static const mode_t modes[] = {0604, 0644, 0602, 0620, 0666};
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		assert_int_equal(chmod(path, modes[i]), 0);
		assert_int_equal(duban_connection_read(path, &read, &failure), DUBAN_E_FILE);
		assert_string_equal(failure.code, "file.world_readable");
		assert_string_equal(failure.arg, path);
	}
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(duban_connection_read(path, &read, &failure), 0);
}

#define KEY "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"

static void what_is_wrong_is_named(void **state)
{
	static const struct {
		const char *text, *word;
	} rows[] = {
	    {"", "commands"},
	    {"commands = 10.0.0.5:7711\n", "commands"},
	    {"commands = tcp://10.0.0.5:7711\n", "server_key"},
	    {"commands = tcp://10.0.0.5:7711\nserver_key = short\n", "server_key"},
	    {"commands = tcp://10.0.0.5:7711\nserver_key = " KEY "\npublic_key = " KEY "\n",
	     "secret_key"},
	    {"commands = tcp://10.0.0.5:7711\nserver_key = " KEY "\npublic_key = " KEY
	     "\nsecret_key = " KEY "\n",
	     "public_key does not belong"},
	    {"commands\n", "line 1"},
	    {"name = x\n[broken\n", "line 2"},
	};
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct duban_connection read;
		struct duban_failure failure = {.error = 0};
		ttemp_write(path, rows[i].text, strlen(rows[i].text));
		assert_int_equal(chmod(path, 0600), 0);
		if (duban_connection_read(path, &read, &failure) != DUBAN_E_FILE ||
		    !strstr(failure.text, rows[i].word))
			fail_msg("row %zu: %s", i, failure.text);
	}
	struct duban_failure failure;
	struct duban_connection read;
	assert_int_equal(unlink(path), 0);
	assert_int_equal(duban_connection_read(path, &read, &failure), DUBAN_E_FILE);
	assert_string_equal(failure.code, "file.missing");
}

static void keys_of_a_later_version_are_let_be(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "c.conn");
	_cleanup_free_ char *text = NULL;
	struct duban_connection c = sample(), read;
	size_t size;
	assert_int_equal(duban_connection_write(path, &c, true, NULL), 0);
	_cleanup_free_ char *old = ttemp_read(path, &size);
	assert_true(asprintf(&text, "colour = red\n%s[more]\ncommands = other\n", old) > 0);
	ttemp_write(path, text, strlen(text));
	assert_int_equal(duban_connection_read(path, &read, NULL), 0);
	assert_string_equal(read.commands[0], c.commands[0]);
}

static void keys_survive_text_and_back(void **state)
{
	char public_key[DUBAN_KEY_TEXT], secret_key[DUBAN_KEY_TEXT], text[DUBAN_KEY_TEXT];
	uint8_t bytes[DUBAN_KEY_BYTES];
	(void)state;
	assert_int_equal(duban_key_new(public_key, secret_key), 0);
	assert_int_equal(duban_key_decode(public_key, bytes), 0);
	assert_int_equal(duban_key_encode(bytes, text), 0);
	assert_string_equal(text, public_key);
	assert_int_equal(duban_key_public(secret_key, text), 0);
	assert_string_equal(text, public_key);
	static const char *const bad[] = {"", "short", KEY "0",
					  "rq rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(duban_key_decode(bad[i], bytes), DUBAN_E_ARGUMENT);
	assert_int_equal(duban_key_decode(NULL, bytes), DUBAN_E_ARGUMENT);
}

/* Writes "0", "1", "2", ..., padded to about a page, until it is killed. */
static _Noreturn void write_for_ever(const char *path)
{
	for (unsigned n = 0;; n++) {
		char text[8192];
		(void)snprintf(text, sizeof text, "%08u", n);
		memset(text + 8, (int)('a' + n % 26), sizeof text - 8);
		if (file_write(path, BYTES(text, sizeof text), true) < 0)
			_exit(1);
	}
}

static unsigned long whole_number(const char *path)
{
	size_t size;
	_cleanup_free_ char *text = ttemp_read(path, &size);
	assert_int_equal(size, 8192);
	unsigned long n = strtoul(text, NULL, 10);
	for (size_t i = 8; i < size; i++)
		assert_int_equal(text[i], 'a' + n % 26);
	return n;
}

static void a_writer_killed_at_any_moment_leaves_a_whole_file(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "f");
	for (unsigned long round = 0; round < 30; round++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			write_for_ever(path);
		while (access(path, F_OK) < 0)
			;
		while (whole_number(path) < round % 7)
			;
		assert_int_equal(kill(pid, SIGKILL), 0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
		(void)whole_number(path);
		assert_int_equal(unlink(path), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)
	    T(what_is_written_is_read),
	    T(several_endpoints_stay_in_their_order),
	    T(an_existing_file_is_not_overwritten_unasked),
	    T(a_secret_that_others_can_read_is_refused),
	    T(what_is_wrong_is_named),
	    T(keys_of_a_later_version_are_let_be),
	    T(keys_survive_text_and_back),
	    T(a_writer_killed_at_any_moment_leaves_a_whole_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
