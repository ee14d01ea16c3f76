#include "bus/round/bus.h"

#include <string.h>

#include <zmq.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/log.h"
#include "bus/core/messages.h"
#include "bus/door/doorway.h"
#include "bus/door/listener.h"
#include "bus/door/selftest.h"
#include "bus/door/zap.h"
#include "bus/round/probe.h"
#include "bus/round/publisher.h"
#include "bus/round/router.h"
#include "bus/zmq/zmq_source.h"

struct bus {
	struct bus_config c;
	int admin_fd, commands_fd, feed_fd;
	void *context;
	struct denials *denials;
	struct zap *zap;
	struct rounds *rounds;
	struct router *commands, *admin;
	struct publisher *publisher;
	struct doorway *commands_door;
	struct probe *probe;
	char commands_name[ENDPOINT_MAX], feed_name[ENDPOINT_MAX];
};

static int admit(void *user, enum door door, const uint8_t key[CURVE_KEY_SIZE])
{
	struct bus *b = user;
	struct caller caller;
	bool city = false;
	int r;

	/* set the time first: a key's validity depends on the date */
	b->c.turn(b->c.user);
	r = api_caller(b->c.api, key, &caller, &city);
	if (r != 0)
		return r;
	return door == DOOR_FEED && !city ? STATUS_DENIED : 0;
}

static int make_context(struct bus *b)
{
	b->context = zmq_ctx_new();
	if (!b->context)
		return zmq_error();
	/* sockets without a ZMQ_LINGER of their own drop unsent messages when closed */
	return zmq_ctx_set(b->context, ZMQ_BLOCKY, 0) == 0 ? 0 : zmq_error();
}

static int make_zap(struct bus *b)
{
	const struct zap_config c = {.event = b->c.event,
				     .context = b->context,
				     .denials = b->denials,
				     .admit = admit,
				     .user = b};

	return zap_new(&b->zap, &c);
}

static int make_rounds(struct bus *b)
{
	const struct rounds_config c = {.event = b->c.event,
					.engine = b->c.engine,
					.api = b->c.api,
					.denials = b->denials,
					.turn = b->c.turn,
					.user = b->c.user};

	return rounds_new(&b->rounds, &c);
}

static int make_router(struct bus *b, enum door door, struct router **ret)
{
	const struct router_config c = {.event = b->c.event,
					.context = b->context,
					.door = door,
					.secret = b->c.key->secret,
					.rounds = b->rounds,
					.denials = b->denials};

	return router_new(ret, &c);
}

static int make_publisher(struct bus *b)
{
	const struct publisher_config c = {.event = b->c.event,
					   .context = b->context,
					   .engine = b->c.engine,
					   .secret = b->c.key->secret,
					   .peers_max = b->c.peers_max};
	int r = publisher_new(&b->publisher, &c);

	if (r == 0)
		rounds_set_publisher(b->rounds, b->publisher);
	return r;
}

/* The ZAP handler comes first: until it is bound, libzmq accepts every CURVE key. */
static int make_parts(struct bus *b)
{
	int r = make_context(b);

	if (r < 0)
		return r;
	r = denials_new(&b->denials, b->c.event);
	if (r < 0)
		return r;
	r = make_zap(b);
	if (r < 0)
		return r;
	r = make_rounds(b);
	if (r < 0)
		return r;
	r = make_router(b, DOOR_ADMIN, &b->admin);
	if (r == 0 && b->commands_fd >= 0)
		r = make_router(b, DOOR_COMMANDS, &b->commands);
	if (r == 0 && b->feed_fd >= 0)
		r = make_publisher(b);
	return r;
}

static int test_door(struct bus *b, enum door door, void *socket, const char **ret_fault)
{
	int r = selftest_door(b->c.event, b->context, socket, door, b->c.key->secret);

	if (r == -ECANCELED)
		*ret_fault = "stopped by a signal while starting";
	else if (r == -EACCES)
		*ret_fault = "self-test: a random key was let in; the endpoints stay closed";
	else if (r < 0)
		*ret_fault = "self-test: a random key was not refused in time; the endpoints stay "
			     "closed";
	return r;
}

static int test_doors(struct bus *b, const char **ret_fault)
{
	int r = 0;

	if (b->commands)
		r = test_door(b, DOOR_COMMANDS, router_socket(b->commands), ret_fault);
	if (r == 0 && b->publisher)
		r = test_door(b, DOOR_FEED, publisher_socket(b->publisher), ret_fault);
	denials_start(b->denials);
	return r;
}

