#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "base/hash.h"
#include "lib/tjournal.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "store/journal/roll.h"
#include "store/walk/copy.h"

static char *segment_path(const char *dir, uint64_t first)
{
	char name[64];

	snprintf(name, sizeof name, "journal/%020llu.seg", (unsigned long long)first);
	return ttemp_path(dir, name);
}

static void a_fresh_journal_is_empty_and_has_its_epoch(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	uint8_t epoch[EPOCH_SIZE], hash[HASH_SIZE], zero[HASH_SIZE] = {0};
	struct journal_opened o;

	assert_true(journal_first(j) == 1 && journal_head(j) == 0 && journal_durable(j) == 0);
	tj_check(j, 1);
	j = journal_free(j);
	j = tj_open(*state, NULL, &o);
	assert_true(o.first_seq == 1 && o.last_seq == 0 && o.cut_seq == 0);
	journal_epoch(j, epoch);
	assert_memory_equal(epoch, TJ_EPOCH, EPOCH_SIZE);
	assert_int_equal(journal_hash_at(j, 0, hash), 0);
	assert_memory_equal(hash, zero, HASH_SIZE);
	assert_string_equal(journal_fault(j), "");
}

static void what_was_synced_is_read_back(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	struct journal_opened o;

	for (int i = 1; i < 40; i++) {
		tj_group(j, i % 5 + 1, (size_t)i * 3);
		tj_check(j, 1);
	}
	uint64_t last = journal_durable(j);
	j = journal_free(j);
	j = tj_open(*state, NULL, &o);
	assert_true(o.last_seq == last && journal_durable(j) == last && journal_head(j) == last);
	tj_check(j, 1);
	tj_group(j, 3, 100);
	tj_check(j, last);
	assert_true(journal_durable(j) == last + 3);
}

static void what_was_not_synced_is_not_there(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	uint8_t head[HASH_SIZE], durable[HASH_SIZE];
	struct journal_opened o;

	tj_group(j, 2, 50);
	assert_int_equal(journal_group_bytes(j), 0);
	tj_add(j, 3, 50);
	assert_true(journal_group_bytes(j) > 3 * 50);
	assert_true(journal_head(j) == 5 && journal_durable(j) == 2);
	journal_head_hash(j, head);
	journal_durable_hash(j, durable);
	assert_memory_not_equal(head, durable, HASH_SIZE);
	tj_check(j, 1);
	j = journal_free(j);
	j = tj_open(*state, NULL, &o);
	assert_true(o.last_seq == 2);
	assert_memory_equal(o.last_hash, durable, HASH_SIZE);
}

/* The hash of an event is SM3(hash of the previous event, event), starting from zeros. Clients
 * compute it themselves, so it must not change. */
static void the_chain_is_that_of_the_format(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	uint8_t hash[HASH_SIZE] = {0}, at[HASH_SIZE];
	struct journal_record r;
	bool found;

	for (int i = 0; i < 30; i++)
		tj_group(j, 20, 200);
	assert_int_equal(journal_read(&rd, j, 1), 0);
	for (uint64_t seq = 1; seq <= 600; seq++) {
		assert_int_equal(journal_reader_next(rd, &r, &found), 0);
		assert_true(found);
		assert_int_equal(sm3_of(BYTES(hash, HASH_SIZE), r.event, hash), 0);
		assert_memory_equal(hash, r.hash, HASH_SIZE);
		assert_int_equal(journal_hash_at(j, seq, at), 0);
		assert_memory_equal(at, hash, HASH_SIZE);
	}
	assert_int_equal(journal_hash_at(j, 601, at), STATUS_NOT_FOUND);
	assert_int_equal(journal_hash_at(j, UINT64_MAX, at), STATUS_NOT_FOUND);
}

static void segments_roll_and_reading_passes_over_them(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 16384);
	struct tj_options o = {.segment_bytes = 16384};
	uint64_t last;

	for (int i = 0; i < 200; i++)
		tj_group(j, 4, 300);
	last = journal_durable(j);
	for (uint64_t from = 1; from <= last; from += 37)
		tj_check(j, from);
	j = journal_free(j);
	j = tj_open(*state, &o, NULL);
	assert_true(journal_durable(j) == last && journal_first(j) == 1);
	for (uint64_t from = last; from > 40; from -= 37)
		tj_check(j, from);
	tj_group(j, 4, 300);
	tj_check(j, 1);
}

