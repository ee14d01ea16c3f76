#include "bus/round/letter.h"

#include <string.h>

void letter_init(struct letter *l)
{
	*l = (struct letter){0};
	(void)zmq_msg_init(&l->peer);
	(void)zmq_msg_init(&l->message);
}

void letter_done(struct letter *l)
{
	(void)zmq_msg_close(&l->peer);
	(void)zmq_msg_close(&l->message);
}

static void move_peer(struct letter *to, struct letter *from)
{
	to->socket = from->socket;
	to->local = from->local;
	to->delimiter = from->delimiter;
	(void)zmq_msg_move(&to->peer, &from->peer);
}

void letter_move(struct letter *to, struct letter *from)
{
	letter_init(to);
	move_peer(to, from);
	(void)zmq_msg_move(&to->message, &from->message);
}

int letter_answer(struct letter *ret, struct letter *request, struct bytes bytes)
{
	*ret = (struct letter){0};
	if (zmq_msg_init_size(&ret->message, bytes.size) != 0)
		return -ENOMEM;
	if (bytes.size > 0)
		memcpy(zmq_msg_data(&ret->message), bytes.data, bytes.size);
	(void)zmq_msg_init(&ret->peer);
	move_peer(ret, request);
	return 0;
}

struct bytes letter_bytes(struct letter *l)
{
	return BYTES(zmq_msg_data(&l->message), zmq_msg_size(&l->message));
}
