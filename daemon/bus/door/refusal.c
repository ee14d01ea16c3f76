#include "bus/door/refusal.h"

#include <assert.h>

#include "bus/door/peek.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

enum { FIELD_REQUEST_ID = 2 };

size_t refusal_pack(struct bytes request, int status, const char *code, uint8_t buf[REFUSAL_MAX])
{
	Duban__Reply reply = DUBAN__REPLY__INIT;
	Duban__Problem problem = DUBAN__PROBLEM__INIT, *problems[] = {&problem};
	struct bytes id;

	reply.version = WIRE_VERSION;
	reply.status = (Duban__Status)status;
	if (peek_bytes(request, FIELD_REQUEST_ID, &id) && id.size == REQUEST_ID_SIZE)
		reply.request_id =
		    (ProtobufCBinaryData){.len = id.size, .data = (uint8_t *)(uintptr_t)id.data};
	problem.code = (char *)(uintptr_t)code;
	reply.problem = problems;
	reply.n_problem = 1;
	assert(duban__reply__get_packed_size(&reply) <= REFUSAL_MAX);
	return duban__reply__pack(&reply, buf);
}
