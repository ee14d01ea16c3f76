#include "bus/round/router.h"

#include "bus/core/limits.h"
#include "bus/door/full.h"

struct router {
	struct router_config c;
	struct zmtp_server *server;
};

static int serve_one(struct router *r)
{
	struct zmtp_message m;
	struct letter l;
	int k = zmtp_server_next(r->server, &m);

	if (k == 0)
		k = letter_take(&l, r->server, &m);
	if (k < 0)
		return k;
	l.local = r->c.door == DOOR_ADMIN;
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

static int admit(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	struct router *r = user;

	return r->c.admit(r->c.user, key, ret);
}

static void refused(void *user, const char *who, const char *why)
{
	struct router *r = user;

	denials_add(r->c.denials, r->c.door, who, why);
}

static void full(void *user, bool is_full)
{
	struct router *r = user;

	door_full(r->c.door, is_full);
}

int router_new(struct router **ret, const struct router_config *c)
{
	_cleanup_(router_freep) struct router *r = calloc(1, sizeof *r);
	bool local = c->door == DOOR_ADMIN;
	int k;

	if (!r)
		return -ENOMEM;
	r->c = *c;
	k = zmtp_server_new(
	    &r->server, &(struct zmtp_config){.event = c->event,
					      .type = "ROUTER",
					      .keys = local ? NULL : c->keys,
					      .message_max = WIRE_MESSAGE_MAX + WIRE_TOO_LARGE_ROOM,
					      .waiting_max = REPLIES_WAITING_MAX,
					      .peers_max = c->peers_max,
					      .admit = admit,
					      .readable = on_request,
					      .refused = refused,
					      .full = full,
					      .user = r});
	if (k < 0)
		return k;
	*ret = TAKE_PTR(r);
	return 0;
}

struct router *router_free(struct router *r)
{
	if (!r)
		return NULL;
	zmtp_server_free(r->server);
	free(r);
	return NULL;
}

struct zmtp_server *router_server(struct router *r)
{
	return r->server;
}

bool router_pending(struct router *r)
{
	return zmtp_server_pending(r->server);
}
