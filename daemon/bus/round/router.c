#include "bus/round/router.h"

#include "bus/zmq/zmq_source.h"

struct router {
	struct router_config c;
	void *socket;
	struct zmq_source *source;
};

/* Puts frame `i` of a message into `l`: frame 0 is the routing id, then comes [payload] or
 * [empty][payload]. False: the frame does not fit this form. */
static bool place(struct letter *l, int i, zmq_msg_t *frame, bool more)
{
	if (i == 0)
		(void)zmq_msg_move(&l->peer, frame);
	else if (i == 1 && more && zmq_msg_size(frame) == 0)
		l->delimiter = true;
	else if (!more && i == 1 + l->delimiter)
		(void)zmq_msg_move(&l->message, frame);
	else
		return false;
	return true;
}

/* Reads one message with all its frames. -EAGAIN: none waits. *ret_whole false: not in one of the
 * two forms. */
static int receive(struct router *r, struct letter *l, bool *ret_whole)
{
	bool more = true, fits = true;
	int i = 0;

	for (; more; i++) {
		zmq_msg_t frame;

		(void)zmq_msg_init(&frame);
		if (zmq_msg_recv(&frame, r->socket, ZMQ_DONTWAIT) < 0)
			return zmq_error();
		more = zmq_msg_more(&frame) != 0;
		fits = place(l, i, &frame, more) && fits;
		(void)zmq_msg_close(&frame);
	}
	l->socket = r->socket;
	l->local = r->c.door == DOOR_ADMIN;
	*ret_whole = fits && i >= 2;
	return 0;
}

static int serve_one(struct router *r)
{
	struct letter l;
	bool whole = false;
	int k;

	letter_init(&l);
	k = receive(r, &l, &whole);
	if (k == 0 && !whole)
		denials_add(r->c.denials, r->c.door, NULL,
			    "the message does not have exactly one payload frame");
	else if (k == 0)
		k = rounds_serve(r->c.rounds, &l);
	letter_done(&l);
	return k;
}

/* One round: serves the requests that wait now, up to the limits of a round. */
static int on_request(void *user)
{
	struct router *r = user;
	int k = 0;

	rounds_begin(r->c.rounds);
	while (k == 0 && !rounds_full(r->c.rounds))
		k = serve_one(r);
	/* after a fatal error nothing of this round may be sent */
	if (k < 0 && k != -EAGAIN)
		return k;
	return rounds_close(r->c.rounds);
}

int router_new(struct router **ret, const struct router_config *c)
{
	_cleanup_(router_freep) struct router *r = calloc(1, sizeof *r);
	int k;

	if (!r)
		return -ENOMEM;
	r->c = *c;
	k = socket_new(&r->socket, c->context, c->door, c->secret);
	if (k < 0)
		return k;
	k = zmq_source_new(&r->source, c->event, r->socket, on_request, r);
	if (k < 0)
		return k;
	*ret = TAKE_PTR(r);
	return 0;
}

struct router *router_free(struct router *r)
{
	if (!r)
		return NULL;
	zmq_source_free(r->source);
	socket_close(r->socket);
	free(r);
	return NULL;
}

void *router_socket(struct router *r)
{
	return r->socket;
}

bool router_pending(struct router *r)
{
	return zmq_source_pending(r->source);
}
