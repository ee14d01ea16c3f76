/* The rule for the tail of the journal: a last frame that lacks any of its 512-byte sectors is cut
 * off as a whole. Any other damage makes opening fail with the place named, and changes no byte. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/crc32c.h"
#include "lib/tdisk.h"
#include "lib/tjournal.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "store/journal/frame.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "store/journal/roll.h"

TDISK_OVERRIDE

enum { SECTOR = 512 };

struct world {
	char *dir, *segment;
	uint8_t *before, *after; /* the segment without and with the last frame */
	size_t size;
	size_t from, to; /* the last frame's sectors */
	uint64_t last;	 /* seq of the last event before it */
	int events;	 /* number of events in it */
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);

	assert_non_null(w);
	w->dir = ttemp_new();
	w->segment = ttemp_path(w->dir, "journal/00000000000000000001.seg");
	*state = w;
	tdisk_start(); /* avoids real syncs */
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	tdisk_stop();
	ttemp_remove(w->dir);
	free(w->segment);
	free(w->before);
	free(w->after);
	free(w);
	return 0;
}

/* Writes some groups, then one of `events` events of `size` bytes. */
static void prepare(struct world *w, int events, size_t size, uint64_t segment_bytes)
{
	struct journal *j = tj_create(w->dir, segment_bytes);

	for (int i = 1; i < 6; i++)
		tj_group(j, i, (size_t)i * 150);
	w->last = journal_durable(j);
	w->before = ttemp_read(w->segment, &w->size);
	tj_group(j, events, size);
	w->after = ttemp_read(w->segment, NULL);
	w->events = events;
	journal_free(j);
	for (w->from = 0; memcmp(w->before + w->from, w->after + w->from, SECTOR) == 0;)
		w->from += SECTOR;
	for (w->to = w->size;
	     memcmp(w->before + w->to - SECTOR, w->after + w->to - SECTOR, SECTOR) == 0;)
		w->to -= SECTOR;
}

static bool arrived(const uint8_t *bits, size_t i)
{
	return bits[i / 8] >> (i % 8) & 1;
}

static void assert_kept(const struct world *w, const uint8_t *image)
{
	_cleanup_free_ uint8_t *cut = NULL;
	_cleanup_free_ char *path = NULL;
	size_t size;

	assert_true(
	    asprintf(&path, "%s/journal/cut-%020llu", w->dir, (unsigned long long)w->last + 1) > 0);
	cut = ttemp_read(path, &size);
	assert_true(size > 0 && w->from + size <= w->to);
	assert_memory_equal(cut, image + w->from, size);
	for (size_t at = w->from + size; at < w->to; at++)
		assert_int_equal(image[at], 0);
	assert_int_equal(unlink(path), 0);
}

/* Writes the segment with only those sectors of the last frame whose bits are set. */
static void torn(struct world *w, const uint8_t *bits)
{
	_cleanup_free_ uint8_t *image = malloc(w->size);
	size_t n = (w->to - w->from) / SECTOR, here = 0;
	struct journal_opened o;
	struct journal *j;

	assert_non_null(image);
	memcpy(image, w->before, w->size);
	for (size_t i = 0; i < n; i++)
		if (arrived(bits, i)) {
			memcpy(image + w->from + i * SECTOR, w->after + w->from + i * SECTOR,
			       SECTOR);
			here++;
		}
	ttemp_write(w->segment, image, w->size);
	j = tj_open(w->dir, NULL, &o);
	tj_check(j, 1);
	if (here == n) {
		assert_true(o.last_seq == w->last + (uint64_t)w->events && o.cut_seq == 0);
	} else {
		assert_true(o.last_seq == w->last);
		assert_true(o.cut_seq == (here ? w->last + 1 : 0));
		assert_true(o.cut_kept == (here > 0));
		if (here)
			assert_kept(w, image);
	}
	tj_group(j, 1, 10); /* smaller than the frame that was cut off */
	tj_check(j, w->last);
	journal_free(j);
	j = tj_open(w->dir, NULL, &o);
	assert_true(o.cut_seq == 0);
	assert_true(o.last_seq == w->last + 1 + (here == n ? (uint64_t)w->events : 0));
	journal_free(j);
}

static void any_set_of_sectors_of_a_frame_is_kept_or_cut_whole(void **state)
{
	struct world *w = *state;

	prepare(w, 7, 400, 0);
	assert_int_equal(w->to - w->from, 7 * SECTOR);
	for (unsigned set = 0; set < 1 << 7; set++) {
		uint8_t bits[1] = {(uint8_t)set};

		torn(w, bits);
	}
}

