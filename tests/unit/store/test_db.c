#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>

#include <cmocka.h>
#include <lmdb.h>

#include "lib/tschema.h"
#include "lib/ttemp.h"
#include "proto/limits.h"
#include "proto/status.h"
#include "store/db/db.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/state.h"
#include "store/db/txn.h"

/* The file system type that db_open sees; 0 = the real one. */
static unsigned shown_magic;

int statfs(const char *path, struct statfs *ret)
{
	int r = (int)syscall(SYS_statfs, path, ret);

	if (r == 0 && shown_magic)
		ret->f_type = (__fsword_t)shown_magic;
	return r;
}

/* Replaces the C library's function for the whole program, including LMDB. */
static int fail_sync;

__attribute__((visibility("default"))) int fdatasync(int fd)
{
	if (fail_sync) {
		errno = fail_sync;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, fd);
}

/* Simulates a full disk. */
static int fail_allocate;

int fallocate(int fd, int mode, off_t offset, off_t size)
{
	if (fail_allocate) {
		errno = fail_allocate;
		return -1;
	}
	return (int)syscall(SYS_fallocate, fd, mode, offset, size);
}

static struct db *open_db(const char *dir)
{
	struct db_config c = {.dir = dir, .map_bytes = 64 << 20, .sync = true};
	struct db *db = NULL;

	assert_int_equal(db_open(&db, &c), 0);
	return db;
}

/* Opens a file without looking at it before, as if it was damaged only afterwards. */
static struct db *open_unseen(const char *dir)
{
	struct db_config c = {.dir = dir, .map_bytes = 64 << 20, .alone = true};
	struct db *db = NULL;

	assert_int_equal(db_open(&db, &c), 0);
	return db;
}

static struct txn *writer(struct db *db)
{
	struct txn *t = NULL;

	assert_int_equal(txn_begin(&t, db, true), 0);
	return t;
}

static struct bytes num(struct key *k, uint32_t v)
{
	return key_bytes(key_u32(k, v));
}
#define NUM(v) num(KEY(), v)

static void what_is_committed_is_there_again(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t = writer(db);
	struct bytes v;

	txn_put(t, TABLE_project, NUM(1), BYTES_STR("one"));
	txn_put(t, TABLE_project, NUM(2), BYTES(NULL, 0));
	txn_put(t, TABLE_store, key_bytes(KEY()), BYTES_STR("the store"));
	txn_put_u32(t, TABLE_counter, BYTES_STR("project"), 0x01020304);
	assert_int_equal(txn_commit(t), 0);
	db = db_free(db);
	db = open_db(*state);
	t = writer(db);
	assert_true(txn_get(t, TABLE_project, NUM(1), &v));
	assert_true(bytes_equal(v, BYTES_STR("one")));
	assert_true(txn_get(t, TABLE_project, NUM(2), &v));
	assert_int_equal(v.size, 0);
	assert_true(txn_get(t, TABLE_store, key_bytes(KEY()), &v));
	assert_true(bytes_equal(v, BYTES_STR("the store")));
	assert_int_equal(txn_get_u32(t, TABLE_counter, BYTES_STR("project")), 0x01020304);
	assert_int_equal(txn_get_u32(t, TABLE_counter, BYTES_STR("unit")), 0);
	assert_int_equal(txn_count(t, TABLE_project), 2);
	txn_del(t, TABLE_project, NUM(1));
	txn_del(t, TABLE_project, NUM(99)); /* deleting a missing key is allowed */
	assert_false(txn_has(t, TABLE_project, NUM(1)));
	assert_true(txn_has(t, TABLE_project, NUM(2)));
	assert_int_equal(txn_error(t), 0);
	txn_abort(t);
	t = writer(db);
	assert_true(txn_has(t, TABLE_project, NUM(1)));
	txn_abort(t);
}

static void after_the_first_failure_nothing_is_done(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t = writer(db);
	struct bytes v;
	struct scan s;

	txn_put(t, TABLE_project, NUM(1), BYTES_STR("one"));
	txn_fail(t, -EBADMSG);
	txn_fail(t, -ENOMEM); /* ignored: the first error is kept */
	txn_put(t, TABLE_project, NUM(2), BYTES_STR("two"));
	assert_false(txn_get(t, TABLE_project, NUM(1), &v));
	assert_false(txn_has(t, TABLE_project, NUM(1)));
	assert_int_equal(txn_count(t, TABLE_project), 0);
	s = scan_start(t, TABLE_project, BYTES(NULL, 0));
	assert_false(scan_next(&s));
	assert_false(txn_last(t, TABLE_project, BYTES(NULL, 0), &v, &v));
	assert_int_equal(txn_error(t), -EBADMSG);
	assert_int_equal(txn_commit(t), -EBADMSG);
	t = writer(db);
	assert_int_equal(txn_count(t, TABLE_project), 0);
	assert_int_equal(txn_commit(t), 0);
}

