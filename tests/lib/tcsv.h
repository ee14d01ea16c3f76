/* Parses a test's CSV text ("header\nrow\nrow", no quoting) into the columns and rows of an import,
 * allocated in the arena, and their digest. A header like "amount(元)" gives the column's unit. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "proto/api.pb-c.h"

struct arena;

struct tcsv {
	Duban__ImportColumn **column;
	Duban__ImportRow **row;
	size_t n_column, n_row;
	uint8_t digest[HASH_SIZE];
};

void tcsv_parse(struct arena *a, const char *csv, struct tcsv *ret);
