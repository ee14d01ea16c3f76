#include "unit/client/fake.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <zmq.h>

#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/wire.h"

struct fake {
	struct fake_options options;
	void *context, *router, *zap;
	atomic_bool refuse;
	char endpoint[256];
	char public_key[DUBAN_KEY_TEXT], secret_key[DUBAN_KEY_TEXT];
	int stop_fd;
	pthread_t thread;
	struct fake_out out;
};

/* Aborts the test if a condition that it needs does not hold. */
static void need(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fake: %s: %s\n", what, zmq_strerror(zmq_errno()));
	abort();
}

static void close_socket(void *socket)
{
	int zero = 0;
	if (!socket)
		return;
	(void)zmq_setsockopt(socket, ZMQ_LINGER, &zero, sizeof zero);
	(void)zmq_close(socket);
}

static bool bind_router(struct fake *f)
{
	int one = 1;
	size_t size = sizeof f->endpoint;
	f->router = zmq_socket(f->context, ZMQ_ROUTER);
	need(f->router, "socket");
	if (f->options.curve) {
		need(zmq_setsockopt(f->router, ZMQ_CURVE_SERVER, &one, sizeof one) == 0 &&
			 zmq_setsockopt(f->router, ZMQ_CURVE_SECRETKEY, f->secret_key,
					sizeof f->secret_key) == 0 &&
			 zmq_setsockopt(f->router, ZMQ_ZAP_DOMAIN, "fake", 4) == 0,
		     "keys");
	}
	if (zmq_bind(f->router, f->endpoint) < 0) {
		close_socket(f->router);
		return false;
	}
	need(zmq_getsockopt(f->router, ZMQ_LAST_ENDPOINT, f->endpoint, &size) == 0, "endpoint");
	return true;
}

/* Retries the bind: the address is free only when ZeroMQ's own thread has closed the listener. */
static void restart(struct fake *f)
{
	close_socket(f->router);
	while (!bind_router(f))
		;
}

/* To a port that nobody knows. */
static void move_away(struct fake *f)
{
	(void)snprintf(f->endpoint, sizeof f->endpoint, "tcp://127.0.0.1:*");
	restart(f);
}

/* ---- one request */

/* Reads all frames of a message; the first goes to `first`, the last to `last`. */
static bool read_message(void *socket, zmq_msg_t *first, zmq_msg_t *last)
{
	(void)zmq_msg_init(first);
	(void)zmq_msg_init(last);
	if (zmq_msg_recv(first, socket, ZMQ_DONTWAIT) < 0)
		return false;
	while (zmq_msg_more(first) && zmq_msg_recv(last, socket, ZMQ_DONTWAIT) >= 0)
		if (!zmq_msg_more(last))
			break;
	return true;
}

static void send_answer(struct fake *f, zmq_msg_t *peer, enum fake_act act)
{
	for (int n = act == FAKE_TWICE ? 2 : 1; n > 0; n--) {
		(void)zmq_send(f->router, zmq_msg_data(peer), zmq_msg_size(peer), ZMQ_SNDMORE);
		(void)zmq_send(f->router, f->out.bytes, f->out.size,
			       act == FAKE_FRAMES ? ZMQ_SNDMORE : 0);
		if (act == FAKE_FRAMES)
			(void)zmq_send(f->router, "more", 4, 0);
	}
}

static void serve(struct fake *f)
{
	zmq_msg_t peer, payload;
	if (read_message(f->router, &peer, &payload)) {
		struct bytes bytes = BYTES(zmq_msg_data(&payload), zmq_msg_size(&payload));
		need(wire_check(&duban__request__descriptor, bytes) == WIRE_FINE, "bad request");
		Duban__Request *request = duban__request__unpack(NULL, bytes.size, bytes.data);
		f->out.size = 0;
		enum fake_act act = f->options.answer(f->options.userdata, request, &f->out);
		if (act == FAKE_RESTART)
			restart(f);
		else if (act == FAKE_LEAVE)
			move_away(f);
		else if (act != FAKE_SILENCE)
			send_answer(f, &peer, act);
		duban__request__free_unpacked(request, NULL);
	}
	(void)zmq_msg_close(&peer);
	(void)zmq_msg_close(&payload);
}

