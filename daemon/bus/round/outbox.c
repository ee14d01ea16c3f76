#include "bus/round/outbox.h"

#include <stdbool.h>

struct letter {
	struct envelope to;
	zmq_msg_t reply;
};

struct outbox {
	struct letter *letter;
	size_t n, room;
	size_t bytes;
	uint64_t dropped;
};

void envelope_init(struct envelope *e)
{
	*e = (struct envelope){0};
	(void)zmq_msg_init(&e->id);
}

void envelope_move(struct envelope *to, struct envelope *from)
{
	to->socket = from->socket;
	to->local = from->local;
	to->delimiter = from->delimiter;
	(void)zmq_msg_move(&to->id, &from->id);
}

void envelope_done(struct envelope *e)
{
	(void)zmq_msg_close(&e->id);
}

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
	for (size_t i = 0; i < o->n; i++) {
		envelope_done(&o->letter[i].to);
		(void)zmq_msg_close(&o->letter[i].reply);
	}
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

/* A zmq_msg_t holds no pointer into itself: realloc may move it. */
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

int outbox_add(struct outbox *o, struct envelope *to, struct bytes reply)
{
	struct letter *l;
	int r = make_room(o);

	if (r < 0)
		return r;
	l = &o->letter[o->n];
	if (zmq_msg_init_size(&l->reply, reply.size) != 0)
		return -ENOMEM;
	if (reply.size > 0)
		memcpy(zmq_msg_data(&l->reply), reply.data, reply.size);
	envelope_init(&l->to);
	envelope_move(&l->to, to);
	o->bytes += reply.size;
	o->n++;
	return 0;
}

static bool deliver(struct letter *l)
{
	void *socket = l->to.socket;

	if (zmq_msg_send(&l->to.id, socket, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
		return false;
	/* once the routing frame was taken the rest of the message is, too */
	if (l->to.delimiter && zmq_send(socket, "", 0, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0)
		return false;
	return zmq_msg_send(&l->reply, socket, ZMQ_DONTWAIT) >= 0;
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