static void a_value_above_its_limit_is_refused(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	static const uint8_t large[VALUE_MAX + 1];
	struct txn *t = writer(db);

	txn_put(t, TABLE_project, NUM(1), BYTES(large, VALUE_MAX));
	assert_int_equal(txn_error(t), 0);
	txn_put(t, TABLE_project, NUM(1), BYTES(large, VALUE_MAX + 1));
	assert_int_equal(txn_commit(t), -EMSGSIZE);
}

/* A view returned by the table is put into it again, although the put invalidates the view. */
static void a_view_may_be_put_back(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t = writer(db);
	struct bytes v;
	char text[600];

	memset(text, 'x', sizeof text);
	for (uint32_t i = 0; i < 50; i++)
		txn_put(t, TABLE_project, NUM(i), BYTES(text, sizeof text));
	for (uint32_t i = 0; i < 49; i++) {
		assert_true(txn_get(t, TABLE_project, NUM(i), &v));
		v.size -= 1;
		txn_put(t, TABLE_project, NUM(i), v);
		assert_true(txn_get(t, TABLE_project, NUM(i), &v));
		assert_true(bytes_equal(v, BYTES(text, sizeof text - 1)));
	}
	assert_int_equal(txn_commit(t), 0);
}

/* Writes directly into the tables of the file, without our checksums. */
static void tamper(const char *dir, const char *table, struct bytes key, struct bytes value)
{
	MDB_val k = {key.size, (void *)key.data}, v = {value.size, (void *)value.data};
	MDB_env *env;
	MDB_txn *t;
	MDB_dbi dbi;

	assert_int_equal(mdb_env_create(&env), 0);
	assert_int_equal(mdb_env_set_maxdbs(env, 64), 0);
	assert_int_equal(mdb_env_open(env, dir, 0, 0600), 0);
	assert_int_equal(mdb_txn_begin(env, NULL, 0, &t), 0);
	assert_int_equal(mdb_dbi_open(t, table, MDB_CREATE, &dbi), 0);
	assert_int_equal(mdb_put(t, dbi, &k, &v, 0), 0);
	assert_int_equal(mdb_txn_commit(t), 0);
	mdb_env_close(env);
}

static void a_damaged_value_is_never_handed_out(void **state)
{
	static const struct {
		const char *value;
		size_t size;
	} damaged[] = {{"body????", 8}, {"abc", 3}, {"", 0}};
	struct db *db = db_free(open_db(*state));
	struct bytes v, k;

	for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
		struct txn *t;
		struct scan s;

		tamper(*state, "project", NUM(7), BYTES(damaged[i].value, damaged[i].size));
		db = open_unseen(*state);
		t = writer(db);
		assert_false(txn_get(t, TABLE_project, NUM(7), &v));
		assert_int_equal(txn_commit(t), -EBADMSG);
		t = writer(db);
		s = scan_start(t, TABLE_project, BYTES(NULL, 0));
		assert_false(scan_next(&s));
		assert_int_equal(txn_commit(t), -EBADMSG);
		t = writer(db);
		assert_false(txn_last(t, TABLE_project, BYTES(NULL, 0), &k, &v));
		assert_int_equal(txn_commit(t), -EBADMSG);
		db_free(db);
	}
}

/* The checksum covers the key, so that a value under the wrong key is detected as damage. */
static void a_value_under_anothers_key_is_damage(void **state)
{
	struct db *db = open_db(*state);
	struct txn *t = writer(db);
	struct bytes v;
	uint8_t raw[16];

	txn_put(t, TABLE_project, NUM(1), BYTES_STR("one"));
	assert_true(txn_get(t, TABLE_project, NUM(1), &v));
	memcpy(raw, v.data, v.size + 4);
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
	tamper(*state, "project", NUM(2), BYTES(raw, 7));
	db = open_unseen(*state);
	t = writer(db);
	assert_true(txn_get(t, TABLE_project, NUM(1), &v));
	assert_false(txn_get(t, TABLE_project, NUM(2), &v));
	assert_int_equal(txn_commit(t), -EBADMSG);
	db_free(db);
}

