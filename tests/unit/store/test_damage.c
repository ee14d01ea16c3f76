/* Damage of a journal that is before the checkpoint: it does not end the start, reading goes up to
 * it and on behind it, each place is told, a walk over all files tells the same places, and a file
 * that is copied back is whole again. */
#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/hash.h"
#include "lib/tdisk.h"
#include "lib/tjournal.h"
#include "lib/ttemp.h"
#include "proto/status.h"
#include "store/journal/frame.h"
#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "store/walk/copy.h"
#include "store/walk/walk.h"

TDISK_OVERRIDE

enum { EVENTS = 180, TOLD_MAX = 8, FLIPS = 400, NONE = 1000, LAST };

struct place {
	char file[40];
	uint64_t offset;
	char what[32];
};

struct world {
	char *dir;
	char *path[3]; /* of the first three segments */
	struct place told[TOLD_MAX];
	size_t n, whole;
	struct journal *j;
};

static int note(void *user, const struct journal_damage *d)
{
	struct world *w = user;
	struct place *p = &w->told[w->n < TOLD_MAX ? w->n : TOLD_MAX - 1];

	if (!d->what) {
		w->whole++;
		return 0;
	}
	(void)snprintf(p->file, sizeof p->file, "%s", d->file);
	(void)snprintf(p->what, sizeof p->what, "%s", d->what);
	p->offset = d->offset;
	w->n++;
	return 0;
}

static void tell(void *user, const struct journal_damage *d)
{
	(void)note(user, d);
}

static char *segment_path(const struct world *w, size_t n)
{
	struct dirent **names;
	char *path = NULL;
	_cleanup_free_ char *journal = ttemp_path(w->dir, "journal");
	int count = scandir(journal, &names, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		if (strstr(names[i]->d_name, ".seg") && (n == LAST || n-- == 0)) {
			free(path);
			path = ttemp_path(journal, names[i]->d_name);
			n = n == LAST ? LAST : NONE;
		}
		free(names[i]);
	}
	free(names);
	assert_non_null(path);
	return path;
}

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	struct journal *j;

	assert_non_null(w);
	w->dir = ttemp_new();
	tdisk_start(); /* avoids real syncs */
	j = tj_create(w->dir, 8192);
	for (int i = 0; i < EVENTS / 3; i++)
		tj_group(j, 3, 200);
	journal_free(j);
	for (size_t i = 0; i < 3; i++)
		w->path[i] = segment_path(w, i);
	*state = w;
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;

	w->j = journal_free(w->j);
	tdisk_stop();
	ttemp_remove(w->dir);
	for (size_t i = 0; i < 3; i++)
		free(w->path[i]);
	free(w);
	return 0;
}

static void start(struct world *w)
{
	struct tj_options o = {
	    .segment_bytes = 8192, .synced_seq = EVENTS, .tell = tell, .tell_user = w};

	w->j = tj_open(w->dir, &o, NULL);
}

static const char *name_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

/* The last place told. */
static void told(const struct world *w, const char *path, uint64_t offset, const char *what)
{
	const struct place *p = &w->told[w->n - 1];

	assert_in_range(w->n, 1, TOLD_MAX);
	if (strcmp(p->file, name_of(path)) != 0 || p->offset != offset ||
	    strcmp(p->what, what) != 0)
		fail_msg("expected %s at %llu (%s), told was %s at %llu (%s)", name_of(path),
			 (unsigned long long)offset, what, p->file, (unsigned long long)p->offset,
			 p->what);
}

/* Reads from `from` up to the damage; returns the first event that cannot be read. */
static uint64_t read_up(struct world *w, uint64_t from)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	struct journal_record rec;
	bool found = true;
	int r = journal_read(&rd, w->j, from);

	while (!r && found) {
		r = journal_reader_next(rd, &rec, &found);
		if (!r && found) {
			tj_check_record(&rec, from);
			from++;
		}
	}
	assert_int_equal(r, found ? STATUS_DAMAGED : 0);
	return from;
}

