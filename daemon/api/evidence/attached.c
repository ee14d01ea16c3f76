#include "api/evidence/attached.h"

#include "api/core/request.h"
#include "api/evidence/shown.h"
#include "model/evidence/evidence.h"
#include "proto/limits.h"
#include "store/db/txn.h"

int evidence_check_attached(struct request *rq, uint32_t project, const ProtobufCBinaryData *digest,
			    size_t n)
{
	if (n > EVIDENCE_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "evidence.too_many",
				      arena_printf(rq->arena, "%d", EVIDENCE_MAX), NULL);
	for (size_t i = 0; i < n; i++) {
		struct bytes one = BYTES(digest[i].data, digest[i].len);

		if (one.size != HASH_SIZE)
			return request_refuse(rq, STATUS_INVALID, "evidence.bad_digest", NULL);
		if (project ? !evidence_of(rq->txn, project, one)
			    : !evidence_shown(rq, rq->arena, one))
			return request_refuse(rq, STATUS_NOT_FOUND, "evidence.unknown",
					      request_hex(rq, one), NULL);
	}
	return txn_error(rq->txn);
}