static void a_number_of_another_size_is_damage(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t = writer(db);

	txn_put(t, TABLE_counter, BYTES_STR("unit"), BYTES_STR("12345"));
	assert_int_equal(txn_get_u32(t, TABLE_counter, BYTES_STR("unit")), 0);
	assert_int_equal(txn_commit(t), -EBADMSG);
}

static void an_unknown_schema_is_refused(void **state)
{
	struct db_config c = {.dir = *state, .sync = true};
	struct db *db = db_free(open_db(*state));

	tschema_set(*state, 4711);
	assert_int_equal(db_open(&db, &c), -EPROTO);
	c.read_only = true;
	assert_int_equal(db_open(&db, &c), -EPROTO);
	assert_null(db);
}

static void a_wrong_schema_number_is_damage(void **state)
{
	static const uint32_t others[] = {DB_SCHEMA - 1, DB_SCHEMA + 1};
	struct db_config c = {.dir = *state, .sync = true};
	struct db *db = db_free(open_db(*state));

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		tamper(*state, "schema", BYTES_STR("number"), BYTES(&others[i], 4));
		assert_int_equal(db_open(&db, &c), -EBADMSG);
		assert_non_null(strstr(db_open_fault(), "data.mdb is damaged: "));
	}
}

static void a_file_of_another_program_is_refused(void **state)
{
	struct db_config c = {.dir = *state, .sync = true};
	struct db *db = NULL;

	tamper(*state, "blocks", BYTES_STR("k"), BYTES_STR("v"));
	assert_int_equal(db_open(&db, &c), -EPROTO);
	assert_null(db);
}

static void network_file_systems_are_refused(void **state)
{
	static const unsigned magics[] = {NFS_SUPER_MAGIC, CIFS_SUPER_MAGIC, SMB2_SUPER_MAGIC,
					  V9FS_MAGIC};
	struct db_config c = {.dir = *state, .sync = true};
	struct db *db = NULL;

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		shown_magic = magics[i];
		assert_int_equal(db_open(&db, &c), -EREMOTE);
	}
	shown_magic = 0;
	db_free(open_db(*state));
}

static void the_map_is_never_smaller_than_the_file(void **state)
{
	static const uint8_t large[VALUE_MAX];
	struct db_config c = {.dir = *state, .map_bytes = 64 << 10, .sync = true};
	struct db *db = open_db(*state);
	struct txn *t = writer(db);
	struct bytes v;

	for (uint32_t i = 0; i < 100; i++)
		txn_put(t, TABLE_project, NUM(i), BYTES(large, sizeof large));
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
	assert_int_equal(db_open(&db, &c), 0);
	t = writer(db);
	for (uint32_t i = 0; i < 100; i++)
		assert_true(txn_get(t, TABLE_project, NUM(i), &v));
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
}

static void a_full_map_is_an_error_of_space(void **state)
{
	static const uint8_t large[VALUE_MAX];
	struct db_config c = {.dir = *state, .map_bytes = 1 << 20, .sync = true};
	struct db *db;
	struct txn *t;

	assert_int_equal(db_open(&db, &c), 0);
	t = writer(db);
	for (uint32_t i = 0; i < 100; i++)
		txn_put(t, TABLE_project, NUM(i), BYTES(large, sizeof large));
	assert_int_equal(txn_commit(t), -ENOSPC);
	t = writer(db);
	assert_int_equal(txn_count(t, TABLE_project), 0);
	assert_int_equal(txn_commit(t), 0);
	db_free(db);
}

/* After a failed sync the contents of the disk are unknown; LMDB itself would continue. */
static void after_a_failed_commit_nothing_is_written_any_more(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t = writer(db);

	txn_put(t, TABLE_project, NUM(1), BYTES_STR("one"));
	fail_sync = EIO;
	assert_int_equal(txn_commit(t), -EIO);
	fail_sync = 0;
	assert_int_equal(txn_begin(&t, db, true), -EIO);
	assert_int_equal(txn_begin(&t, db, false), 0); /* reading still works */
	txn_abort(t);
}

static void fill(struct db *db, uint32_t n)
{
	struct txn *t = writer(db);

	for (uint32_t i = 0; i < n; i++) {
		txn_put(t, TABLE_project, NUM(i), BYTES_STR("a project"));
		txn_put(t, TABLE_project_code, NUM(i * 7), NUM(i));
		txn_put(t, TABLE_due, NUM(i), BYTES(NULL, 0));
	}
	assert_int_equal(txn_commit(t), 0);
}