/* A walk over all files finds exactly this place; a copy stops at it. */
static void walk_finds(struct world *w, const char *path, uint64_t offset, const char *what)
{
	struct journal_walk walk = {.user = w, .chain = true, .damaged = note};
	char *to = ttemp_path(w->dir, "copy");
	struct journal_copied at;

	w->n = 0;
	assert_int_equal(journal_walk(&walk, w->dir), 0);
	assert_int_equal(w->n, 1);
	told(w, path, offset, what);
	assert_int_equal(walk.last, EVENTS);
	assert_int_equal(mkdir(to, 0700), 0);
	assert_int_equal(journal_copy_sealed(w->dir, to, EVENTS, &at), STATUS_DAMAGED);
	assert_string_equal(at.file, name_of(path));
	assert_true(at.offset == offset);
	assert_string_equal(at.what, what);
	ttemp_remove(to);
}

static void walk_finds_nothing(struct world *w)
{
	struct journal_walk walk = {.user = w, .chain = true, .damaged = note};

	w->n = 0;
	assert_int_equal(journal_walk(&walk, w->dir), 0);
	assert_int_equal(w->n, 0);
	assert_int_equal(walk.last, EVENTS);
}

/* The seq of the n-th frame's first event in a file, and its offset. */
static uint64_t frame_at(const uint8_t *data, size_t size, int n, size_t *ret_offset)
{
	size_t at = FRAME_ALIGN;
	struct frame f;

	for (;; n--) {
		assert_int_equal(frame_check(data + at, size - at, &f), FRAME_FINE);
		if (n == 0)
			break;
		at += frame_padded(f.length);
	}
	*ret_offset = at;
	return f.first;
}

/* ---- one bad byte in a frame */

static void reading_goes_up_to_a_bad_frame_and_on_behind_it(void **state)
{
	struct world *w = *state;
	size_t size, at;
	_cleanup_free_ uint8_t *data = ttemp_read(w->path[1], &size);
	uint64_t bad = frame_at(data, size, 2, &at), next;
	/* magic; length, also by whole sectors; count, up and down; epoch, first seq, hash,
	 * checksum, records */
	static const struct {
		size_t byte;
		uint8_t bit;
	} flips[] = {{0, 16},  {8, 16},	 {9, 2},   {9, 16},  {12, 16}, {12, 1},	 {12, 4},
		     {16, 16}, {32, 16}, {33, 16}, {40, 16}, {72, 16}, {80, 16}, {200, 16}};

	for (size_t i = 0; i < sizeof flips / sizeof *flips; i++) {
		data[at + flips[i].byte] ^= flips[i].bit;
		ttemp_write(w->path[1], data, size);
		w->n = 0;
		start(w);
		assert_int_equal(w->n, 0); /* frames are not read at the start */
		assert_true(read_up(w, 1) == bad);
		told(w, w->path[1], at, DAMAGE_CHECKSUM);
		assert_int_equal(journal_readable_after(w->j, bad, &next), 0);
		assert_true(next == bad + 3);
		assert_true(read_up(w, next) == EVENTS + 1);
		w->j = journal_free(w->j);
		walk_finds(w, w->path[1], at, DAMAGE_CHECKSUM);
		data[at + flips[i].byte] ^= flips[i].bit;
	}
}

/* The hash that a cursor needs is that of the event itself if the next one is damaged. */
static void the_event_before_a_bad_frame_has_its_hash(void **state)
{
	struct world *w = *state;
	size_t size, at;
	_cleanup_free_ uint8_t *data = ttemp_read(w->path[1], &size);
	uint64_t bad = frame_at(data, size, 2, &at);
	uint8_t before[HASH_SIZE], after[HASH_SIZE];

	start(w);
	assert_int_equal(journal_hash_at(w->j, bad - 1, before), 0);
	data[at + 100] ^= 1;
	ttemp_write(w->path[1], data, size);
	assert_int_equal(journal_hash_at(w->j, bad - 1, after), 0);
	assert_memory_equal(before, after, HASH_SIZE);
	assert_int_equal(journal_hash_at(w->j, bad, after), STATUS_DAMAGED);
	assert_int_equal(journal_hash_at(w->j, bad + 2, after), 0); /* by the next frame */
}

static void a_file_that_is_copied_back_is_whole_again(void **state)
{
	struct world *w = *state;
	size_t size, at;
	_cleanup_free_ uint8_t *data = ttemp_read(w->path[1], &size);
	uint64_t bad = frame_at(data, size, 2, &at);

	start(w);
	data[at + 100] ^= 1;
	ttemp_write(w->path[1], data, size);
	assert_true(read_up(w, 1) == bad);
	assert_true(read_up(w, 1) == bad); /* told again, no more */
	assert_int_equal(w->whole, 0);
	data[at + 100] ^= 1;
	ttemp_write(w->path[1], data, size);
	assert_true(read_up(w, 1) == EVENTS + 1);
	assert_int_equal(w->whole, 1);
}

