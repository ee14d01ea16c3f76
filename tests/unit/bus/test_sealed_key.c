#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "bus/door/next_key.h"
#include "bus/door/sealed_key.h"
#include "lib/ttemp.h"

#define WORDS "correct horse battery"

static struct server_keys made(const char *dir)
{
	_cleanup_free_ char *fault = NULL, *store = ttemp_path(dir, "store");
	struct server_keys k;

	assert_int_equal(mkdir(store, 0700), 0);
	assert_int_equal(server_keys_load(&k, NULL, store, &fault), 0);
	return k;
}

static void it_opens_with_its_passphrase_only(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, SEALED_KEY),
			    *public = ttemp_path(*state, SERVER_PUBLIC);
	struct server_keys k = made(*state);
	struct server_key got = {};
	struct stat st;

	assert_int_equal(sealed_key_write(*state, &k, WORDS), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(stat(public, &st), 0);
	assert_int_equal(sealed_key_open(path, "correct horse batterY", &got), STATUS_DENIED);
	assert_int_equal(got.secret[0], 0);
	assert_int_equal(sealed_key_open(path, WORDS, &got), 0);
	assert_string_equal(got.secret, k.now.secret);
	assert_memory_equal(got.public, k.now.public, CURVE_KEY_SIZE);
}

static void while_the_key_changes_both_are_kept(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, SEALED_KEY_NEXT);
	struct server_keys k = made(*state);
	struct server_key got = {};
	struct next_key note;

	assert_true(server_key_make(&k.next));
	k.until_date = 20261231;
	assert_int_equal(sealed_key_write(*state, &k, WORDS), 0);
	assert_int_equal(sealed_key_open(path, WORDS, &got), 0);
	assert_string_equal(got.secret, k.next.secret);
	assert_int_equal(next_key_read(*state, &note), 0);
	assert_true(server_key_is(&k.next, note.public));
	assert_int_equal(note.until_date, 20261231);
}

static void without_a_passphrase_only_the_public_half_is_written(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, SEALED_KEY),
			    *public = ttemp_path(*state, SERVER_PUBLIC);
	struct server_keys k = made(*state);
	struct stat st;

	assert_int_equal(sealed_key_write(*state, &k, NULL), 0);
	assert_int_equal(stat(path, &st), -1);
	assert_int_equal(stat(public, &st), 0);
}

static void a_damaged_file_gives_no_key(void **state)
{
	static const char *const rows[] = {
	    "", "duban sealed server key 1\n", "duban sealed server key 2\nargon2id13 3 8192\n",
	    "duban sealed server key 1\nargon2id13 3 99999999999999\n00\n00\n00\n",
	    "duban sealed server key 1\nargon2id13 99 8192\n00\n00\n00\n"};
	_cleanup_free_ char *path = ttemp_path(*state, SEALED_KEY), *text = NULL;
	struct server_keys k = made(*state);
	struct server_key got;
	size_t n;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ttemp_write(path, rows[i], strlen(rows[i]));
		assert_int_equal(sealed_key_open(path, WORDS, &got), -EBADMSG);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(sealed_key_write(*state, &k, WORDS), 0);
	text = ttemp_read(path, &n);
	text[n - 2] = text[n - 2] == '0' ? '1' : '0';
	ttemp_write(path, text, n);
	assert_int_equal(sealed_key_open(path, WORDS, &got), STATUS_DENIED);
	ttemp_write(path, text, n - 5);
	assert_int_equal(sealed_key_open(path, WORDS, &got), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(it_opens_with_its_passphrase_only, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test_setup_teardown(while_the_key_changes_both_are_kept, ttemp_setup,
					    ttemp_teardown),
	    cmocka_unit_test_setup_teardown(without_a_passphrase_only_the_public_half_is_written,
					    ttemp_setup, ttemp_teardown),
	    cmocka_unit_test_setup_teardown(a_damaged_file_gives_no_key, ttemp_setup,
					    ttemp_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
