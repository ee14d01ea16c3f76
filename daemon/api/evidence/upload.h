/* Files being uploaded: in parts of EVIDENCE_PART_BYTES (the last may be shorter), one open upload
 * per principal, EVIDENCE_UPLOADS_BYTES in total. A part is written, hashed and synced when it
 * arrives (store/blob/blob.h), so that neither the part nor the commit delays other requests. Up to
 * EVIDENCE_PARTS_EARLY parts may arrive ahead of their turn and wait in memory. An upload without a
 * new part for UPLOAD_IDLE_SEC is dropped. */
#pragma once

#include <stdint.h>

#include "base/clock.h"
#include "proto/api.pb-c.h"
#include "proto/bytes.h"
#include "proto/limits.h"

struct blob_draft;
struct evidence_uploads;
struct request;

struct evidence_uploads *evidence_uploads_free(struct evidence_uploads *u);
/* Drops the upload of a principal; NULL-safe. */
void evidence_uploads_drop_of(struct evidence_uploads *u, uint32_t principal);
void evidence_uploads_tidy(struct evidence_uploads *u, usec_t wall);

int evidence_take(struct request *rq, const Duban__EvidencePartRequest *q);
/* The upload, if it is complete; the draft lives until it is dropped. Verdicts: there is no upload
 * with that id, or parts are missing. */
struct evidence_whole {
	struct blob_draft *draft;
	uint64_t size;
	uint8_t digest[HASH_SIZE];
};
int evidence_whole(struct request *rq, const Duban__EvidenceCommitRequest *q,
		   struct evidence_whole *ret);
void evidence_drop(struct request *rq, struct bytes id);