static void a_reader_goes_on_while_events_are_added(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);
	_cleanup_(journal_reader_freep) struct journal_reader *slow = NULL, *fast = NULL;
	uint64_t read = 0;
	struct journal_record r;
	bool found;

	assert_int_equal(journal_read(&slow, j, 1), 0);
	assert_int_equal(journal_read(&fast, j, 1), 0);
	for (int i = 0; i < 300; i++) {
		tj_group(j, i % 4 + 1, 200);
		for (;;) { /* reads to the end each time */
			assert_int_equal(journal_reader_next(fast, &r, &found), 0);
			if (!found)
				break;
			tj_check_record(&r, ++read);
		}
		assert_true(read == journal_durable(j));
		assert_int_equal(journal_reader_next(slow, &r, &found), 0);
		assert_true(found);
		tj_check_record(&r, (uint64_t)i + 1);
	}
}

static void reading_outside_is_not_found(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	struct journal_reader *rd = NULL;
	struct journal_record r;
	bool found;

	tj_group(j, 5, 10);
	assert_int_equal(journal_read(&rd, j, 0), STATUS_NOT_FOUND);
	assert_int_equal(journal_read(&rd, j, 7), STATUS_NOT_FOUND);
	assert_int_equal(journal_read(&rd, j, 6), 0); /* the next event, which does not exist yet */
	assert_int_equal(journal_reader_next(rd, &r, &found), 0);
	assert_false(found);
	tj_group(j, 1, 10);
	assert_int_equal(journal_reader_next(rd, &r, &found), 0);
	assert_true(found);
	tj_check_record(&r, 6);
	journal_reader_free(rd);
}

/* Like an import: one command of many megabytes, with segments of a few kilobytes. */
static void a_frame_larger_than_a_segment_gets_one_of_its_size(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);
	struct tj_options o = {.segment_bytes = 8192};

	tj_group(j, 1, 100000); /* into the first segment, which is empty */
	tj_group(j, 2, 10);
	tj_group(j, 1, 200000); /* into a new segment */
	tj_group(j, 3000, 300);
	tj_group(j, 1, 10);
	tj_check(j, 1);
	j = journal_free(j);
	j = tj_open(*state, &o, NULL);
	tj_check(j, 1);
	tj_check(j, 2500);
}

/* Room that was reserved for one command remains valid when the next one makes the group larger. */
static void a_group_that_grows_moves_to_the_next_segment_whole(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);
	_cleanup_free_ char *second = segment_path(*state, 3);

	tj_group(j, 2, 2000);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(journal_room(j, 1200, false), 0);
		tj_add(j, 1, 1000);
	}
	assert_int_equal(journal_sync(j), 0);
	assert_int_equal(access(second, F_OK), 0);
	tj_check(j, 1);
}

static void too_large_a_group_is_refused_before(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);

	assert_int_equal(journal_room(j, (size_t)64 << 20, false), STATUS_TOO_MANY);
	assert_int_equal(journal_room(j, SIZE_MAX, false), STATUS_TOO_MANY);
	tj_group(j, 1, 10);
	tj_check(j, 1);
}

static void bytes_since_the_checkpoint_are_counted(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	struct tj_options o = {.synced_seq = 2};

	tj_group(j, 2, 100);
	assert_int_equal(journal_unsynced_bytes(j), 512);
	journal_checkpointed(j, 2);
	assert_int_equal(journal_unsynced_bytes(j), 0);
	tj_group(j, 1, 10);
	tj_group(j, 2, 1000);
	assert_int_equal(journal_unsynced_bytes(j), 512 + 2560);
	j = journal_free(j);
	j = tj_open(*state, &o, NULL);
	assert_int_equal(journal_unsynced_bytes(j), 512 + 2560);
}

/* ---- space */

static _Atomic int fail_allocate; /* also read by the thread that makes the spare segment */

int fallocate(int fd, int mode, off_t offset, off_t size)
{
	if (fail_allocate) {
		errno = fail_allocate;
		return -1;
	}
	return (int)syscall(SYS_fallocate, fd, mode, offset, size);
}

