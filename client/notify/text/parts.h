/* Cuts a text into the parts that go over the air. Carriers cut too, but silently, with bytes lost
 * and characters broken: no part of ours is longer than they take. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "client/notify/limits.h"

struct text_part {
	const char *text; /* in the text that was cut */
	size_t size;	  /* bytes */
	unsigned units;	  /* of UTF-16 */
};

struct part_shape {
	unsigned whole; /* UTF-16 units of a text of one part; 0: no limit, one part always */
	unsigned part;	/* of each part of several */
};

/* The number of UTF-16 units of a text. */
unsigned text_units(const char *text);
/* False: it needs more than MESSAGE_PARTS_MAX parts, or is empty. No part ends within a character,
 * so none within a surrogate pair. */
bool text_split(const char *text, const struct part_shape *shape,
		struct text_part ret[MESSAGE_PARTS_MAX], size_t *ret_n);