static void random_sets_of_a_large_frames_sectors_too(void **state)
{
	struct world *w = *state;
	uint8_t bits[64];

	prepare(w, 60, 2000, 1 << 18);
	assert_in_range(w->to - w->from, 200 * SECTOR, 300 * SECTOR);
	srand(5);
	for (int i = 0; i < 60; i++) {
		for (size_t k = 0; k < sizeof bits; k++)
			bits[k] = (uint8_t)(rand() & (i % 3 == 1 ? rand() : 0xff));
		if (i % 3 == 2) { /* all but one */
			memset(bits, 0xff, sizeof bits);
			bits[rand() % 25] ^= (uint8_t)(1 << rand() % 8);
		}
		torn(w, bits);
	}
	memset(bits, 0xff, sizeof bits);
	torn(w, bits);
}

static void a_sector_of_garbage_is_cut_too(void **state)
{
	struct world *w = *state;
	struct journal_opened o;

	prepare(w, 7, 400, 0);
	srand(6);
	for (int i = 0; i < 40; i++) {
		_cleanup_free_ uint8_t *image = malloc(w->size);
		size_t at = w->from + (size_t)(rand() % 7) * SECTOR;

		memcpy(image, w->after, w->size);
		for (size_t k = 0; k < SECTOR; k++)
			image[at + k] ^= (uint8_t)(rand() | 1);
		ttemp_write(w->segment, image, w->size);
		journal_free(tj_open(w->dir, NULL, &o));
		assert_true(o.last_seq == w->last && o.cut_seq == w->last + 1);
	}
}

/* If there is no space to save the frame that is cut off, opening still succeeds. */
static void a_cut_that_cannot_be_kept_is_made_all_the_same(void **state)
{
	struct world *w = *state;
	struct journal_opened o;

	prepare(w, 7, 400, 0);
	memcpy(w->after + w->from + SECTOR, w->before + w->from + SECTOR, SECTOR);
	ttemp_write(w->segment, w->after, w->size);
	tdisk_fail_at(2, ENOSPC, false); /* after the folder's sync */
	struct journal *j = tj_open(w->dir, NULL, &o);
	assert_true(tdisk_failed());
	assert_true(o.cut_seq == w->last + 1 && !o.cut_kept);
	tj_group(j, 2, 10);
	tj_check(j, 1);
	journal_free(j);
}

/* A reader of a journal that is in use writes nothing and stops before an incomplete frame. */
static void a_reader_stops_before_a_torn_tail_and_leaves_it(void **state)
{
	struct tj_options o = {.read_only = true};
	struct world *w = *state;
	struct journal *j;
	size_t size;

	prepare(w, 7, 400, 0);
	memcpy(w->after + w->from + SECTOR, w->before + w->from + SECTOR, SECTOR);
	ttemp_write(w->segment, w->after, w->size);
	j = tj_open(w->dir, &o, NULL);
	assert_true(journal_durable(j) == w->last);
	assert_string_equal(journal_fault(j), "");
	tj_check(j, 1);
	journal_free(j);
	_cleanup_free_ uint8_t *now = ttemp_read(w->segment, &size);
	assert_true(size == w->size);
	assert_memory_equal(now, w->after, size);
}

/* ---- damage */

/* Asserts that opening fails, that the text names segment and offset, and that no byte changed. */
static void refused(struct world *w, const uint8_t *image, uint64_t synced, size_t offset)
{
	struct tj_options o = {.synced_seq = synced};
	struct journal *j = NULL;
	char place[80];
	size_t size;

	ttemp_write(w->segment, image, w->size);
	assert_int_equal(tj_try_open(&j, w->dir, &o, NULL), -EBADMSG);
	snprintf(place, sizeof place, "00000000000000000001.seg is damaged at offset %zu:", offset);
	if (!strstr(journal_open_fault(), place))
		fail_msg("expected \"%s\": %s", place, journal_open_fault());
	assert_non_null(strstr(journal_open_fault(), "backup"));
	_cleanup_free_ uint8_t *now = ttemp_read(w->segment, &size);
	assert_true(size == w->size);
	assert_memory_equal(now, image, size);
}

