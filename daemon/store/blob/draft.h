/* A stored file while it is being received: hashed as it grows, kept under its digest when
 * whole. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

struct blob_draft;

int blob_draft_new(const char *dir, unsigned number, struct blob_draft **ret);
struct blob_draft *blob_draft_free(struct blob_draft *d); /* not kept: it is gone */
DEFINE_CLEANUP(struct blob_draft *, blob_draft_free)
/* STATUS_FULL: no room; the draft is as it was. */
int blob_draft_add(struct blob_draft *d, struct bytes piece);
uint64_t blob_draft_size(const struct blob_draft *d);
int blob_draft_digest(const struct blob_draft *d, uint8_t ret[HASH_SIZE]);
/* Does it hold these bytes from there on? */
int blob_draft_same(const struct blob_draft *d, uint64_t from, struct bytes piece, bool *ret);
/* It stands under its digest for good, in place of what may have stood there. Again: nothing. */
int blob_draft_keep(struct blob_draft *d, const uint8_t digest[HASH_SIZE]);
/* What a crash left behind of the numbers below `n`. */
void blob_drafts_clear(const char *dir, unsigned n);