static void hash_of(struct db *db, uint8_t ret[32])
{
	struct txn *t;

	assert_int_equal(txn_begin(&t, db, false), 0);
	assert_int_equal(db_state_hash(t, ret), 0);
	txn_abort(t);
}

/* Without MDB_CP_COMPACT the copy would wait for the writer's lock for ever. */
static void a_copy_is_made_beside_an_open_writer_and_opens_as_a_store(void **state)
{
	_cleanup_free_ char *dir = ttemp_path(*state, "copy");
	_cleanup_(db_freep) struct db *db = open_db(*state), *copy = NULL;
	uint8_t x[32], y[32];
	struct txn *t;

	fill(db, 300);
	hash_of(db, x);
	t = writer(db);
	txn_put(t, TABLE_project, NUM(1), BYTES_STR("not committed"));
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(db_copy(db, dir), 0);
	txn_abort(t);
	copy = open_db(dir);
	hash_of(copy, y);
	assert_memory_equal(x, y, 32);
	fill(copy, 10);
	assert_int_equal(db_copy(db, "/nonexistent/dir"), -ENOENT);
}

static void a_reader_of_another_process_sees_the_checkpoint(void **state)
{
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct txn *t;
	pid_t pid;
	int status;

	fill(db, 10);
	t = writer(db);
	txn_put(t, TABLE_project, NUM(999), BYTES_STR("not committed"));
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		/* the parent's environment must not be used after a fork, so run a new program */
		execl("/proc/self/exe", "test_store_db", "--read", *state, NULL);
		_exit(99);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 10);
	txn_abort(t);
}

static int read_as_another_process(const char *dir)
{
	struct db_config c = {.dir = dir, .read_only = true};
	struct db *db;
	struct txn *t;
	int n;

	if (db_open(&db, &c) || txn_begin(&t, db, false))
		return 98;
	n = (int)txn_count(t, TABLE_project);
	txn_abort(t);
	db_free(db);
	return n;
}

static void a_reserve_takes_room_without_growing_the_file(void **state)
{
	_cleanup_free_ char *path = ttemp_path(*state, "data.mdb");
	_cleanup_(db_freep) struct db *db = open_db(*state);
	struct stat before, after;

	fill(db, 10);
	assert_int_equal(stat(path, &before), 0);
	assert_int_equal(db_reserve(db, 4 << 20), 0);
	assert_int_equal(stat(path, &after), 0);
	assert_int_equal(before.st_size, after.st_size);
	assert_true(after.st_blocks * 512 >= before.st_size + (4 << 20));
	assert_int_equal(db_reserve(db, 1 << 20), 0);
	fail_allocate = ENOSPC;
	assert_int_equal(db_reserve(db, 1 << 20), 0); /* already reserved */
	assert_int_equal(db_reserve(db, 8 << 20), STATUS_FULL);
	fail_allocate = EOPNOTSUPP; /* not supported by the file system: not an error */
	assert_int_equal(db_reserve(db, 8 << 20), 0);
	fail_allocate = EIO;
	assert_int_equal(db_reserve(db, 8 << 20), -EIO);
	fail_allocate = 0;
	fill(db, 100);
	db_readahead(db);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_committed_is_there_again),
	    TEST(after_the_first_failure_nothing_is_done),
	    TEST(a_value_above_its_limit_is_refused),
	    TEST(a_view_may_be_put_back),
	    TEST(a_damaged_value_is_never_handed_out),
	    TEST(a_value_under_anothers_key_is_damage),
	    TEST(a_number_of_another_size_is_damage),
	    TEST(a_wrong_schema_number_is_damage),
	    TEST(an_unknown_schema_is_refused),
	    TEST(a_file_of_another_program_is_refused),
	    TEST(network_file_systems_are_refused),
	    TEST(the_map_is_never_smaller_than_the_file),
	    TEST(a_full_map_is_an_error_of_space),
	    TEST(after_a_failed_commit_nothing_is_written_any_more),
	    TEST(a_copy_is_made_beside_an_open_writer_and_opens_as_a_store),
	    TEST(a_reader_of_another_process_sees_the_checkpoint),
	    TEST(a_reserve_takes_room_without_growing_the_file),
	};

	if (argc == 3 && strcmp(argv[1], "--read") == 0)
		return read_as_another_process(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