static void under_the_reserve_only_what_frees_is_taken(void **state)
{
	struct tj_options o = {.reserve_bytes = UINT64_MAX};
	_cleanup_(journal_freep) struct journal *j = journal_free(tj_create(*state, 0));

	j = tj_open(*state, &o, NULL);
	assert_int_equal(journal_room(j, 100, false), STATUS_FULL);
	assert_int_equal(journal_room(j, 100, true), 0);
	tj_add(j, 1, 10);
	assert_int_equal(journal_sync(j), 0);
	tj_check(j, 1);
	assert_true(journal_free_bytes(j) > 0);
}

static void without_a_spare_it_is_full_and_goes_on_when_there_is_room_again(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);
	uint64_t last;

	/* use up the first spare segment, which may already exist */
	tj_group(j, 1, 5000);
	fail_allocate = ENOSPC;
	while (journal_room(j, 3000, true) == 0) {
		tj_add(j, 1, 2500);
		assert_int_equal(journal_sync(j), 0);
	}
	assert_int_equal(journal_room(j, 3000, true), STATUS_FULL);
	assert_int_equal(journal_room(j, 100000, true), STATUS_FULL);
	last = journal_durable(j);
	assert_int_equal(journal_room(j, 20, true), 0); /* a small event still fits */
	tj_add(j, 1, 1);
	assert_int_equal(journal_sync(j), 0);
	tj_check(j, 1); /* reading still works */
	fail_allocate = 0;
	tj_group(j, 1, 2500);
	assert_true(journal_durable(j) == last + 2);
	tj_check(j, 1);
}

/* Also an empty segment must refuse a roll for lack of space. */
static void an_empty_segment_that_cannot_grow_is_full_and_stays_sound(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);

	fail_allocate = ENOSPC;
	assert_int_equal(journal_room(j, 50000, true), STATUS_FULL);
	fail_allocate = 0;
	tj_group(j, 2, 100);
	tj_group(j, 1, 50000);
	tj_check(j, 1);
}

/* ---- who may open */

static void a_second_writer_is_refused_and_told_why(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0), *other = NULL;
	struct tj_options o = {.read_only = true};

	assert_int_equal(tj_try_open(&other, *state, &(struct tj_options){0}, NULL), -EWOULDBLOCK);
	assert_non_null(strstr(journal_open_fault(), "another duband"));
	tj_group(j, 3, 10);
	other = tj_open(*state, &o, NULL);
	tj_check(other, 1);
	assert_true(journal_durable(other) == 3);
}

static void a_store_is_created_once(void **state)
{
	struct tj_options o = {.create = true};
	struct journal *j = journal_free(tj_create(*state, 0));

	assert_int_equal(tj_try_open(&j, *state, &o, NULL), -EEXIST);
	assert_non_null(strstr(journal_open_fault(), "/journal"));
	o.create = false;
	assert_int_equal(tj_try_open(&j, "/nonexistent", &o, NULL), -ENOENT);
	assert_non_null(strstr(journal_open_fault(), "/nonexistent/journal"));
	assert_null(j);
}

/* ---- roll and copy */

static void after_a_roll_all_lies_in_sealed_segments(void **state)
{
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0);
	_cleanup_free_ char *first = segment_path(*state, 1), *second = segment_path(*state, 8);
	struct stat st;

	tj_group(j, 7, 100);
	assert_int_equal(journal_roll(j), 0);
	assert_int_equal(journal_roll(j), 0); /* does nothing: the segment is empty */
	assert_int_equal(stat(first, &st), 0);
	assert_int_equal(st.st_size, 512 + 1536 + 512);
	assert_int_equal(stat(second, &st), 0);
	assert_int_equal(st.st_size, 65536);
	tj_group(j, 2, 100);
	tj_check(j, 1);
}

static void copy_of(const char *from, const char *to, uint64_t seq)
{
	struct journal_copied at;

	assert_int_equal(mkdir(to, 0700), 0);
	assert_int_equal(journal_copy_sealed(from, to, seq, &at), 0);
}