static void a_flipped_bit_in_an_older_frame_is_refused(void **state)
{
	struct world *w = *state;
	size_t at = SECTOR;
	struct frame f;

	prepare(w, 3, 400, 0);
	srand(8);
	while (at < w->from) { /* each frame except the last */
		assert_int_equal(frame_check(w->after + at, w->size - at, &f), FRAME_FINE);
		for (int i = 0; i < 60; i++) {
			/* first bits of the header, then any bits */
			size_t bit = i < 20 ? (size_t)(rand() % (FRAME_HEADER_SIZE * 8))
					    : (size_t)rand() % (f.length * 8);

			w->after[at + bit / 8] ^= (uint8_t)(1 << bit % 8);
			refused(w, w->after, 0, at);
			w->after[at + bit / 8] ^= (uint8_t)(1 << bit % 8);
		}
		at += frame_padded(f.length);
	}
}

static void a_whole_frame_missing_in_the_middle_is_refused(void **state)
{
	struct world *w = *state;
	struct frame f;

	prepare(w, 3, 400, 0);
	assert_int_equal(frame_check(w->after + SECTOR, w->size, &f), FRAME_FINE);
	memset(w->after + SECTOR, 0, frame_padded(f.length));
	refused(w, w->after, 0, SECTOR);
}

/* The last frame is damaged and could be torn, but a checkpoint shows that it was complete. */
static void a_bad_frame_before_the_checkpoint_is_refused(void **state)
{
	struct world *w = *state;

	prepare(w, 3, 400, 0);
	w->after[w->from + 200] ^= 4;
	refused(w, w->after, w->last + 1, w->from);
	refused(w, w->before, w->last + 3, w->from);
}

/* The last frame is damaged, but a footer shows that it was complete. There is no next segment,
 * because the power failed in the middle of the roll. */
static void a_bad_frame_before_a_footer_is_refused(void **state)
{
	struct world *w = *state;
	_cleanup_free_ char *next = ttemp_path(w->dir, "journal/00000000000000000019.seg");
	struct journal *j;

	prepare(w, 3, 400, 0);
	j = tj_open(w->dir, NULL, NULL);
	assert_int_equal(journal_roll(j), 0);
	journal_free(j);
	assert_int_equal(unlink(next), 0);
	free(w->after);
	w->after = ttemp_read(w->segment, &w->size);
	w->after[w->from + 300] ^= 1;
	refused(w, w->after, 0, w->from);
}

/* ---- other segments */

static char *segment_path(const struct world *w, size_t n)
{
	struct dirent **names;
	char *path = NULL;
	_cleanup_free_ char *journal = ttemp_path(w->dir, "journal");
	int count = scandir(journal, &names, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (strstr(names[i]->d_name, ".seg") && n-- == 0)
			path = ttemp_path(journal, names[i]->d_name);
		free(names[i]);
	}
	free(names);
	assert_non_null(path);
	return path;
}

static void several_segments(struct world *w)
{
	struct journal *j = tj_create(w->dir, 8192);

	for (int i = 0; i < 60; i++)
		tj_group(j, 3, 200);
	journal_free(j);
}

static void flip(const char *path, size_t offset)
{
	size_t size;
	_cleanup_free_ uint8_t *data = ttemp_read(path, &size);

	data[offset < size ? offset : size - (SIZE_MAX - offset) - 1] ^= 0x10;
	ttemp_write(path, data, size);
}

static void open_says(const struct world *w, uint64_t synced, const char *segment, const char *what)
{
	struct tj_options o = {.segment_bytes = 8192, .synced_seq = synced};
	struct journal *j = NULL;

	assert_int_equal(tj_try_open(&j, w->dir, &o, NULL), -EBADMSG);
	if (!strstr(journal_open_fault(), strrchr(segment, '/') + 1) ||
	    !strstr(journal_open_fault(), what))
		fail_msg("%s, %s: %s", segment, what, journal_open_fault());
}

/* What must be folded again is refused; synced = 0: all of it must be. */
static void damage_in_a_sealed_segment_is_found_and_named(void **state)
{
	struct world *w = *state;

	several_segments(w);
	_cleanup_free_ char *middle = segment_path(w, 2), *third = segment_path(w, 3);
	flip(middle, 30); /* header */
	open_says(w, 0, middle, "header at offset 0");
	flip(middle, 30);
	flip(middle, SIZE_MAX - 500); /* footer */
	open_says(w, 0, middle, "without a footer");
	flip(middle, SIZE_MAX - 500);
	flip(middle, SECTOR + 100); /* a frame that opening must read to fold it again */
	open_says(w, 0, middle, "damaged at offset 512");
	flip(middle, SECTOR + 100);
	assert_int_equal(unlink(middle), 0);
	open_says(w, 0, third, "missing");
}

