#include "bus/round/probe.h"

#include <zmq.h>

#include "bus/zmq/socket.h"
#include "bus/zmq/zmq_source.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

struct probe {
	void *socket;
	struct zmq_source *source;
	uint64_t asked, answered;
};

static int on_answer(void *user)
{
	struct probe *p = user;
	char unused[1];

	while (zmq_recv(p->socket, unused, sizeof unused, ZMQ_DONTWAIT) >= 0)
		p->answered++;
	return 0;
}

int probe_ask(struct probe *p, bool *ret_answered)
{
	static const uint8_t id[REQUEST_ID_SIZE] = "duban-probe";
	Duban__StatusRequest status = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	uint8_t buf[64];
	size_t n;

	*ret_answered = p->answered == p->asked;
	if (!*ret_answered)
		return 0;
	request.version = WIRE_VERSION;
	request.request_id =
	    (ProtobufCBinaryData){.len = sizeof id, .data = (uint8_t *)(uintptr_t)id};
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &status;
	assert(duban__request__get_packed_size(&request) <= sizeof buf);
	n = duban__request__pack(&request, buf);
	if (zmq_send(p->socket, buf, n, ZMQ_DONTWAIT) < 0)
		return zmq_error();
	p->asked++;
	return 0;
}

int probe_new(struct probe **ret, sd_event *event, void *context)
{
	_cleanup_(probe_freep) struct probe *p = calloc(1, sizeof *p);
	int r;

	if (!p)
		return -ENOMEM;
	p->socket = zmq_socket(context, ZMQ_DEALER);
	if (!p->socket)
		return zmq_error();
	r = socket_set_int(p->socket, ZMQ_LINGER, 0);
	if (r < 0)
		return r;
	if (zmq_connect(p->socket, PROBE_ENDPOINT) != 0)
		return zmq_error();
	r = zmq_source_new(&p->source, event, p->socket, on_answer, p);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(p);
	return 0;
}

struct probe *probe_free(struct probe *p)
{
	if (!p)
		return NULL;
	zmq_source_free(p->source);
	socket_close(p->socket);
	free(p);
	return NULL;
}
