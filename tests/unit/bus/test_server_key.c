#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/door/server_key.h"
#include "lib/ttemp.h"

static void it_is_made_once_for_its_owner_only(void **state)
{
	_cleanup_free_ char *path = NULL, *again = NULL;
	struct server_key first, second;
	char public[KEY_TEXT_MAX];
	uint8_t raw[CURVE_KEY_SIZE];
	struct stat st;

	assert_int_equal(server_key_load(&first, NULL, *state, &path), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(server_key_load(&second, NULL, *state, &again), 0);
	assert_string_equal(first.secret, second.secret);
	assert_int_equal(zmq_curve_public(public, first.secret), 0);
	assert_non_null(zmq_z85_decode(raw, public));
	assert_memory_equal(raw, first.public, CURVE_KEY_SIZE);
}

static void a_credential_wins_unless_it_is_empty(void **state)
{
	_cleanup_free_ char *credentials = ttemp_new(),
			    *file = ttemp_path(credentials, "server.key");
	_cleanup_free_ char *a = NULL, *b = NULL, *c = NULL;
	char public[KEY_TEXT_MAX], secret[KEY_TEXT_MAX];
	struct server_key own, given;

	assert_int_equal(server_key_load(&own, credentials, *state, &a), 0);
	ttemp_write(file, "\n", 1);
	assert_int_equal(server_key_load(&given, credentials, *state, &b), 0);
	assert_string_equal(given.secret, own.secret);
	zmq_curve_keypair(public, secret);
	ttemp_write(file, secret, strlen(secret));
	assert_int_equal(server_key_load(&given, credentials, *state, &c), 0);
	assert_string_equal(given.secret, secret);
	assert_string_equal(c, file);
	credentials = ttemp_remove(credentials);
}

static void a_file_with_something_else_is_named_not_replaced(void **state)
{
	static const char *const rows[] = {"short", "0123456789012345678901234567890123456789extra",
					   "~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"};
	_cleanup_free_ char *file = ttemp_path(*state, "server.key");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		_cleanup_free_ char *path = NULL, *kept = NULL;
		struct server_key k;
		size_t n;

		ttemp_write(file, rows[i], strlen(rows[i]));
		assert_int_equal(server_key_load(&k, NULL, *state, &path), -EBADMSG);
		assert_string_equal(path, file);
		kept = ttemp_read(file, &n);
		assert_string_equal(kept, rows[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(it_is_made_once_for_its_owner_only, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test_setup_teardown(a_credential_wins_unless_it_is_empty, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test_setup_teardown(a_file_with_something_else_is_named_not_replaced,
					    ttemp_setup, ttemp_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
