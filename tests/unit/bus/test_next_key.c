#include <errno.h>
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
#include "bus/door/server_keys.h"
#include "lib/ttemp.h"
#include "text/date.h"

#define NOW 1700000000000000 /* 2023-11-14 */
#define DAY "2023-12-31"

static int load(const char *dir, const char *credentials, struct server_keys *ret)
{
	_cleanup_free_ char *fault = NULL;

	return server_keys_load(ret, credentials, dir, &fault);
}

/* A store with a key and a next one. */
static struct server_keys begun(const char *dir)
{
	_cleanup_free_ char *fault = NULL;
	struct server_keys k;
	struct next_key next;

	assert_int_equal(load(dir, NULL, &k), 0);
	assert_int_equal(k.until_date, 0);
	assert_int_equal(next_key_prepare(dir, DAY, NOW, &next, &fault), 0);
	assert_int_equal(load(dir, NULL, &k), 0);
	assert_true(server_key_is(&k.next, next.public));
	return k;
}

static bool is_there(const char *dir, const char *name)
{
	_cleanup_free_ char *path = ttemp_path(dir, name);

	return access(path, F_OK) == 0;
}

static void is_settled(const char *dir, const struct server_keys *was)
{
	struct server_keys k;

	assert_int_equal(load(dir, NULL, &k), 0);
	assert_string_equal(k.now.secret, was->next.secret);
	assert_int_equal(k.until_date, 0);
	assert_false(is_there(dir, SERVER_NEXT));
	assert_false(is_there(dir, SERVER_KEY_NEXT));
}

static void both_are_there_until_the_day(void **state)
{
	_cleanup_free_ char *secret = ttemp_path(*state, SERVER_KEY_NEXT);
	struct server_keys k = begun(*state), again;
	struct stat st;

	assert_int_equal(k.until_date, 20231231);
	assert_string_not_equal(k.now.secret, k.next.secret);
	assert_int_equal(stat(secret, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(load(*state, NULL, &again), 0);
	assert_string_equal(again.now.secret, k.now.secret);
	assert_string_equal(again.next.secret, k.next.secret);
	assert_int_equal(server_keys_settle(&again, *state), 0);
	assert_string_equal(again.now.secret, k.next.secret);
	assert_int_equal(again.until_date, 0);
	is_settled(*state, &k);
}

/* Stopped after each of the steps that end a change. */
static void an_interrupted_end_goes_on(void **state)
{
	for (int done = 1; done <= 2; done++) {
		_cleanup_free_ char *dir = ttemp_new();
		_cleanup_free_ char *key = ttemp_path(dir, SERVER_KEY),
				    *next = ttemp_path(dir, SERVER_KEY_NEXT),
				    *public = ttemp_path(dir, SERVER_PUBLIC);
		struct server_keys k = begun(dir);
		struct next_key note;

		(void)state;
		assert_int_equal(next_key_read(dir, &note), 0);
		assert_int_equal(server_key_write(public, note.public), 0);
		if (done > 1)
			assert_int_equal(rename(next, key), 0);
		is_settled(dir, &k);
		dir = ttemp_remove(dir);
	}
}

static void a_day_that_is_no_day_or_over_changes_nothing(void **state)
{
	static const char *const days[] = {
	    "2023-11-14", "2023-11-13", "2020-01-01", "2023-13-01", "tomorrow", "0", ""};
	struct server_keys k;
	struct next_key next;

	assert_int_equal(load(*state, NULL, &k), 0);
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		_cleanup_free_ char *fault = NULL;

		assert_int_equal(next_key_prepare(*state, days[i], NOW, &next, &fault), -EINVAL);
		assert_non_null(fault);
		assert_false(is_there(*state, SERVER_NEXT));
		assert_false(is_there(*state, SERVER_KEY_NEXT));
	}
}

static void a_second_change_waits_for_the_first(void **state)
{
	_cleanup_free_ char *fault = NULL;
	struct server_keys k = begun(*state), again;
	struct next_key next;

	assert_int_equal(next_key_prepare(*state, "2024-06-30", NOW, &next, &fault), -EEXIST);
	assert_non_null(strstr(fault, SERVER_NEXT));
	assert_int_equal(load(*state, NULL, &again), 0);
	assert_string_equal(again.next.secret, k.next.secret);
	assert_int_equal(again.until_date, k.until_date);
}

/* Whoever has the two secrets in /etc moves them himself. */
static void credentials_hold_both_and_are_moved_by_hand(void **state)
{
	_cleanup_free_ char *credentials = ttemp_new(), *key = ttemp_path(credentials, SERVER_KEY),
			    *next = ttemp_path(credentials, SERVER_KEY_NEXT),
			    *own = ttemp_path(*state, SERVER_KEY),
			    *own_next = ttemp_path(*state, SERVER_KEY_NEXT), *fault = NULL;
	struct server_keys was = begun(*state), k;

	assert_int_equal(rename(own, key), 0);
	assert_int_equal(rename(own_next, next), 0);
	assert_int_equal(load(*state, credentials, &k), 0);
	assert_string_equal(k.now.secret, was.now.secret);
	assert_string_equal(k.next.secret, was.next.secret);
	assert_true(k.now.credential);
	/* too early: the clients know the present one only */
	assert_int_equal(rename(key, own), 0);
	assert_int_equal(rename(next, key), 0);
	assert_int_equal(rename(own, own_next), 0);
	assert_int_equal(load(*state, credentials, &k), 0); /* it is found all the same */
	assert_string_equal(k.now.secret, was.now.secret);
	assert_int_equal(unlink(own_next), 0);
	assert_int_equal(server_keys_load(&k, credentials, *state, &fault), -ENOKEY);
	assert_non_null(strstr(fault, SERVER_NEXT));
	/* not yet moved after the end */
	assert_int_equal(rename(key, next), 0);
	ttemp_write(key, was.now.secret, strlen(was.now.secret));
	assert_int_equal(load(*state, credentials, &k), 0);
	assert_int_equal(server_keys_settle(&k, *state), 0);
	assert_int_equal(load(*state, credentials, &k), 0);
	assert_string_equal(k.now.secret, was.next.secret);
	assert_int_equal(k.until_date, 0);
	credentials = ttemp_remove(credentials);
}

static void what_is_missing_or_damaged_is_named(void **state)
{
	_cleanup_free_ char *note = ttemp_path(*state, SERVER_NEXT),
			    *secret = ttemp_path(*state, SERVER_KEY_NEXT), *a = NULL, *b = NULL;
	struct server_keys was = begun(*state), k;
	size_t n;
	_cleanup_free_ char *text = ttemp_read(note, &n);

	ttemp_write(note, "soon\n", 5);
	assert_int_equal(server_keys_load(&k, NULL, *state, &a), -EBADMSG);
	assert_non_null(strstr(a, note));
	ttemp_write(note, text, n);
	assert_int_equal(unlink(secret), 0);
	assert_int_equal(server_keys_load(&k, NULL, *state, &b), -ENOKEY);
	assert_non_null(strstr(b, secret));
	/* given up */
	assert_int_equal(unlink(note), 0);
	assert_int_equal(load(*state, NULL, &k), 0);
	assert_string_equal(k.now.secret, was.now.secret);
	assert_int_equal(k.until_date, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)
	    T(both_are_there_until_the_day),
	    T(an_interrupted_end_goes_on),
	    T(a_day_that_is_no_day_or_over_changes_nothing),
	    T(a_second_change_waits_for_the_first),
	    T(credentials_hold_both_and_are_moved_by_hand),
	    T(what_is_missing_or_damaged_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
