#include "client/lib/line/line.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include <zmq.h>

#include "client/lib/core/failure.h"
#include "client/lib/core/next_key.h"
#include "client/lib/core/reply.h"
#include "client/lib/line/address.h"
#include "client/lib/line/endpoints.h"
#include "client/lib/line/socket.h"
#include "proto/limits.h"

#define BACKOFF_FIRST_MS 50
#define BACKOFF_MAX_MS 2000
#define BACKOFF_LOCAL_MS 200 /* the admin socket: no network load to limit */
#define LOCAL_TRIES 20	     /* attempts at the admin socket in which a restart must be over */
#define HANGUPS_TELL 3	     /* failed handshakes in a row after which the error is reported */
#define PROBE_MS 500
#define LOOKUP_MS 1500
#define TURN_MS 4000 /* for all endpoints together, if there are several */

enum end { END_NONE, END_UNREACHABLE, END_SILENT, END_HUNG_UP, END_LOST };

struct line {
	struct duban_connection connection;
	char *path; /* of the connection file; NULL: the admin socket, without keys */
	struct endpoints endpoints;
	bool move; /* the next attempt goes to the next endpoint */
	enum duban_key_change key_change;
	char address[ADDRESS_MAX]; /* of the last attempt; empty: the host was not resolved */
	void *context;
	struct line_socket socket;
	bool up;	   /* connected, handshake completed */
	unsigned serial;   /* counts the connections that came up */
	unsigned attempts; /* failed since the connection was last up */
	unsigned hangups;  /* handshakes in a row that the other side aborted */
	enum end last;	   /* how the last attempt ended */
	uint64_t open_at;  /* no attempt before this time */
	int turn_ms;	   /* what one endpoint may take */
	uint64_t cut_at;   /* the attempt ends then, if there are other endpoints to try */
	uint32_t chance;   /* state of the jitter's random numbers */
	struct duban_failure failure;
};

