/* Imported and reverted by scenario/revert_kinds: new records and changed ones, a file or more of
 * each kind that has code of its own. */
#pragma once

#include <stddef.h>

#include "proto/event.pb-c.h"

struct revert_row {
	Duban__ImportKind kind;
	const char *csv;
};

extern const struct revert_row revert_rows[];
extern const size_t revert_rows_n;
