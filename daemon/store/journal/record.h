/* A record of the journal: one event with its seq, its time and who sent it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/bytes.h"
#include "proto/limits.h"

struct journal_record {
	uint64_t seq;
	usec_t at;
	uint32_t principal;
	uint16_t fold_version;
	bool command_start;
	uint8_t request_id[REQUEST_ID_SIZE];
	uint8_t hash[HASH_SIZE];
	struct bytes event;
};

/* Bytes of a record in a frame besides those of its event. */
#define JOURNAL_RECORD_OVERHEAD 76
