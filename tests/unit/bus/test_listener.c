#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "bus/door/listener.h"
#include "lib/ttemp.h"

static void a_free_port_is_found_and_named(void **state)
{
	_cleanup_close_ int fd = -1;
	char name[ENDPOINT_MAX];
	const char *fault;

	(void)state;
	assert_int_equal(listener_open("tcp://127.0.0.1:0", &fd, &fault), 0);
	assert_memory_equal(listener_name(fd, name), "tcp://127.0.0.1:", 16);
	assert_true(strtol(name + 16, NULL, 10) > 0);
}

static void a_port_in_use_is_said(void **state)
{
	_cleanup_close_ int fd = -1, other = -1;
	char name[ENDPOINT_MAX];
	const char *fault = NULL;

	(void)state;
	assert_int_equal(listener_open("tcp://127.0.0.1:0", &fd, &fault), 0);
	assert_int_equal(listener_open(listener_name(fd, name), &other, &fault), -EADDRINUSE);
	assert_non_null(strstr(fault, "another port"));
}

static void a_connection_file_gets_the_announced_host(void **state)
{
	_cleanup_close_ int fd = -1;
	char name[ENDPOINT_MAX], told[ENDPOINT_MAX];
	const char *fault;

	(void)state;
	assert_int_equal(listener_open("tcp://*:0", &fd, &fault), 0);
	assert_memory_equal(listener_name(fd, name), "tcp://0.0.0.0:", 14);
	assert_string_equal(listener_announce(fd, NULL, told), name);
	assert_memory_equal(listener_announce(fd, "duban.example", told),
			    "tcp://duban.example:", 20);
	assert_string_equal(told + 20, name + 14);
	assert_memory_equal(listener_announce(fd, "2001:db8::7", told), "tcp://[2001:db8::7]:", 20);
	assert_string_equal(listener_announce(-1, "x", told), "");
}

static void an_ipc_door_is_its_owners_only_and_replaces_a_dead_one(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "admin.sock"), *endpoint = NULL;
	_cleanup_close_ int fd = -1, again = -1;
	const char *fault;
	struct stat st;

	assert_true(asprintf(&endpoint, "ipc://%s", path) > 0);
	assert_int_equal(listener_open(endpoint, &fd, &fault), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(listener_open(endpoint, &again, &fault), 0);
}

static void nonsense_is_refused_with_a_reason(void **state)
{
	static const char *const rows[] = {
	    "127.0.0.1:7711",	       "udp://127.0.0.1:1",   "tcp://",
	    "tcp://127.0.0.1",	       "tcp://:7711",	      "tcp://127.0.0.1:",
	    "tcp://127.0.0.1:x",       "ipc://relative/path", "",
	    "tcp://nohost.invalid.:1",
	};
	char far[300] = "ipc:///";

	(void)state;
	memset(far + 7, 'x', 200);
	for (size_t i = 0; i <= sizeof rows / sizeof *rows; i++) {
		const char *endpoint = i < sizeof rows / sizeof *rows ? rows[i] : far;
		const char *fault = NULL;
		int fd = -1;

		if (listener_open(endpoint, &fd, &fault) >= 0 || !fault)
			fail_msg("row %zu '%s' was accepted", i, endpoint);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_free_port_is_found_and_named),
	    cmocka_unit_test(a_port_in_use_is_said),
	    cmocka_unit_test(a_connection_file_gets_the_announced_host),
	    cmocka_unit_test_setup_teardown(an_ipc_door_is_its_owners_only_and_replaces_a_dead_one,
					    ttemp_setup, ttemp_teardown),
	    cmocka_unit_test(nonsense_is_refused_with_a_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
