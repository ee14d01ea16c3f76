/* Stored files that a command names as its evidence (佐证). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <protobuf-c/protobuf-c.h>

struct request;

/* Refuses what is not a digest, what is not stored with the project, and more than EVIDENCE_MAX.
 * Project 0: what the caller may not see. */
int evidence_check_attached(struct request *rq, uint32_t project, const ProtobufCBinaryData *digest,
			    size_t n);
