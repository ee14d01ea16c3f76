#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <zmq.h>

#include "bus/door/next_key.h"
#include "bus/door/server_keys.h"
#include "lib/ttemp.h"

static void it_is_made_once_for_its_owner_only(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, SERVER_KEY), *fault = NULL, *again = NULL;
	struct server_keys first, second;
	char public[KEY_TEXT_MAX];
	uint8_t raw[CURVE_KEY_SIZE];
	struct stat st;

	assert_int_equal(server_keys_load(&first, NULL, *state, &fault), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(server_keys_load(&second, NULL, *state, &again), 0);
	assert_string_equal(first.now.secret, second.now.secret);
	assert_int_equal(zmq_curve_public(public, first.now.secret), 0);
	assert_non_null(zmq_z85_decode(raw, public));
	assert_memory_equal(raw, first.now.public, CURVE_KEY_SIZE);
}

static void a_credential_wins_unless_it_is_empty(void **state)
{
	_cleanup_free_ char *credentials = ttemp_new(), *file = ttemp_path(credentials, SERVER_KEY),
			    *kept = ttemp_path(*state, SERVER_PUBLIC);
	_cleanup_free_ char *a = NULL, *b = NULL, *c = NULL, *d = NULL;
	char public[KEY_TEXT_MAX], secret[KEY_TEXT_MAX];
	struct server_keys own, given;

	assert_int_equal(server_keys_load(&own, credentials, *state, &a), 0);
	ttemp_write(file, "\n", 1);
	assert_int_equal(server_keys_load(&given, credentials, *state, &b), 0);
	assert_string_equal(given.now.secret, own.now.secret);
	zmq_curve_keypair(public, secret);
	ttemp_write(file, secret, strlen(secret));
	/* the store's clients know the other one */
	assert_int_equal(server_keys_load(&given, credentials, *state, &c), -EKEYREJECTED);
	assert_non_null(strstr(c, file));
	assert_non_null(strstr(c, kept));
	/* the change is meant */
	assert_int_equal(unlink(kept), 0);
	assert_int_equal(server_keys_load(&given, credentials, *state, &d), 0);
	assert_string_equal(given.now.secret, secret);
	credentials = ttemp_remove(credentials);
}

static void a_file_with_something_else_is_named_not_replaced(void **state)
{
	static const struct {
		const char *text;
		int r;
	} rows[] = {
	    {"short", -EBADMSG},
	    {"0123456789012345678901234567890123456789extra", -EBADMSG},
	    {"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~", -EBADMSG},
	    {"", -ENODATA},
	    {"\n \n", -ENODATA},
	};
	_cleanup_free_ char *file = ttemp_path(*state, SERVER_KEY);

	ttemp_write(file, "", 0);
	assert_int_equal(chmod(file, 0600), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		_cleanup_free_ char *fault = NULL, *kept = NULL;
		struct server_keys k;
		size_t n;

		ttemp_write(file, rows[i].text, strlen(rows[i].text));
		assert_int_equal(server_keys_load(&k, NULL, *state, &fault), rows[i].r);
		assert_non_null(strstr(fault, file));
		kept = ttemp_read(file, &n);
		assert_int_equal(n, strlen(rows[i].text));
		assert_memory_equal(kept, rows[i].text, n);
	}
}

static void a_key_that_others_can_read_is_refused(void **state)
{
	static const mode_t modes[] = {0640, 0604, 0620, 0601};
	_cleanup_free_ char *file = ttemp_path(*state, SERVER_KEY), *first = NULL;
	struct server_keys k;

	assert_int_equal(server_keys_load(&k, NULL, *state, &first), 0);
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		_cleanup_free_ char *fault = NULL;

		assert_int_equal(chmod(file, modes[i]), 0);
		assert_int_equal(server_keys_load(&k, NULL, *state, &fault), -EPERM);
		assert_non_null(strstr(fault, "chmod 600"));
	}
}

static void a_lost_key_is_not_made_again_by_itself(void **state)
{
	_cleanup_free_ char *file = ttemp_path(*state, SERVER_KEY), *a = NULL, *b = NULL;
	struct server_keys k;

	assert_int_equal(server_keys_load(&k, NULL, *state, &a), 0);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(server_keys_load(&k, NULL, *state, &b), -ENOKEY);
	assert_int_equal(access(file, F_OK), -1);
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
	    cmocka_unit_test_setup_teardown(a_key_that_others_can_read_is_refused, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test_setup_teardown(a_lost_key_is_not_made_again_by_itself, ttemp_setup,
					    ttemp_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
