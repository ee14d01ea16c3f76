/* A stored file while it is being received: hashed as it grows, and moved to the name of its digest
 * when it is complete. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "proto/bytes.h"
#include "proto/cleanup.h"
#include "proto/limits.h"

struct blob_draft;

int blob_draft_new(const char *dir, unsigned number, struct blob_draft **ret);
struct blob_draft *blob_draft_free(struct blob_draft *d); /* deletes the file unless it was kept */
DEFINE_CLEANUP(struct blob_draft *, blob_draft_free)
/* STATUS_FULL: no space; the draft is unchanged. */
int blob_draft_add(struct blob_draft *d, struct bytes piece);
uint64_t blob_draft_size(const struct blob_draft *d);
int blob_draft_digest(const struct blob_draft *d, uint8_t ret[HASH_SIZE]);
/* *ret: the draft holds exactly these bytes at offset `from`. */
int blob_draft_same(const struct blob_draft *d, uint64_t from, struct bytes piece, bool *ret);
/* Syncs the draft and moves it to the name of its digest, replacing a file of that name. Does
 * nothing when called again. */
int blob_draft_keep(struct blob_draft *d, const uint8_t digest[HASH_SIZE]);
/* Deletes the drafts with numbers below `n` that a crash left behind. */
void blob_drafts_clear(const char *dir, unsigned n);