/* ZAP: [peer] "" "1.0" request-id domain address identity mechanism key */
static void serve_zap(struct fake *f)
{
	char frame[9][256];
	int size[9], n = 0, more = 1;
	size_t more_size = sizeof more;
	while (more && n < 9) {
		size[n] = zmq_recv(f->zap, frame[n], sizeof frame[n], 0);
		(void)zmq_getsockopt(f->zap, ZMQ_RCVMORE, &more, &more_size);
		n++;
	}
	const char *status = f->refuse ? "400" : f->options.zap ? f->options.zap : "200";
	(void)zmq_send(f->zap, frame[0], (size_t)size[0], ZMQ_SNDMORE);
	(void)zmq_send(f->zap, "", 0, ZMQ_SNDMORE);
	(void)zmq_send(f->zap, "1.0", 3, ZMQ_SNDMORE);
	(void)zmq_send(f->zap, frame[3], (size_t)size[3], ZMQ_SNDMORE);
	(void)zmq_send(f->zap, status, strlen(status), ZMQ_SNDMORE);
	(void)zmq_send(f->zap, "", 0, ZMQ_SNDMORE);
	(void)zmq_send(f->zap, "", 0, ZMQ_SNDMORE);
	(void)zmq_send(f->zap, "", 0, 0);
}

static void *run(void *fake)
{
	struct fake *f = fake;
	for (;;) {
		zmq_pollitem_t items[] = {{.fd = f->stop_fd, .events = ZMQ_POLLIN},
					  {.socket = f->router, .events = ZMQ_POLLIN},
					  {.socket = f->zap, .events = ZMQ_POLLIN}};
		(void)zmq_poll(items, f->zap ? 3 : 2, -1);
		if (items[0].revents)
			return NULL;
		if (items[1].revents)
			serve(f);
		if (f->zap && items[2].revents)
			serve_zap(f);
	}
}

/* ---- */

struct fake *fake_start(const struct fake_options *options)
{
	struct fake *f = calloc(1, sizeof *f);
	need(f, "memory");
	f->options = *options;
	f->context = zmq_ctx_new();
	f->stop_fd = eventfd(0, EFD_CLOEXEC);
	(void)snprintf(f->endpoint, sizeof f->endpoint, "%s",
		       options->endpoint ? options->endpoint : "tcp://127.0.0.1:*");
	need(duban_key_new(f->public_key, f->secret_key) == 0, "keys");
	if (options->like) {
		memcpy(f->public_key, options->like->public_key, sizeof f->public_key);
		memcpy(f->secret_key, options->like->secret_key, sizeof f->secret_key);
	}
	if (options->curve) {
		f->zap = zmq_socket(f->context, ZMQ_ROUTER);
		need(zmq_bind(f->zap, "inproc://zeromq.zap.01") == 0, "zap");
	}
	need(bind_router(f), "bind");
	need(pthread_create(&f->thread, NULL, run, f) == 0, "thread");
	return f;
}

void fake_refuse_keys(struct fake *f, bool refuse)
{
	f->refuse = refuse;
}

struct fake *fake_stop(struct fake *f)
{
	if (!f)
		return NULL;
	(void)eventfd_write(f->stop_fd, 1);
	(void)pthread_join(f->thread, NULL);
	close_socket(f->router);
	close_socket(f->zap);
	(void)zmq_ctx_term(f->context);
	(void)close(f->stop_fd);
	free(f);
	return NULL;
}

const char *fake_endpoint(const struct fake *f)
{
	return f->endpoint;
}

void fake_connection(const struct fake *f, const char *path)
{
	struct duban_connection c = {.name = "tester"};
	(void)snprintf(c.commands[0], sizeof c.commands[0], "%s", f->endpoint);
	memcpy(c.server_key, f->public_key, sizeof c.server_key);
	need(duban_key_new(c.public_key, c.secret_key) == 0, "keys");
	need(duban_connection_write(path, &c, true, NULL) == 0, "connection file");
}

void fake_reply(struct fake_out *out, const Duban__Request *request, Duban__Reply *reply)
{
	reply->version = WIRE_VERSION;
	reply->request_id = request->request_id;
	need(duban__reply__get_packed_size(reply) <= sizeof out->bytes, "room for the reply");
	out->size = duban__reply__pack(reply, out->bytes);
}

enum fake_act fake_ok(void *userdata, const Duban__Request *request, struct fake_out *out)
{
	Duban__Reply reply = DUBAN__REPLY__INIT;
	(void)userdata;
	reply.seq = 7;
	fake_reply(out, request, &reply);
	return FAKE_ANSWER;
}
