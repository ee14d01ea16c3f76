/* Journals for tests. The bytes of an event are computed from its seq, so that a reader can check
 * them. Failures abort the test (cmocka). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/journal/damage.h"

struct journal;
struct journal_opened;
struct journal_record;

#define TJ_EPOCH "an epoch 16 byte"

struct tj_options {
	uint64_t segment_bytes; /* 0 = 64 KiB */
	uint64_t synced_seq;
	uint64_t reserve_bytes; /* 0 = none */
	bool create, read_only;
	journal_damage_fn *tell; /* with tell_user, as journal_config */
	void *tell_user;
};

int tj_try_open(struct journal **ret, const char *dir, const struct tj_options *o,
		struct journal_opened *ret_opened);
struct journal *tj_open(const char *dir, const struct tj_options *o,
			struct journal_opened *ret_opened);
struct journal *tj_create(const char *dir, uint64_t segment_bytes);

/* Adds n events of about `size` bytes after the head, without a sync. */
void tj_add(struct journal *j, int n, size_t size);
/* Makes room for n events, adds them and syncs them as one frame. */
void tj_group(struct journal *j, int n, size_t size);
/* Reads all durable events starting at `from` and checks their bytes, seqs and hash chain. */
void tj_check(struct journal *j, uint64_t from);
/* Checks the bytes and the seq of one record. */
void tj_check_record(const struct journal_record *r, uint64_t seq);
