#include "model/core/request.h"

#include "model/core/record.h"

Duban__RequestMark *request_mark(struct txn *t, struct arena *a, uint32_t principal,
				 struct bytes request_id)
{
	struct key *k = key_raw(key_u32(KEY(), principal), request_id);

	return record_get(t, TABLE_request, key_bytes(k), &duban__request_mark__descriptor, a);
}