/* Reads all there is; returns how many events could not be read. */
static uint64_t lost_events(struct world *w)
{
	uint64_t at = 1, lost = 0, next;

	for (;;) {
		at = read_up(w, at);
		if (at > EVENTS)
			return lost;
		assert_int_equal(journal_readable_after(w->j, at, &next), 0);
		if (next == 0)
			return lost + EVENTS + 1 - at;
		assert_true(next > at);
		lost += next - at;
		at = next;
	}
}

/* One bit anywhere in the sealed segments. The padding behind a frame is no part of it. */
static void any_flipped_bit_is_named_and_costs_a_frame_or_a_segment(void **state)
{
	struct world *w = *state;
	struct journal_walk walk = {.user = w, .chain = true, .damaged = note};
	unsigned seed = 30, named = 0;

	print_message("seed %u\n", seed);
	srand(seed);
	for (int i = 0; i < FLIPS; i++) {
		const char *path = w->path[rand() % 3];
		size_t size;
		_cleanup_free_ uint8_t *data = ttemp_read(path, &size);
		size_t at = (size_t)rand() % size;
		uint64_t lost;
		uint8_t bit = (uint8_t)(1 << rand() % 8);

		data[at] ^= bit;
		ttemp_write(path, data, size);
		w->n = 0;
		start(w);
		lost = lost_events(w);
		assert_true((lost > 0) == (w->n > 0));
		assert_true(lost == 0 || lost == 3 || at < FRAME_ALIGN || at >= size - FRAME_ALIGN);
		w->j = journal_free(w->j);
		w->n = 0;
		assert_int_equal(journal_walk(&walk, w->dir), 0);
		assert_int_equal(w->n, lost > 0);
		named += lost > 0;
		data[at] ^= bit;
		ttemp_write(path, data, size);
	}
	assert_in_range(named, FLIPS / 2, FLIPS);
}

/* ---- the marks, and whole files */

/* After the start, which tells `what`, nothing of the segment can be read until it is as before. */
static void segment_is_passed(struct world *w, size_t nth, uint64_t offset, const char *what)
{
	uint64_t first = strtoull(name_of(w->path[nth]), NULL, 10), next;
	uint64_t end = strtoull(name_of(w->path[nth + 1]), NULL, 10);

	w->n = 0;
	start(w);
	assert_int_equal(w->n, 1);
	told(w, w->path[nth], offset, what);
	assert_true(read_up(w, 1) == first);
	assert_int_equal(journal_readable_after(w->j, first, &next), 0);
	assert_true(next == end);
	assert_true(read_up(w, next) == EVENTS + 1);
	walk_finds(w, w->path[nth], offset, what);
}

static void is_whole_again(struct world *w)
{
	w->whole = 0;
	assert_true(read_up(w, 1) == EVENTS + 1);
	assert_int_equal(w->whole, 1);
	w->j = journal_free(w->j);
	walk_finds_nothing(w);
}

static void a_bad_header_or_footer_costs_one_segment(void **state)
{
	struct world *w = *state;
	size_t size;

	for (size_t nth = 0; nth < 2; nth++) {
		_cleanup_free_ uint8_t *data = ttemp_read(w->path[nth], &size);

		data[30] ^= 1;
		ttemp_write(w->path[nth], data, size);
		segment_is_passed(w, nth, 0, DAMAGE_HEADER);
		data[30] ^= 1;
		ttemp_write(w->path[nth], data, size);
		is_whole_again(w);
		data[size - 500] ^= 1;
		ttemp_write(w->path[nth], data, size);
		segment_is_passed(w, nth, size - FRAME_ALIGN, DAMAGE_FOOTER);
		data[size - 500] ^= 1;
		ttemp_write(w->path[nth], data, size);
		is_whole_again(w);
	}
}

static void a_missing_segment_costs_its_events(void **state)
{
	struct world *w = *state;
	size_t size;

	for (size_t nth = 0; nth < 2; nth++) {
		_cleanup_free_ uint8_t *data = ttemp_read(w->path[nth], &size);

		assert_int_equal(unlink(w->path[nth]), 0);
		segment_is_passed(w, nth, 0, DAMAGE_MISSING);
		ttemp_write(w->path[nth], data, size);
		is_whole_again(w);
	}
}

