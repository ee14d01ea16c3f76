/* The spare segment: the next one, filled with zeros ahead of need by a thread of its own. It is
 * made under another name, so a file called `spare` is whole. */
#pragma once

#include <stdint.h>

#include "proto/cleanup.h"

struct spare;

int spare_new(struct spare **ret, int dir_fd, uint64_t bytes);
struct spare *spare_free(struct spare *s);
DEFINE_CLEANUP(struct spare *, spare_free)
/* Waits for it; its name is SPARE_NAME until the caller renames it, and at least `bytes`
 * long. STATUS_FULL: no room for it on the disk. */
int spare_take(struct spare *s, uint64_t bytes, int *ret_fd, uint64_t *ret_size);
void spare_want(struct spare *s); /* begins the next one */
