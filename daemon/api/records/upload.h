/* Uploads: the rows of a file being received, one open upload per principal, in memory only. Parts
 * may come in any order; a part that is sent again must be the same. A new upload of the same
 * principal drops the old one, as does UPLOAD_IDLE_SEC without a part. When all places are taken,
 * one that has had no part for UPLOAD_STALLED_SEC makes room. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/cleanup.h"

struct arena;
struct request;
struct upload;
struct uploads;

/* One row: `cell` holds n_cell texts, one after the other, each ended by 0. */
struct upload_row {
	uint32_t line, n_cell;
	const char *cell;
};

/* All rows in order; they live as long as the upload. */
struct upload_rows {
	const struct upload_row *row;
	size_t n;
};

/* Takes a part: 0, or a verdict with its problem. */
int upload_take(struct request *rq, struct uploads **u, const Duban__ImportPartRequest *q);
/* The caller's open upload of that id, NULL if there is none. */
struct upload *upload_find(struct request *rq, struct uploads *u, struct bytes id);
/* Is the upload complete, with the digest over its cells that the commit gives? Otherwise INVALID
 * with a problem. */
int upload_whole(struct request *rq, struct upload *u, const Duban__ImportCommitRequest *q,
		 struct upload_rows *ret);
void upload_drop(struct upload *u);

/* The memory in which a commit works. It must live until the reply is packed, so a later call frees
 * it. NULL: no memory. */
struct arena *uploads_work(struct uploads **u);

struct uploads *uploads_free(struct uploads *u);
DEFINE_CLEANUP(struct uploads *, uploads_free)

/* Drops the upload of a principal; NULL-safe. */
void uploads_drop_of(struct uploads *u, uint32_t principal);
/* Frees the memory of the last commit and drops idle uploads; NULL-safe and cheap. To be called at
 * the start of each request with the host's wall clock, since the time of a simulated store stands
 * still. */
void uploads_tidy(struct uploads *u, usec_t wall);
