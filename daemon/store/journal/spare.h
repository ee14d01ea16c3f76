/* The spare segment: the next one, filled with zeros in advance by a thread of its own. It is made
 * under another name, so a file called `spare` is complete. */
#pragma once

#include <stdint.h>

#include "proto/cleanup.h"

struct spare;

int spare_new(struct spare **ret, int dir_fd, uint64_t bytes);
struct spare *spare_free(struct spare *s);
DEFINE_CLEANUP(struct spare *, spare_free)
/* Waits until the spare is ready and opens it, at least `bytes` long. Its name is SPARE_NAME until
 * the caller renames it. STATUS_FULL: no space on the disk. */
int spare_take(struct spare *s, uint64_t bytes, int *ret_fd, uint64_t *ret_size);
void spare_want(struct spare *s); /* starts making the next one */
