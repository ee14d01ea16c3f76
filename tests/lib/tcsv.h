/* A test's table in CSV text ("header\nrow\nrow", no quoting) as the rows of an import: its
 * columns, its rows in the arena, and their digest. "amount(元)" names a column's unit. */
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
