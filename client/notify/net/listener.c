#include "client/notify/net/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include <microhttpd.h>

#include "client/notify/limits.h"
#include "proto/cleanup.h"
#include "proto/status.h"
#include "text/number.h"

struct listener_call {
	struct net_listener *listener;
	struct MHD_Connection *connection;
	char *body;
	size_t size;
	bool too_large, taken, suspended;
	unsigned status; /* 0: not answered yet */
	char text[128];
	struct listener_call *next;
};

struct net_listener {
	struct listener_options options;
	struct MHD_Daemon *daemon;
	sd_event_source *io, *timer;
	struct listener_call *calls;
};

/* ---- addresses */

union listener_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static bool parse(const char *where, union listener_address *ret)
{
	const char *colon = strrchr(where, ':');
	char host[64];
	uint32_t port;
	size_t n = colon ? (size_t)(colon - where) : 0;
	bool v6 = n > 2 && where[0] == '[' && where[n - 1] == ']';

	if (n == 0 || n >= sizeof host || !number_parse(colon + 1, 65535, &port))
		return false;
	(void)snprintf(host, sizeof host, "%.*s", (int)(v6 ? n - 2 : n), where + v6);
	memset(ret, 0, sizeof *ret);
	if (v6) {
		ret->v6.sin6_family = AF_INET6;
		ret->v6.sin6_port = htons((uint16_t)port);
		return inet_pton(AF_INET6, host, &ret->v6.sin6_addr) == 1;
	}
	ret->v4.sin_family = AF_INET;
	ret->v4.sin_port = htons((uint16_t)port);
	return inet_pton(AF_INET, host, &ret->v4.sin_addr) == 1;
}

const char *listener_fault(const char *where)
{
	union listener_address address;

	return parse(where, &address) ? NULL : "write an address and a port, like 127.0.0.1:18080";
}

/* ---- requests */

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *text)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    strlen(text), (void *)(uintptr_t)text, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result r = response ? MHD_queue_response(connection, status, response) : MHD_NO;

	if (response)
		MHD_destroy_response(response);
	return r;
}

static bool add_body(struct listener_call *call, const char *data, size_t size)
{
	char *longer;

	if (call->size + size > LISTENER_BODY_MAX) {
		call->too_large = true; /* read to its end, and answered then */
		return true;
	}
	longer = realloc(call->body, call->size + size + 1);
	if (!longer)
		return false;
	memcpy(longer + call->size, data, size);
	call->body = longer;
	call->size += size;
	longer[call->size] = '\0';
	return true;
}

static enum MHD_Result pass(struct listener_call *call, const char *path)
{
	struct net_listener *l = call->listener;
	struct listener_request request = {path, call->body ? call->body : "", call->size, call};

	call->taken = true;
	if (call->too_large)
		return reply(call->connection, MHD_HTTP_CONTENT_TOO_LARGE, "too large\n");
	l->options.fn(l->options.userdata, &request);
	if (call->status)
		return reply(call->connection, call->status, call->text);
	MHD_suspend_connection(call->connection);
	call->suspended = true;
	return MHD_YES;
}

static enum MHD_Result begin(struct net_listener *l, struct MHD_Connection *connection,
			     const char *method, void **at)
{
	struct listener_call *call = calloc(1, sizeof *call);

	if (!call)
		return MHD_NO;
	call->listener = l;
	call->connection = connection;
	call->next = l->calls;
	l->calls = call;
	*at = call;
	if (strcmp(method, "GET") == 0 || strcmp(method, "POST") == 0)
		return MHD_YES;
	call->taken = true;
	return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "GET or POST\n");
}

static enum MHD_Result on_request(void *userdata, struct MHD_Connection *connection,
				  const char *path, const char *method, const char *version,
				  const char *data, size_t *size, void **at)
{
	struct listener_call *call = *at;

	(void)version;
	if (!call)
		return begin(userdata, connection, method, at);
	if (*size > 0) {
		bool fine = add_body(call, data, *size);

		*size = 0;
		return fine ? MHD_YES : MHD_NO;
	}
	if (call->taken) /* resumed: it is answered now */
		return reply(connection, call->status, call->text);
	return pass(call, path);
}

static void on_completed(void *userdata, struct MHD_Connection *connection, void **at,
			 enum MHD_RequestTerminationCode code)
{
	struct net_listener *l = userdata;
	struct listener_call *call = *at;