static void a_journal_without_its_beginning_is_damaged(void **state)
{
	struct world *w = *state;

	several_segments(w);
	_cleanup_free_ char *first = segment_path(w, 0), *second = segment_path(w, 1);
	assert_int_equal(unlink(first), 0);
	open_says(w, 0, second, "the segment with event 1 is missing");
}

/* Opening does not read the frames before the checkpoint: damage there is found by the reader. */
static void damage_before_the_checkpoint_is_met_by_the_reader(void **state)
{
	struct tj_options o = {.segment_bytes = 8192, .synced_seq = 180};
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct world *w = *state;
	struct journal *j;
	struct journal_record rec;
	bool found = true;
	int r = 0;

	several_segments(w);
	_cleanup_free_ char *middle = segment_path(w, 2);
	flip(middle, SECTOR + 100);
	j = tj_open(w->dir, &o, NULL);
	assert_int_equal(journal_read(&rd, j, 1), 0);
	while (!r && found)
		r = journal_reader_next(rd, &rec, &found);
	assert_int_equal(r, STATUS_DAMAGED);
	assert_non_null(strstr(journal_fault(j), strrchr(middle, '/') + 1));
	assert_non_null(strstr(journal_fault(j), "offset 512"));
	tj_check(j, 150); /* later events can be read */
	rd = journal_reader_free(rd);
	journal_free(j);
}

static void a_segment_of_another_history_is_refused(void **state)
{
	struct world *w = *state;
	uint8_t block[FRAME_ALIGN];
	struct mark m;
	size_t size;

	several_segments(w);
	_cleanup_free_ char *middle = segment_path(w, 2);
	_cleanup_free_ uint8_t *data = ttemp_read(middle, &size);
	assert_true(mark_decode(data, HEADER_MAGIC, &m));
	m.hash[5] ^= 1;
	mark_encode(block, HEADER_MAGIC, &m);
	memcpy(data, block, sizeof block);
	ttemp_write(middle, data, size);
	open_says(w, 0, middle, "another history");
	m.hash[5] ^= 1;
	m.epoch[0] ^= 1;
	mark_encode(block, HEADER_MAGIC, &m);
	memcpy(data, block, sizeof block);
	ttemp_write(middle, data, size);
	open_says(w, 0, middle, "another history");
}

/* The frame is complete, so it is not a torn tail, but its format is unknown; cutting it off would
 * lose it. */
static void a_frame_of_a_newer_version_is_not_cut(void **state)
{
	struct world *w = *state;
	struct journal *j = NULL;
	struct frame f;
	uint32_t crc;

	prepare(w, 3, 100, 0);
	assert_int_equal(frame_check(w->after + w->from, w->size, &f), FRAME_FINE);
	w->after[w->from + 4] = 2;
	memset(w->after + w->from + 72, 0, 4);
	crc = crc32c(0, BYTES(w->after + w->from, f.length));
	memcpy(w->after + w->from + 72, &crc, 4);
	ttemp_write(w->segment, w->after, w->size);
	assert_int_equal(tj_try_open(&j, w->dir, &(struct tj_options){0}, NULL), -EPROTO);
	assert_non_null(strstr(journal_open_fault(), "newer"));
}

static void a_folder_without_segments_is_said_to_be_so(void **state)
{
	struct world *w = *state;
	struct journal *j = NULL;

	prepare(w, 1, 1, 0);
	assert_int_equal(unlink(w->segment), 0);
	assert_int_equal(tj_try_open(&j, w->dir, &(struct tj_options){0}, NULL), -ENOENT);
	assert_non_null(strstr(journal_open_fault(), "no segment"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(any_set_of_sectors_of_a_frame_is_kept_or_cut_whole),
	    TEST(random_sets_of_a_large_frames_sectors_too),
	    TEST(a_sector_of_garbage_is_cut_too),
	    TEST(a_cut_that_cannot_be_kept_is_made_all_the_same),
	    TEST(a_reader_stops_before_a_torn_tail_and_leaves_it),
	    TEST(a_flipped_bit_in_an_older_frame_is_refused),
	    TEST(a_whole_frame_missing_in_the_middle_is_refused),
	    TEST(a_bad_frame_before_the_checkpoint_is_refused),
	    TEST(a_bad_frame_before_a_footer_is_refused),
	    TEST(damage_in_a_sealed_segment_is_found_and_named),
	    TEST(a_journal_without_its_beginning_is_damaged),
	    TEST(damage_before_the_checkpoint_is_met_by_the_reader),
	    TEST(a_segment_of_another_history_is_refused),
	    TEST(a_frame_of_a_newer_version_is_not_cut),
	    TEST(a_folder_without_segments_is_said_to_be_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
