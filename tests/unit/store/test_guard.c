/* A process that meets a damaged data.mdb in the middle of LMDB ends with a line and a file for the
 * next start; other faults end it as they would without the guard. Each fault is made in a child.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/ttemp.h"
#include "store/db/db.h"
#include "store/db/guard.h"
#include "store/db/guard_private.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define ROWS 2000U

struct ended {
	int status;
	char said[2048];
	bool suspect;
};

static struct db *open_db(const char *dir)
{
	struct db_config c = {.dir = dir, .map_bytes = 64 << 20, .sync = true};
	struct db *db = NULL;

	if (db_open(&db, &c))
		_exit(99);
	return db;
}

static void fill(const char *dir)
{
	struct db *db = open_db(dir);
	struct txn *t;

	if (txn_begin(&t, db, true))
		_exit(98);
	for (uint32_t i = 0; i < ROWS; i++)
		txn_put(t, TABLE_link, key_bytes(key_u32(KEY(), i)), BYTES_STR("some row"));
	if (txn_commit(t))
		_exit(97);
	db_free(db);
}

/* Reads all rows; the pages behind the heads are gone. */
static void read_beyond_the_end(const char *dir)
{
	char file[512];
	struct db *db;
	struct txn *t;
	struct bytes v;

	fill(dir);
	db = open_db(dir);
	(void)snprintf(file, sizeof file, "%s/data.mdb", dir);
	if (truncate(file, 8192) || txn_begin(&t, db, false))
		_exit(96);
	for (uint32_t i = 0; i < ROWS; i++)
		(void)txn_get(t, TABLE_link, key_bytes(key_u32(KEY(), i)), &v);
}

static void abort_in_lmdb(const char *dir)
{
	struct db *db = open_db(dir);

	GUARDED(db, (abort(), 0));
}

static void abort_elsewhere(const char *dir)
{
	struct db *db = open_db(dir);

	db_free(db);
	abort();
}

static void bus_error_elsewhere(const char *dir)
{
	(void)open_db(dir);
	(void)raise(SIGBUS);
}

static struct ended run(const char *dir, void (*act)(const char *))
{
	struct ended ret = {.status = 0};
	char file[512];
	struct stat st;
	int fds[2];
	size_t n = 0;
	ssize_t more;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)dup2(fds[1], STDERR_FILENO);
		(void)close(fds[0]);
		(void)close(fds[1]);
		guard_watch(dir, true);
		act(dir);
		_exit(0);
	}
	(void)close(fds[1]);
	while ((more = read(fds[0], ret.said + n, sizeof ret.said - 1 - n)) > 0)
		n += (size_t)more;
	(void)close(fds[0]);
	assert_int_equal(waitpid(pid, &ret.status, 0), pid);
	(void)snprintf(file, sizeof file, "%s/" SUSPECT_FILE, dir);
	ret.suspect = stat(file, &st) == 0 && st.st_size > 0;
	return ret;
}

static void is_told(const struct ended *e)
{
	assert_true(WIFEXITED(e->status));
	assert_int_equal(WEXITSTATUS(e->status), 1);
	assert_non_null(strstr(e->said, "data.mdb is damaged: "));
	assert_int_equal(strchr(e->said, '\n') - e->said + 1, strlen(e->said));
	assert_true(e->suspect);
}

static void a_page_that_is_gone_is_told(void **state)
{
	struct ended e = run(*state, read_beyond_the_end);

	is_told(&e);
}

static void an_abort_in_lmdb_is_told(void **state)
{
	struct ended e = run(*state, abort_in_lmdb);

	is_told(&e);
}

static void an_abort_elsewhere_is_an_abort(void **state)
{
	struct ended e = run(*state, abort_elsewhere);

	assert_null(strstr(e.said, "data.mdb"));
	assert_false(e.suspect);
	assert_true(WIFSIGNALED(e.status) || WEXITSTATUS(e.status) != 0);
}

static void a_bus_error_elsewhere_is_the_disks(void **state)
{
	struct ended e = run(*state, bus_error_elsewhere);

	assert_non_null(strstr(e.said, "(SIGBUS): the disk is full or fails"));
	assert_false(e.suspect);
	assert_true(WIFEXITED(e.status) && WEXITSTATUS(e.status) == 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_page_that_is_gone_is_told),
	    TEST(an_abort_in_lmdb_is_told),
	    TEST(an_abort_elsewhere_is_an_abort),
	    TEST(a_bus_error_elsewhere_is_the_disks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