uint64_t line_now(void)
{
	struct timespec ts;
	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

int line_new(struct line **ret, const struct duban_connection *c, const char *path)
{
	uint8_t seed[DUBAN_REQUEST_ID];
	_cleanup_(line_freep) struct line *l = calloc(1, sizeof *l);
	if (!l || duban_request_id_new(seed) < 0)
		return DUBAN_E_MEMORY;
	l->connection = *c;
	endpoints_init(&l->endpoints, &l->connection);
	memcpy(&l->chance, seed + 12, sizeof l->chance);
	l->path = path ? strdup(path) : NULL;
	l->context = zmq_ctx_new();
	if (!l->context || (path && !l->path))
		return DUBAN_E_MEMORY;
	*ret = TAKE_PTR(l);
	return 0;
}

struct line *line_free(struct line *l)
{
	if (!l)
		return NULL;
	line_socket_close(&l->socket);
	if (l->context)
		while (zmq_ctx_term(l->context) < 0 && zmq_errno() == EINTR)
			;
	explicit_bzero(&l->connection, sizeof l->connection);
	free(l->path);
	free(l);
	return NULL;
}

const struct duban_failure *line_failure(const struct line *l)
{
	return &l->failure;
}

const struct duban_connection *line_connection(const struct line *l)
{
	return &l->connection;
}

const char *line_path(const struct line *l)
{
	return l->path;
}

enum duban_key_change line_key_change(const struct line *l)
{
	return l->key_change;
}

const char *line_endpoint(const struct line *l)
{
	return endpoints_here(&l->endpoints);
}

/* Adds up to half of `ms` at random, so that hundreds of clients do not reconnect at the same
 * moment after a restart of the daemon. */
static uint64_t jittered(struct line *l, unsigned ms)
{
	l->chance = l->chance * 1664525 + 1013904223;
	return ms + (l->chance >> 8) % (ms / 2 + 1);
}

/* Ends the attempt or the connection and sets the time of the next attempt. */
static void hang_up(struct line *l, enum end end)
{
	unsigned rounds = l->attempts / (unsigned)l->endpoints.n;
	unsigned n = rounds < 6 ? rounds : 6;
	unsigned backoff = (unsigned)BACKOFF_FIRST_MS << n;
	unsigned most = l->path ? BACKOFF_MAX_MS : BACKOFF_LOCAL_MS;
	if (backoff > most)
		backoff = most;
	line_socket_close(&l->socket);
	l->up = false;
	l->move = true;
	l->attempts++;
	l->last = end;
	l->hangups = end == END_HUNG_UP ? l->hangups + 1 : 0;
	l->open_at = line_now() + jittered(l, end == END_LOST ? BACKOFF_FIRST_MS / 2 : backoff);
}

/* ---- events of the monitor */

static int on_connected(struct line *l, uint32_t value)
{
	(void)value;
	l->socket.reached = true;
	return 0;
}

static int on_up(struct line *l, uint32_t value)
{
	(void)value;
	l->up = true;
	l->serial++;
	l->attempts = 0;
	l->hangups = 0;
	l->last = END_NONE;
	endpoints_forget(&l->endpoints);
	return 0;
}

static int on_closed(struct line *l, uint32_t value)
{
	(void)value;
	if (!l->socket.reached)
		hang_up(l, END_UNREACHABLE);
	return 0;
}

static int on_disconnected(struct line *l, uint32_t value)
{
	(void)value;
	hang_up(l, END_LOST);
	return 0;
}

static int on_refused_key(struct line *l, uint32_t value)
{
	hang_up(l, END_HUNG_UP);
	l->hangups = 0;
	return failure_set(&l->failure, DUBAN_E_OWN_KEY, l->connection.name,
			   "the daemon at %s does not admit our key%s%s (answer %u): it was never "
			   "added there, is revoked or not valid today; ask for `principal list`",
			   line_endpoint(l), l->connection.name[0] ? " of " : "",
			   l->connection.name, value);
}

static int server_key_wrong(struct line *l)
{
	return failure_set(&l->failure, DUBAN_E_SERVER_KEY, line_endpoint(l),
			   "the daemon at %s closes the connection at once: server_key of the "
			   "connection file is not its key, or something else listens there",
			   line_endpoint(l));
}

static int other_language(struct line *l)
{
	return failure_set(&l->failure, DUBAN_E_HANDSHAKE, line_endpoint(l),
			   "what listens at %s is not a duband%s: check the port", line_endpoint(l),
			   l->path ? " with keys" : "");
}

/* If the handshake ever succeeded, a duband listens there. Failed handshakes then mean that it is
 * restarting, not that the key or the port is wrong. */
static bool was_understood(const struct line *l)
{
	return l->serial > 0;
}

static int on_other_language(struct line *l, uint32_t value)
{
	hang_up(l, END_HUNG_UP);
	l->hangups = 0;
	if (l->path && value == ZMQ_PROTOCOL_ERROR_ZMTP_CRYPTOGRAPHIC)
		return server_key_wrong(l);
	return was_understood(l) ? 0 : other_language(l);
}

/* A single aborted handshake may come from a daemon that is shutting down. */
static int on_hung_up(struct line *l, uint32_t value)
{
	hang_up(l, value == EAGAIN ? END_SILENT : END_HUNG_UP);
	if (l->hangups < HANGUPS_TELL || was_understood(l))
		return 0;
	l->hangups = 0;
	return l->path ? server_key_wrong(l) : other_language(l);
}

static const struct {
	uint16_t event;
	int (*on)(struct line *l, uint32_t value);
} reactions[] = {
    {ZMQ_EVENT_CONNECTED, on_connected},
    {ZMQ_EVENT_HANDSHAKE_SUCCEEDED, on_up},
    {ZMQ_EVENT_CLOSED, on_closed},
    {ZMQ_EVENT_DISCONNECTED, on_disconnected},
    {ZMQ_EVENT_HANDSHAKE_FAILED_AUTH, on_refused_key},
    {ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL, on_other_language},
    {ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, on_hung_up},
};

/* A reaction may close the socket and its monitor; the remaining events are then lost. */
static int heed_monitor(struct line *l)
{
	uint16_t event;
	uint32_t value;
	while (line_socket_event(&l->socket, &event, &value)) {
		for (size_t i = 0; i < sizeof reactions / sizeof *reactions; i++) {
			if (reactions[i].event != event)
				continue;
			int r = reactions[i].on(l, value);
			if (r < 0)
				return r;
		}
	}
	return 0;
}

/* The name is resolved again for each attempt: the daemon may have moved to another machine. */
static int open_if_due(struct line *l, uint64_t now)
{
	if (l->socket.dealer || now < l->open_at)
		return 0;
	if (l->move)
		endpoints_move(&l->endpoints);
	l->move = false;
	l->cut_at = endpoints_left(&l->endpoints) > 1 ? now + (uint64_t)l->turn_ms : UINT64_MAX;
	l->address[0] = '\0';
	if (address_resolve(line_endpoint(l), l->turn_ms < LOOKUP_MS ? l->turn_ms : LOOKUP_MS,
			    l->address, &l->failure) < 0) {
		hang_up(l, END_UNREACHABLE);
		return 0;
	}
	if (line_socket_open(&l->socket, l->context, l->address, l->path ? &l->connection : NULL) ==
	    0)
		return 0;
	return failure_set(&l->failure, errno == EINVAL ? DUBAN_E_ADDRESS : DUBAN_E_SYSTEM,
			   line_endpoint(l), "cannot connect to %s: %s", line_endpoint(l),
			   zmq_strerror(errno));
}

/* Waits for a socket event or for `cancel_fd`, at most until `until`, and handles what came. */
static int wait_and_heed(struct line *l, uint64_t until, int cancel_fd)
{
	zmq_pollitem_t items[3];
	int n = 0;
	uint64_t now = line_now();
	if (!l->socket.dealer && l->open_at < until)
		until = l->open_at;
	if (l->socket.dealer && !l->up && l->cut_at < until)
		until = l->cut_at;
	if (l->socket.dealer) {
		items[n++] = (zmq_pollitem_t){.socket = l->socket.monitor, .events = ZMQ_POLLIN};
		items[n++] = (zmq_pollitem_t){.socket = l->socket.dealer, .events = ZMQ_POLLIN};
	}
	if (cancel_fd >= 0)
		items[n++] = (zmq_pollitem_t){.fd = cancel_fd, .events = ZMQ_POLLIN};
	if (zmq_poll(items, n, until > now ? (long)(until - now) : 0) < 0 && errno != EINTR)
		return failure_set(&l->failure, DUBAN_E_SYSTEM, NULL, "poll: %s",
				   zmq_strerror(errno));
	if (cancel_fd >= 0 && (items[n - 1].revents & ZMQ_POLLIN))
		return failure_set(&l->failure, DUBAN_E_CANCELLED, NULL, "cancelled");
	return l->socket.dealer ? heed_monitor(l) : 0;
}

/* ---- connecting */

/* Finds out why the last attempt failed. 0: the endpoint is reachable now. */
static int probe(struct line *l)
{
	if (!l->address[0] && l->failure.error == DUBAN_E_ADDRESS)
		return l->failure.error; /* address_resolve() has just failed */
	if (!l->address[0])
		return failure_set(&l->failure, DUBAN_E_ADDRESS, line_endpoint(l),
				   "the host of %s could not be resolved at the last attempt",
				   line_endpoint(l));
	return address_probe(line_endpoint(l), l->address, PROBE_MS, &l->failure);
}

/* Sets and returns the error that explains why the connection is down. */
static int explain(struct line *l)
{
	const char *endpoint = line_endpoint(l);
	if (l->socket.dealer && !l->socket.reached)
		return failure_set(&l->failure, DUBAN_E_NO_ROUTE, endpoint,
				   "no response from %s: check address, network and firewall",
				   endpoint);
	int r = l->last == END_UNREACHABLE ? probe(l) : 0;
	if (r < 0)
		return r;
	return failure_set(
	    &l->failure, DUBAN_E_HANDSHAKE, endpoint,
	    "%s accepts the connection but does not answer: duband is starting or "
	    "hangs, %ssomething else listens there",
	    endpoint, l->path ? "server_key of the connection file is not its key, or " : "or ");
}

/* An endpoint that does not answer must not take the time of the others. */
static int cut_short(struct line *l)
{
	if (!l->socket.dealer || l->up || line_now() < l->cut_at)
		return 0;
	int r = explain(l);
	hang_up(l, END_SILENT);
	return r;
}

/* Another endpoint may do what this one does not: the error counts when all have failed. */
static int judge(struct line *l, int r)
{
	if (!endpoints_blame(r))
		return r;
	if (!endpoints_failed(&l->endpoints, &l->failure))
		return 0;
	endpoints_sum(&l->endpoints, &l->failure);
	return l->failure.error;
}

static int out_of_time(struct line *l)
{
	(void)explain(l);
	if (l->endpoints.why[l->endpoints.at].error == 0)
		(void)endpoints_failed(&l->endpoints, &l->failure);
	endpoints_sum(&l->endpoints, &l->failure);
	return l->failure.error;
}

/* All have their turn before the deadline. */
static void begin(struct line *l, uint64_t deadline)
{
	uint64_t now = line_now(), left = deadline > now ? deadline - now : 0;
	failure_clear(&l->failure);
	endpoints_forget(&l->endpoints);
	l->turn_ms = (int)(left < TURN_MS ? left : TURN_MS) / (int)l->endpoints.n;
}

int line_connect(struct line *l, uint64_t deadline)
{
	begin(l, deadline);
	for (;;) {
		uint64_t now = line_now();
		if (l->up)
			return 0;
		if (now >= deadline)
			return out_of_time(l);
		int r = open_if_due(l, now);
		if (r == 0)
			r = wait_and_heed(l, deadline, -1);
		if (r == 0)
			r = cut_short(l);
		/* If the probe succeeds, the daemon has just started: try again. */
		if (r == 0 && !l->socket.dealer && l->last == END_UNREACHABLE &&
		    l->endpoints.why[l->endpoints.at].error == 0)
			r = probe(l);
		r = judge(l, r);
		if (r < 0)
			return r;
	}
}

/* ---- asking */

struct line_attempt {
	const struct line_question *question;
	unsigned serial;    /* of the connection that it was last sent over */
	bool sent;	    /* at least once, over any connection */
	uint64_t resend_at; /* over the same connection */
	unsigned try_ms;
};

static void send_if_due(struct line *l, struct line_attempt *a, uint64_t now)
{
	if (!l->up || (a->sent && a->serial == l->serial && now < a->resend_at))
		return;
	if (a->sent && a->serial == l->serial)
		a->try_ms *= 2;
	a->resend_at = now + a->try_ms;
	if (!line_socket_send(&l->socket, a->question->bytes)) {
		/* The connection is closing; the monitor will report it. */
		a->resend_at = now + BACKOFF_FIRST_MS;
		return;
	}
	a->serial = l->serial;
	a->sent = true;
}

/* Discards replies to earlier requests: those that timed out, and second replies to one that was
 * sent twice. */
static int receive(struct line *l, const uint8_t *id, struct duban_reply **ret)
{
	for (;;) {
		_cleanup_(duban_reply_freep) struct duban_reply *reply = NULL;
		zmq_msg_t msg;
		if (!line_socket_receive(&l->socket, &msg))
			return 0;
		int r =
		    reply_new(BYTES(zmq_msg_data(&msg), zmq_msg_size(&msg)), &reply, &l->failure);
		if (r == 0 && zmq_msg_more(&msg))
			r = failure_set(&l->failure, DUBAN_E_GARBAGE, "wire.frames",
					"the answer has more than one frame: not a duband");
		(void)zmq_msg_close(&msg);
		if (r < 0) {
			hang_up(l, END_LOST);
			return r;
		}
		next_key_heed(duban_reply_get(reply), l->path, &l->connection, &l->key_change);
		if (!reply_answers(reply, id))
			continue;
		*ret = TAKE_PTR(reply);
		return 0;
	}
}

static int give_up(struct line *l, const struct line_attempt *a)
{
	if (!a->sent)
		return out_of_time(l);
	return failure_set(&l->failure, DUBAN_E_TIMEOUT, line_endpoint(l),
			   "no answer from %s in time%s; a command may still have been done: ask "
			   "again with the same request id",
			   line_endpoint(l), l->up ? "" : ", the connection broke");
}

/* Has the daemon of this machine ended? No network comes back there: waiting on is for nothing. */
static int gone(struct line *l, bool sent)
{
	int r = l->path || l->socket.dealer || l->attempts < LOCAL_TRIES ? 0 : probe(l);
	if (r == 0 || !sent)
		return r;
	r = failure_set(&l->failure, DUBAN_E_TIMEOUT, line_endpoint(l),
			"the daemon at %s ended; a command may have been done: start it, and ask "
			"again with the same request id",
			line_endpoint(l));
	return failure_as(&l->failure, "connection.ended", r);
}

int line_ask(struct line *l, const struct line_question *q, struct duban_reply **ret)
{
	struct line_attempt a = {.question = q, .try_ms = q->try_ms};
	struct duban_reply *reply = NULL;
	begin(l, q->deadline);
	for (;;) {
		uint64_t now = line_now();
		if (now >= q->deadline)
			return give_up(l, &a);
		int r = open_if_due(l, now);
		if (r < 0)
			return r;
		send_if_due(l, &a, now);
		uint64_t until = l->up && a.resend_at < q->deadline ? a.resend_at : q->deadline;
		r = judge(l, wait_and_heed(l, until, q->cancel_fd));
		if (r == 0)
			(void)cut_short(l); /* it may answer later: no reason to give it up */
		r = r == 0 ? gone(l, a.sent) : r;
		if (r == 0 && l->socket.dealer)
			r = receive(l, q->id, &reply);
		if (r < 0)
			return r;
		*ret = reply;
		if (reply)
			return 0;
	}
}
