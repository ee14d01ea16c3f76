/* Packs parts into an archive, in their order. */
#pragma once

#include <time.h>

#include "proto/bytes.h"

struct package_part {
	const char *name;
	struct bytes bytes; /* must live until the archive is written */
};

/* `parts` ends with a NULL name; `at` is the time of each. The file is replaced as a whole. 0,
 * -ENOMEM or another -errno. */
int package_write(const char *path, time_t at, const struct package_part *parts);