/* Whole in itself, but not the one that was there. */
static void a_segment_of_another_history_is_passed(void **state)
{
	struct world *w = *state;
	size_t size;
	_cleanup_free_ uint8_t *data = ttemp_read(w->path[1], &size);
	uint8_t block[FRAME_ALIGN];
	struct mark m;

	assert_true(mark_decode(data, HEADER_MAGIC, &m));
	m.hash[5] ^= 1;
	mark_encode(block, HEADER_MAGIC, &m);
	memcpy(data, block, sizeof block);
	ttemp_write(w->path[1], data, size);
	w->n = 0;
	start(w);
	assert_int_equal(w->n, 1);
	told(w, w->path[1], 0, DAMAGE_ORDER);
	w->j = journal_free(w->j);
	w->n = 0;
	walk_finds(w, w->path[1], 0, DAMAGE_ORDER);
}

/* Bytes of a frame that its checksum fits were changed on purpose: only the chain shows it. */
static void a_forged_event_breaks_the_chain(void **state)
{
	struct world *w = *state;
	size_t size, at;
	_cleanup_free_ uint8_t *data = ttemp_read(w->path[1], &size);
	struct frame f;

	(void)frame_at(data, size, 1, &at);
	assert_int_equal(frame_check(data + at, size - at, &f), FRAME_FINE);
	data[at + FRAME_HEADER_SIZE + JOURNAL_RECORD_OVERHEAD + 20] ^= 1;
	frame_seal(data + at, &f);
	ttemp_write(w->path[1], data, size);
	walk_finds(w, w->path[1], at, DAMAGE_ORDER);
}

/* ---- the open segment, and what must be folded */

static void a_bad_frame_of_the_open_segment_is_passed_if_it_was_folded(void **state)
{
	struct world *w = *state;
	_cleanup_free_ char *last = segment_path(w, LAST);
	size_t size, at;
	_cleanup_free_ uint8_t *data = ttemp_read(last, &size);
	uint64_t bad = frame_at(data, size, 0, &at), next;
	struct tj_options o = {.segment_bytes = 8192, .synced_seq = bad - 1};
	struct journal *none = NULL;

	data[at + 90] ^= 4;
	ttemp_write(last, data, size);
	assert_int_equal(tj_try_open(&none, w->dir, &o, NULL), -EBADMSG);
	assert_non_null(strstr(journal_open_fault(), name_of(last)));
	walk_finds(w, last, at, DAMAGE_CHECKSUM);
	w->n = 0;
	start(w);
	assert_int_equal(w->n, 1);
	told(w, last, at, DAMAGE_CHECKSUM);
	assert_true(read_up(w, 1) == bad);
	assert_int_equal(journal_readable_after(w->j, bad, &next), 0);
	assert_true(next == bad + 3);
	assert_true(read_up(w, next) == EVENTS + 1);
	tj_group(w->j, 3, 100); /* the chain goes on behind it */
	assert_true(read_up(w, next) == EVENTS + 4);
}

static void damage_that_must_be_folded_ends_the_start(void **state)
{
	struct world *w = *state;
	uint64_t first = strtoull(name_of(w->path[1]), NULL, 10);
	struct tj_options o = {.segment_bytes = 8192, .synced_seq = first};
	struct journal *none = NULL;

	assert_int_equal(unlink(w->path[1]), 0);
	assert_int_equal(tj_try_open(&none, w->dir, &o, NULL), -EBADMSG);
	assert_non_null(strstr(journal_open_fault(), "is missing"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(reading_goes_up_to_a_bad_frame_and_on_behind_it),
	    TEST(any_flipped_bit_is_named_and_costs_a_frame_or_a_segment),
	    TEST(the_event_before_a_bad_frame_has_its_hash),
	    TEST(a_file_that_is_copied_back_is_whole_again),
	    TEST(a_bad_header_or_footer_costs_one_segment),
	    TEST(a_missing_segment_costs_its_events),
	    TEST(a_segment_of_another_history_is_passed),
	    TEST(a_forged_event_breaks_the_chain),
	    TEST(a_bad_frame_of_the_open_segment_is_passed_if_it_was_folded),
	    TEST(damage_that_must_be_folded_ends_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
