/* Files on their way in: parts of EVIDENCE_PART_BYTES (the last may be shorter), one open upload
 * a principal, EVIDENCE_UPLOADS_BYTES of all. A part is written, hashed and synced when it comes
 * (store/blob/blob.h), so that neither it nor the commit holds the others up; EVIDENCE_PARTS_EARLY
 * may come before their turn and wait in memory. What is not committed is dropped after
 * UPLOAD_IDLE_SEC without a part. */
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
void evidence_uploads_tidy(struct evidence_uploads *u, usec_t wall);

int evidence_take(struct request *rq, const Duban__EvidencePartRequest *q);
/* The upload, if it is whole; the draft lives until it is dropped. Verdicts: there is none of
 * that id, or it lacks parts. */
struct evidence_whole {
	struct blob_draft *draft;
	uint64_t size;
	uint8_t digest[HASH_SIZE];
};
int evidence_whole(struct request *rq, const Duban__EvidenceCommitRequest *q,
		   struct evidence_whole *ret);
void evidence_drop(struct request *rq, struct bytes id);
