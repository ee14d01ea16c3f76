/* The last event of the state, and the journal's hash there (subject_scan.head). */
#pragma once

#include <stdint.h>

#include "proto/limits.h"

struct subject_head {
	uint64_t seq;
	uint8_t hash[HASH_SIZE];
};
