#include "bus/round/outbox.h"

#include "bus/zmtp/server.h"

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

int outbox_add(struct outbox *o, const struct letter *request, struct bytes reply)
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

static bool deliver(const struct letter *l)
{
	return zmtp_server_send(l->server, l->peer, l->delimiter, letter_bytes(l)) == 0;
}

static void flush(struct outbox *o, bool prompt)
{
	for (size_t i = 0; i < o->n; i++)
		if (o->letter[i].prompt == prompt && !deliver(&o->letter[i]))
			o->dropped++;
	/* several replies to one connection leave together */
	for (size_t i = 0; i < o->n; i++)
		if (o->letter[i].prompt == prompt)
			zmtp_server_flush(o->letter[i].server);
}

void outbox_flush(struct outbox *o)
{
	flush(o, true);
	flush(o, false);
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
