#include "bus/round/outbox.h"

struct outbox {
	struct letter *letter;
	size_t n, room;
	size_t bytes;
	uint64_t dropped;
};

int outbox_new(struct outbox **ret)
{
	struct outbox *o = calloc(1, sizeof *o);

	if (!o)
		return -ENOMEM;
	*ret = o;
	return 0;
}

static void forget_all(struct outbox *o)
{
	for (size_t i = 0; i < o->n; i++)
		letter_done(&o->letter[i]);
	o->n = o->bytes = 0;
}

struct outbox *outbox_free(struct outbox *o)
{
	if (!o)
		return NULL;
	forget_all(o);
	free(o->letter);
	free(o);
	return NULL;
}

/* realloc() may move the letters: a zmq_msg_t holds no pointer into itself. */
static int make_room(struct outbox *o)
{
	size_t room = o->room ? 2 * o->room : 64;
	struct letter *l;

	if (o->n < o->room)
		return 0;
	l = reallocarray(o->letter, room, sizeof *l);
	if (!l)
		return -ENOMEM;
	o->letter = l;
	o->room = room;
	return 0;
}

int outbox_add(struct outbox *o, struct letter *request, struct bytes reply)
{
	int r = make_room(o);

	if (r == 0)
		r = letter_answer(&o->letter[o->n], request, reply);
	if (r < 0)
		return r;
	o->bytes += reply.size;
	o->n++;
	return 0;
}

static bool deliver(struct letter *l)
{
	if (zmq_msg_send(&l->peer, l->socket, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
		return false;
	/* once ZeroMQ has accepted the routing frame, it accepts the rest of the message too */
	if (l->delimiter && zmq_send(l->socket, "", 0, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
		return false;
	return zmq_msg_send(&l->message, l->socket, ZMQ_DONTWAIT) >= 0;
}

void outbox_flush(struct outbox *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (!deliver(&o->letter[i]))
			o->dropped++;
	forget_all(o);
}

size_t outbox_bytes(const struct outbox *o)
{
	return o->bytes;
}

uint64_t outbox_dropped(const struct outbox *o)
{
	return o->dropped;
}
