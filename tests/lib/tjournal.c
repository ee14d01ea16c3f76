#include "lib/tjournal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "store/journal/journal.h"
#include "store/journal/reader.h"
#include "store/journal/roll.h"

/* Fills an event: its seq, then bytes generated from it by an LCG. */
static void event_fill(uint8_t *p, size_t size, uint64_t seq)
{
	uint64_t x = seq * 0x9e3779b97f4a7c15u + 1;

	memcpy(p, &seq, sizeof seq);
	for (size_t i = sizeof seq; i < size; i++) {
		x = x * 6364136223846793005u + 1442695040888963407u;
		p[i] = (uint8_t)(x >> 56);
	}
}

static struct journal_record record_of(uint64_t seq)
{
	struct journal_record r = {.seq = seq,
				   .at = (usec_t)seq * 1000,
				   .principal = (uint32_t)(seq % 7),
				   .fold_version = 1,
				   .command_start = seq % 3 == 1};

	memset(r.request_id, (int)(seq % 251), sizeof r.request_id);
	return r;
}

int tj_try_open(struct journal **ret, const char *dir, const struct tj_options *o,
		struct journal_opened *ret_opened)
{
	struct journal_config c = {.dir = dir,
				   .segment_bytes = o->segment_bytes ? o->segment_bytes : 65536,
				   .create = o->create,
				   .read_only = o->read_only,
				   .synced_seq = o->synced_seq,
				   .tell = o->tell,
				   .tell_user = o->tell_user,
				   .reserve_bytes = o->reserve_bytes ? o->reserve_bytes : 1};
	struct journal_opened opened;
	int r;

	memcpy(c.epoch, TJ_EPOCH, EPOCH_SIZE);
	r = journal_open(ret, &c, &opened);
	if (!r && ret_opened)
		*ret_opened = opened;
	return r;
}

struct journal *tj_open(const char *dir, const struct tj_options *o,
			struct journal_opened *ret_opened)
{
	static const struct tj_options none;
	struct journal *j = NULL;
	int r = tj_try_open(&j, dir, o ? o : &none, ret_opened);

	if (r)
		fail_msg("journal_open: %d %s", r, journal_open_fault());
	return j;
}

struct journal *tj_create(const char *dir, uint64_t segment_bytes)
{
	struct tj_options o = {.segment_bytes = segment_bytes, .create = true};

	return tj_open(dir, &o, NULL);
}

void tj_add(struct journal *j, int n, size_t size)
{
	for (int i = 0; i < n; i++) {
		struct journal_record r = record_of(journal_head(j) + 1);
		size_t mine = 8 + size + r.seq % 13;
		_cleanup_free_ uint8_t *p = malloc(mine);

		assert_non_null(p);
		event_fill(p, mine, r.seq);
		r.event = BYTES(p, mine);
		assert_int_equal(journal_add(j, &r), 0);
		assert_true(journal_head(j) == r.seq);
	}
}

void tj_group(struct journal *j, int n, size_t size)
{
	size_t bytes = (size_t)n * (size + 8 + 13 + JOURNAL_RECORD_OVERHEAD);
	int r = journal_room(j, bytes, false);

	if (!r) {
		tj_add(j, n, size);
		r = journal_sync(j);
	}
	if (r)
		fail_msg("group of %d x %zu: %d %s", n, size, r, journal_fault(j));
	assert_true(journal_durable(j) == journal_head(j));
}

void tj_check_record(const struct journal_record *r, uint64_t seq)
{
	struct journal_record expected = record_of(seq);
	_cleanup_free_ uint8_t *p = malloc(r->event.size + 8);

	assert_non_null(p);
	assert_true(r->seq == seq && r->event.size >= 8);
	event_fill(p, r->event.size, seq);
	assert_memory_equal(p, r->event.data, r->event.size);
	assert_true(r->at == expected.at && r->principal == expected.principal);
	assert_true(r->fold_version == 1 && r->command_start == expected.command_start);
	assert_memory_equal(r->request_id, expected.request_id, REQUEST_ID_SIZE);
}

void tj_check(struct journal *j, uint64_t from)
{
	_cleanup_(journal_reader_freep) struct journal_reader *rd = NULL;
	uint8_t hash[HASH_SIZE] = {0};
	struct journal_record r;
	bool found;
	int e;

	assert_int_equal(journal_read(&rd, j, from), 0);
	journal_reader_check_chain(rd);
	for (uint64_t seq = from; seq <= journal_durable(j); seq++) {
		e = journal_reader_next(rd, &r, &found);
		if (e || !found)
			fail_msg("event %llu: %d %s", (unsigned long long)seq, e, journal_fault(j));
		tj_check_record(&r, seq);
		memcpy(hash, r.hash, HASH_SIZE);
	}
	assert_int_equal(journal_reader_next(rd, &r, &found), 0);
	assert_false(found);
	if (from <= journal_durable(j)) {
		uint8_t durable[HASH_SIZE];

		journal_durable_hash(j, durable);
		assert_memory_equal(hash, durable, HASH_SIZE);
	}
}