static int open_admin(struct bus *b)
{
	void *socket = router_socket(b->admin);
	int r;

	if (zmq_bind(socket, PROBE_ENDPOINT) != 0)
		return zmq_error();
	r = probe_new(&b->probe, b->c.event, b->context);
	if (r < 0)
		return r;
	return b->admin_fd >= 0 ? socket_listen(socket, b->admin_fd) : 0;
}

static int open_commands(struct bus *b)
{
	const struct doorway_config c = {.event = b->c.event,
					 .context = b->context,
					 .socket = router_socket(b->commands),
					 .door = DOOR_COMMANDS,
					 .fd = b->commands_fd,
					 .peers_max = b->c.peers_max};

	return doorway_new(&b->commands_door, &c);
}

static int open_doors(struct bus *b)
{
	char text[1024];
	int r = open_admin(b);

	if (r == 0 && b->commands)
		r = open_commands(b);
	if (r == 0 && b->publisher)
		r = publisher_listen(b->publisher, b->feed_fd);
	if (r < 0)
		return r;
	(void)listener_announce(b->commands_fd, b->c.announce, b->commands_name);
	(void)listener_announce(b->feed_fd, b->c.announce, b->feed_name);
	log_event(LOG_INFO, MESSAGE_DOORS_OPEN, bus_text(b, text, sizeof text), NULL);
	return 0;
}

int bus_new(struct bus **ret, const struct bus_config *c, const char **ret_fault)
{
	_cleanup_(bus_freep) struct bus *b = calloc(1, sizeof *b);
	int r;

	if (!b)
		return -ENOMEM;
	b->c = *c;
	b->admin_fd = c->admin_fd;
	b->commands_fd = c->commands_fd;
	b->feed_fd = c->feed_fd;
	*ret_fault = "the sockets could not be created";
	r = make_parts(b);
	if (r < 0)
		return r;
	r = test_doors(b, ret_fault);
	if (r < 0)
		return r;
	*ret_fault = "the endpoints could not be opened";
	r = open_doors(b);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(b);
	return 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

/* All sockets are closed before the context: zmq_ctx_term() waits for them. */
struct bus *bus_free(struct bus *b)
{
	if (!b)
		return NULL;
	probe_free(b->probe);
	doorway_free(b->commands_door);
	router_free(b->commands);
	router_free(b->admin);
	publisher_free(b->publisher);
	rounds_free(b->rounds);
	zap_free(b->zap);
	denials_free(b->denials);
	close_fd(b->admin_fd);
	close_fd(b->commands_fd);
	close_fd(b->feed_fd);
	if (b->context)
		while (zmq_ctx_term(b->context) != 0 && errno == EINTR)
			;
	free(b);
	return NULL;
}

int bus_work(struct bus *b, bool *ret_more)
{
	return rounds_work(b->rounds, ret_more);
}

bool bus_take_stirred(struct bus *b)
{
	return rounds_take_stirred(b->rounds);
}

int bus_job_ended(struct bus *b)
{
	return rounds_stir(b->rounds);
}

bool bus_idle(struct bus *b)
{
	return !router_pending(b->admin) && (!b->commands || !router_pending(b->commands));
}

uint64_t bus_denied(const struct bus *b)
{
	return denials_total(b->denials);
}

void bus_doors(const struct bus *b, Duban__PrincipalAddReply *ret)
{
	ret->server_key = (ProtobufCBinaryData){.len = CURVE_KEY_SIZE,
						.data = (uint8_t *)(uintptr_t)b->c.key->public};
	ret->commands = (char *)(uintptr_t)b->commands_name;
	ret->feed = (char *)(uintptr_t)b->feed_name;
}

int bus_probe(struct bus *b, bool *ret_answered)
{
	return probe_ask(b->probe, ret_answered);
}

char *bus_text(const struct bus *b, char *buf, size_t size)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {{"admin", offsetof(struct bus, admin_fd)},
		    {"commands", offsetof(struct bus, commands_fd)},
		    {"feed", offsetof(struct bus, feed_fd)}};
	char endpoint[ENDPOINT_MAX];
	size_t n = 0;

	buf[0] = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && n < size; i++) {
		int fd = *(const int *)((const char *)b + rows[i].offset);

		if (fd >= 0)
			n += (size_t)snprintf(buf + n, size - n, "%s%s %s", n ? ", " : "",
					      rows[i].name, listener_name(fd, endpoint));
	}
	return buf;
}
