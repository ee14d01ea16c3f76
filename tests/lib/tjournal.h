/* Journals of tests: events whose bytes follow from their number, written in groups and
 * checked to be all there. Failures abort the test by cmocka. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;
struct journal_opened;
struct journal_record;

#define TJ_EPOCH "an epoch 16 byte"

struct tj_options {
	uint64_t segment_bytes; /* 0 = 64 KiB */
	uint64_t synced_seq;
	uint64_t reserve_bytes; /* 0 = none */
	bool create, read_only;
};

int tj_try_open(struct journal **ret, const char *dir, const struct tj_options *o,
		struct journal_opened *ret_opened);
struct journal *tj_open(const char *dir, const struct tj_options *o,
			struct journal_opened *ret_opened);
struct journal *tj_create(const char *dir, uint64_t segment_bytes);

/* Adds n events of about `size` bytes after the head; no sync. */
void tj_add(struct journal *j, int n, size_t size);
/* Room, add, sync: one frame. */
void tj_group(struct journal *j, int n, size_t size);
/* Reads all from `from` to durable: right bytes, gapless, right chain. */
void tj_check(struct journal *j, uint64_t from);
/* The same, telling where command `seq` is and what is known of it. */
void tj_check_record(const struct journal_record *r, uint64_t seq);