static void a_copy_opens_as_a_store_and_goes_on(void **state)
{
	_cleanup_free_ char *to = ttemp_path(*state, "backup");
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192), *copy = NULL;
	uint8_t here[HASH_SIZE], there[HASH_SIZE];
	struct tj_options o = {.segment_bytes = 8192};

	for (int i = 0; i < 50; i++)
		tj_group(j, 3, 300);
	assert_int_equal(journal_roll(j), 0);
	copy_of(*state, to, 150);
	o.synced_seq = 150;
	copy = tj_open(to, &o, NULL);
	assert_true(journal_durable(copy) == 150);
	journal_durable_hash(j, here);
	journal_durable_hash(copy, there);
	assert_memory_equal(here, there, HASH_SIZE);
	tj_check(copy, 1);
	tj_group(copy, 30, 300);
	tj_check(copy, 1);
	tj_group(j, 1, 10);
	tj_check(j, 140);
}

/* A copy of the database is made after the roll; it must not be ahead of the copied journal. */
static void a_copy_holds_what_was_written_since_the_roll(void **state)
{
	_cleanup_free_ char *to = ttemp_path(*state, "backup");
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0), *copy = NULL;
	struct tj_options o = {.synced_seq = 17};

	tj_group(j, 10, 300);
	assert_int_equal(journal_roll(j), 0);
	tj_group(j, 5, 300);
	tj_group(j, 2, 10);
	tj_add(j, 1, 10); /* not durable */
	copy_of(*state, to, 10);
	copy = tj_open(to, &o, NULL);
	assert_true(journal_durable(copy) == 17);
	tj_check(copy, 1);
	tj_group(copy, 5, 1000);
	tj_check(copy, 1);
}

static void a_copy_right_after_a_roll_or_of_nothing_opens_too(void **state)
{
	_cleanup_free_ char *a = ttemp_path(*state, "a"), *b = ttemp_path(*state, "b");
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 0), *copy = NULL;

	copy_of(*state, a, 0);
	copy = tj_open(a, NULL, NULL);
	assert_true(journal_durable(copy) == 0);
	tj_group(copy, 2, 10);
	copy = journal_free(copy);
	tj_group(j, 2, 10);
	assert_int_equal(journal_roll(j), 0);
	copy_of(*state, b, 2);
	copy = tj_open(b, NULL, NULL);
	tj_group(copy, 2, 10);
	tj_check(copy, 1);
}

static void a_copy_that_would_lack_events_is_an_error(void **state)
{
	_cleanup_free_ char *to = ttemp_path(*state, "backup");
	_cleanup_(journal_freep) struct journal *j = tj_create(*state, 8192);
	struct journal_copied at;

	for (int i = 0; i < 50; i++)
		tj_group(j, 3, 300);
	assert_int_equal(mkdir(to, 0700), 0);
	assert_int_equal(journal_copy_sealed(*state, to, 151, &at), -ENODATA);
	assert_int_equal(journal_copy_sealed("/nonexistent", to, 1, &at), -ENOENT);
	assert_int_equal(journal_copy_sealed(*state, to, 150, &at), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, ttemp_setup, ttemp_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_fresh_journal_is_empty_and_has_its_epoch),
	    TEST(what_was_synced_is_read_back),
	    TEST(what_was_not_synced_is_not_there),
	    TEST(the_chain_is_that_of_the_format),
	    TEST(segments_roll_and_reading_passes_over_them),
	    TEST(a_reader_goes_on_while_events_are_added),
	    TEST(reading_outside_is_not_found),
	    TEST(a_frame_larger_than_a_segment_gets_one_of_its_size),
	    TEST(a_group_that_grows_moves_to_the_next_segment_whole),
	    TEST(too_large_a_group_is_refused_before),
	    TEST(bytes_since_the_checkpoint_are_counted),
	    TEST(under_the_reserve_only_what_frees_is_taken),
	    TEST(without_a_spare_it_is_full_and_goes_on_when_there_is_room_again),
	    TEST(an_empty_segment_that_cannot_grow_is_full_and_stays_sound),
	    TEST(a_second_writer_is_refused_and_told_why),
	    TEST(a_store_is_created_once),
	    TEST(after_a_roll_all_lies_in_sealed_segments),
	    TEST(a_copy_opens_as_a_store_and_goes_on),
	    TEST(a_copy_holds_what_was_written_since_the_roll),
	    TEST(a_copy_right_after_a_roll_or_of_nothing_opens_too),
	    TEST(a_copy_that_would_lack_events_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
