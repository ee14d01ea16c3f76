#include "bus/round/letter.h"

#include <string.h>

#include "bus/zmtp/server.h"

static int fill(struct letter *l, struct bytes bytes)
{
	l->data = malloc(bytes.size + 1);
	if (!l->data)
		return -ENOMEM;
	if (bytes.size > 0)
		memcpy(l->data, bytes.data, bytes.size);
	l->size = bytes.size;
	return 0;
}

int letter_take(struct letter *ret, struct zmtp_server *server, const struct zmtp_message *m)
{
	*ret = (struct letter){.server = server,
			       .peer = m->peer,
			       .account = m->account,
			       .prompt = m->prompt,
			       .delimiter = m->delimiter};
	memcpy(ret->key, m->key, sizeof ret->key);
	return fill(ret, m->body);
}

void letter_done(struct letter *l)
{
	free(l->data);
	l->data = NULL;
	l->size = 0;
}

void letter_move(struct letter *to, struct letter *from)
{
	*to = *from;
	from->data = NULL;
	from->size = 0;
}

int letter_answer(struct letter *ret, const struct letter *request, struct bytes bytes)
{
	*ret = (struct letter){.server = request->server,
			       .peer = request->peer,
			       .local = request->local,
			       .prompt = request->prompt,
			       .delimiter = request->delimiter};
	return fill(ret, bytes);
}

struct bytes letter_bytes(const struct letter *l)
{
	return BYTES(l->data, l->size);
}