	(void)connection;
	(void)code;
	for (struct listener_call **c = &l->calls; *c; c = &(*c)->next)
		if (*c == call) {
			*c = call->next;
			break;
		}
	if (call)
		free(call->body);
	free(call);
	*at = NULL;
}

void listener_answer(struct listener_call *call, unsigned status, const char *text)
{
	call->status = status;
	(void)snprintf(call->text, sizeof call->text, "%s\n", text);
	if (!call->suspended)
		return;
	call->suspended = false;
	MHD_resume_connection(call->connection);
	(void)sd_event_source_set_time_relative(call->listener->timer, 0);
	(void)sd_event_source_set_enabled(call->listener->timer, SD_EVENT_ONESHOT);
}

const char *listener_value(const struct listener_call *call, const char *name, size_t *ret_size)
{
	const char *value = NULL;
	size_t size = 0;

	if (MHD_lookup_connection_value_n(call->connection, MHD_GET_ARGUMENT_KIND, name,
					  strlen(name), &value, &size) != MHD_YES)
		return NULL;
	if (ret_size)
		*ret_size = value ? size : 0;
	return value ? value : "";
}

/* ---- the event loop */

/* MHD may have more to do than its descriptor says: it tells when to come back. */
static void run(struct net_listener *l)
{
	MHD_UNSIGNED_LONG_LONG ms;

	(void)MHD_run(l->daemon);
	if (MHD_get_timeout(l->daemon, &ms) != MHD_YES) {
		(void)sd_event_source_set_enabled(l->timer, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_set_time_relative(l->timer, ms * 1000);
	(void)sd_event_source_set_enabled(l->timer, SD_EVENT_ONESHOT);
}

static int on_io(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
	(void)source;
	(void)fd;
	(void)events;
	run(userdata);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t at, void *userdata)
{
	(void)source;
	(void)at;
	run(userdata);
	return 0;
}

/* ---- its life */

struct net_listener *listener_close(struct net_listener *l)
{
	if (!l)
		return NULL;
	sd_event_source_disable_unref(l->io);
	for (struct listener_call *c = l->calls; c; c = c->next)
		if (c->suspended)
			listener_answer(c, MHD_HTTP_SERVICE_UNAVAILABLE, "come again");
	if (l->daemon) {
		(void)MHD_run(l->daemon);
		MHD_stop_daemon(l->daemon);
	}
	sd_event_source_disable_unref(l->timer);
	free(l);
	return NULL;
}

static int start(struct net_listener *l, const union listener_address *address)
{
	const union MHD_DaemonInfo *info;
	unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
			 (address->any.sa_family == AF_INET6 ? MHD_USE_IPv6 : 0);
	int r;

	l->daemon =
	    MHD_start_daemon(flags, 0, NULL, NULL, on_request, l, MHD_OPTION_SOCK_ADDR,
			     &address->any, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
			     MHD_OPTION_CONNECTION_LIMIT, (unsigned)LISTENER_CONNECTIONS_MAX,
			     MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)LISTENER_PER_ADDRESS_MAX,
			     MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LISTENER_IDLE_SEC,
			     MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LISTENER_MEMORY_EACH,
			     MHD_OPTION_NOTIFY_COMPLETED, on_completed, l, MHD_OPTION_END);
	if (!l->daemon)
		return errno ? -errno : -EADDRINUSE;
	info = MHD_get_daemon_info(l->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	r = sd_event_add_io(l->options.event, &l->io, info->epoll_fd, EPOLLIN, on_io, l);
	return r < 0 ? r : 0;
}

int listener_open(const struct listener_options *options, struct net_listener **ret,
		  char **ret_fault)
{
	union listener_address address;
	struct net_listener *l;
	int r;

	if (!parse(options->where, &address))
		return -EINVAL;
	l = calloc(1, sizeof *l);
	if (!l)
		return -ENOMEM;
	l->options = *options;
	r = sd_event_add_time_relative(options->event, &l->timer, CLOCK_MONOTONIC, 0, 1, on_timer,
				       l);
	r = r < 0 ? r : start(l, &address);
	if (r >= 0) {
		*ret = l;
		return 0;
	}
	(void)listener_close(l);
	return asprintf(ret_fault, "cannot listen at %s: %s", options->where, strerror(-r)) < 0
		   ? -ENOMEM
		   : STATUS_INVALID;
}
