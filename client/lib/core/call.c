#include <string.h>

#include "client/lib/core/client.h"
#include "client/lib/core/failure.h"
#include "client/lib/core/reply.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"
#include "proto/wire.h"

static int pick_id(struct duban *d, const Duban__Request *request)
{
	if (request->request_id.len == 0) {
		if (duban_request_id_new(d->request_id) < 0)
			return failure_set(&d->failure, DUBAN_E_SYSTEM, NULL,
					   "no random bytes for a request id");
		return 0;
	}
	if (request->request_id.len != REQUEST_ID_SIZE)
		return failure_set(&d->failure, DUBAN_E_ARGUMENT, NULL, "a request id has %d bytes",
				   REQUEST_ID_SIZE);
	memcpy(d->request_id, request->request_id.data, REQUEST_ID_SIZE);
	return 0;
}

int duban_call(struct duban *d, const Duban__Request *request, struct duban_reply **ret)
{
	Duban__Request copy = *request;
	int r = pick_id(d, request);
	if (r < 0)
		return r;
	copy.version = WIRE_VERSION;
	copy.request_id = (ProtobufCBinaryData){REQUEST_ID_SIZE, d->request_id};
	size_t size = duban__request__get_packed_size(&copy);
	if (size > WIRE_MESSAGE_MAX)
		return failure_set(&d->failure, DUBAN_E_TOO_LARGE, NULL,
				   "the request has %zu bytes, at most %d are allowed", size,
				   WIRE_MESSAGE_MAX);
	_cleanup_free_ uint8_t *bytes = malloc(size);
	if (!bytes)
		return failure_set(&d->failure, DUBAN_E_MEMORY, NULL, "no memory for a request");
	(void)duban__request__pack(&copy, bytes);
	return client_ask(d, BYTES(bytes, size), ret);
}

static void request_freep(Duban__Request **request)
{
	if (*request)
		duban__request__free_unpacked(*request, NULL);
}

int duban_call_raw(struct duban *d, const void *request, size_t size, struct duban_reply **ret)
{
	enum wire_fault fault = wire_check(&duban__request__descriptor, BYTES(request, size));
	if (fault != WIRE_FINE)
		return failure_as(&d->failure, wire_fault_code(fault),
				  failure_set(&d->failure, DUBAN_E_ARGUMENT, NULL,
					      "these %zu bytes are no request (%s)", size,
					      wire_fault_code(fault)));
	_cleanup_(request_freep) Duban__Request *unpacked =
	    duban__request__unpack(NULL, size, request);
	if (!unpacked)
		return failure_set(&d->failure, DUBAN_E_ARGUMENT, NULL,
				   "these %zu bytes are no request", size);
	return duban_call(d, unpacked, ret);
}

void duban_last_request_id(const struct duban *d, uint8_t ret[DUBAN_REQUEST_ID])
{
	memcpy(ret, d->request_id, DUBAN_REQUEST_ID);
}
