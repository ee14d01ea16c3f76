#include "bus/door/zap.h"

#include <string.h>

#include <zmq.h>

#include "bus/zmq/zmq_source.h"
#include "proto/bytes.h"

#define ZAP_ENDPOINT "inproc://zeromq.zap.01"

enum {
	FRAME_VERSION,
	FRAME_REQUEST_ID,
	FRAME_DOMAIN,
	FRAME_ADDRESS,
	FRAME_IDENTITY,
	FRAME_MECHANISM,
	FRAME_KEY,
	FRAME_MAX_,
};

/* Connections checked in one iteration of the loop, so that many at once do not delay the other
 * sockets. */
#define ZAP_BUDGET 64

struct zap {
	struct zap_config c;
	void *socket;
	struct zmq_source *source;
};

struct question {
	zmq_msg_t frame[FRAME_MAX_];
	int n;
};

static struct bytes frame(struct question *q, int i)
{
	return BYTES(zmq_msg_data(&q->frame[i]), zmq_msg_size(&q->frame[i]));
}

static bool frame_is(struct question *q, int i, const char *text)
{
	return bytes_equal(frame(q, i), BYTES_STR(text));
}

static void question_done(struct question *q)
{
	for (int i = 0; i < FRAME_MAX_; i++)
		(void)zmq_msg_close(&q->frame[i]);
}

/* Reads all frames of a message. Surplus frames are counted and dropped. */
static int receive(void *socket, struct question *q)
{
	int more = 1;

	for (q->n = 0; more; q->n++) {
		zmq_msg_t m;

		(void)zmq_msg_init(&m);
		if (zmq_msg_recv(&m, socket, ZMQ_DONTWAIT) < 0)
			return zmq_error();
		more = zmq_msg_more(&m);
		if (q->n < FRAME_MAX_)
			(void)zmq_msg_move(&q->frame[q->n], &m);
		(void)zmq_msg_close(&m);
	}
	return 0;
}

static int send_part(void *socket, const char *text, bool more)
{
	int n = zmq_send(socket, text, strlen(text), ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));

	return n < 0 ? zmq_error() : 0;
}

static int answer(struct zap *z, struct question *q, const char *code, const char *user_id)
{
	struct bytes id = frame(q, FRAME_REQUEST_ID);
	const char *parts[] = {code, code[0] == '2' ? "OK" : "no", user_id, ""};
	int r = send_part(z->socket, "1.0", true);

	if (r < 0)
		return r;
	if (zmq_send(z->socket, id.data, id.size, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
		return zmq_error();
	for (int i = 0; i < 4; i++) {
		r = send_part(z->socket, parts[i], i < 3);
		if (r < 0)
			return r;
	}
	return 0;
}

static void count(struct zap *z, struct question *q, enum door door, const char *why)
{
	struct bytes address = frame(q, FRAME_ADDRESS);
	char who[64] = "";

	memcpy(who, address.data, address.size < sizeof who ? address.size : sizeof who - 1);
	denials_add(z->c.denials, door, who, why);
}

static int judge(struct zap *z, struct question *q)
{
	enum door door =
	    frame_is(q, FRAME_DOMAIN, door_name(DOOR_FEED)) ? DOOR_FEED : DOOR_COMMANDS;
	char user_id[USER_ID_TEXT_MAX];
	int r;

	if (q->n != FRAME_MAX_ || !frame_is(q, FRAME_VERSION, "1.0") ||
	    !frame_is(q, FRAME_DOMAIN, door_name(door)) || !frame_is(q, FRAME_MECHANISM, "CURVE") ||
	    zmq_msg_size(&q->frame[FRAME_KEY]) != CURVE_KEY_SIZE) {
		count(z, q, door, "not a CURVE key");
		return answer(z, q, "400", "");
	}
	r = z->c.admit(z->c.user, door, zmq_msg_data(&q->frame[FRAME_KEY]));
	if (r < 0)
		return r;
	if (r > 0) {
		count(z, q, door,
		      "the key is unknown, revoked, outside its dates or not allowed at this "
		      "endpoint");
		return answer(z, q, "400", "");
	}
	(void)zmq_z85_encode(user_id, zmq_msg_data(&q->frame[FRAME_KEY]), CURVE_KEY_SIZE);
	return answer(z, q, "200", user_id);
}

static int on_question(void *user)
{
	struct zap *z = user;
	int r = 0;

	for (int i = 0; i < ZAP_BUDGET && r == 0; i++) {
		struct question q;

		for (int k = 0; k < FRAME_MAX_; k++)
			(void)zmq_msg_init(&q.frame[k]);
		r = receive(z->socket, &q);
		if (r == 0)
			r = judge(z, &q);
		question_done(&q);
	}
	return r == -EAGAIN ? 0 : r;
}

int zap_new(struct zap **ret, const struct zap_config *c)
{
	_cleanup_(zap_freep) struct zap *z = calloc(1, sizeof *z);
	int r;

	if (!z)
		return -ENOMEM;
	z->c = *c;
	z->socket = zmq_socket(c->context, ZMQ_REP);
	if (!z->socket)
		return zmq_error();
	r = socket_set_int(z->socket, ZMQ_LINGER, 0);
	if (r < 0)
		return r;
	if (zmq_bind(z->socket, ZAP_ENDPOINT) != 0)
		return zmq_error();
	r = zmq_source_new(&z->source, c->event, z->socket, on_question, z);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(z);
	return 0;
}

struct zap *zap_free(struct zap *z)
{
	if (!z)
		return NULL;
	zmq_source_free(z->source);
	socket_close(z->socket);
	free(z);
	return NULL;
}

bool zap_user_key(void *message, uint8_t ret[CURVE_KEY_SIZE])
{
	const char *text = zmq_msg_gets(message, "User-Id");

	return text && strlen(text) == USER_ID_TEXT_MAX - 1 && zmq_z85_decode(ret, text);
}
