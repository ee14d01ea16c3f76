/* A place, made and removed, and clients of Debian's libzmq at it. */
#pragma once

#include "place.h"

static inline void make(struct place *p, const char *type, bool curve)
{
	const char *fault = "";
	struct zmtp_config c = {.type = type,
				.keys = curve ? &p->keys : NULL,
				.message_max = MESSAGE_MAX,
				.waiting_max = WAITING_MAX,
				.peers_max = curve ? PLACES : PEERS,
				.admit = admit,
				.readable = echo,
				.refused = refused,
				.full = full,
				.user = p};

	*p = (struct place){.keys.n = 1};
	p->accounts.limits = account_limits_of(0, 0, 0);
	assert_int_equal(curve_setup(), 0);
	assert_int_equal(sd_event_new(&p->loop), 0);
	c.event = p->loop;
	p->context = zmq_ctx_new();
	crypto_box_keypair(p->keys.key[0].public, p->keys.key[0].secret);
	(void)z85_text(p->keys.key[0].public, CURVE_KEY_SIZE, p->server_key);
	zmq_curve_keypair(p->known.public, p->known.secret);
	zmq_curve_keypair(p->unknown.public, p->unknown.secret);
	assert_int_equal(zmtp_server_new(&p->server, &c), 0);
	assert_int_equal(listener_open("tcp://127.0.0.1:0", &p->fd, &fault), 0);
	(void)listener_name(p->fd, p->endpoint);
	assert_int_equal(zmtp_server_listen(p->server, p->fd), 0);
}

static inline void unmake(struct place *p)
{
	zmtp_server_free(p->server);
	assert_int_equal(p->accounts.held, 0);
	accounts_done(&p->accounts);
	(void)close(p->fd);
	zmq_ctx_term(p->context);
	sd_event_unref(p->loop);
}

/* A libzmq socket that connects with the known key. */
static inline void *client(struct place *p, int type)
{
	void *s = zmq_socket(p->context, type);
	int zero = 0;

	zmq_setsockopt(s, ZMQ_LINGER, &zero, sizeof zero);
	zmq_setsockopt(s, ZMQ_CURVE_SERVERKEY, p->server_key, 41);
	zmq_setsockopt(s, ZMQ_CURVE_PUBLICKEY, p->known.public, 41);
	zmq_setsockopt(s, ZMQ_CURVE_SECRETKEY, p->known.secret, 41);
	if (type == ZMQ_SUB)
		zmq_setsockopt(s, ZMQ_SUBSCRIBE, "a/", 2);
	assert_int_equal(zmq_connect(s, p->endpoint), 0);
	return s;
}

/* Runs the server until the client has something; returns what zmq_recv() does. */
static inline int hear(struct place *p, void *s, void *buf, size_t size)
{
	int n = -1;

	for (int i = 0; i < 1000 && n < 0; i++) {
		n = zmq_recv(s, buf, size, ZMQ_DONTWAIT);
		if (n < 0)
			(void)sd_event_run(p->loop, 10000);
	}
	return n;
}
