#include "bus/zmtp/server.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "bus/core/limits.h"
#include "bus/zmtp/peer.h"
#include "bus/zmtp/table.h"
#include "proto/limits.h"
#include "proto/status.h"

enum { EVENTS_A_TURN = 256, ACCEPTS_A_TURN = 64 };

struct zmtp_server {
	struct zmtp_config c;
	struct peer_rules rules;
	sd_event_source *io, *accept, *again, *sweep;
	int epoll;
	struct peer_table t;
	size_t strangers; /* those that are not open */
	bool full;
};

/* ---- the end of a connection */

static void say_full(struct zmtp_server *s, bool full)
{
	s->full = full;
	if (s->accept)
		(void)sd_event_source_set_enabled(s->accept, full ? SD_EVENT_OFF : SD_EVENT_ON);
	if (s->c.full)
		s->c.full(s->c.user, full);
}

/* Not only for one more: at the limit this would flap. */
static bool has_room(const struct zmtp_server *s)
{
	return s->t.peers < s->c.peers_max - s->c.peers_max / 8;
}

static void end(struct zmtp_server *s, struct peer *p)
{
	s->strangers -= p->state != PEER_OPEN;
	table_end(&s->t, p);
	if (s->full && has_room(s))
		say_full(s, false);
}

static void address_of(const struct peer *p, char *buf, size_t size)
{
	struct sockaddr_storage a;
	socklen_t n = sizeof a;

	buf[0] = 0;
	if (getpeername(p->fd, (struct sockaddr *)&a, &n) == 0 && a.ss_family != AF_UNIX)
		(void)getnameinfo((struct sockaddr *)&a, n, buf, (socklen_t)size, NULL, 0,
				  NI_NUMERICHOST);
}

static void say_refused(struct zmtp_server *s, const struct peer *p, const char *why)
{
	char who[64];

	address_of(p, who, sizeof who);
	s->c.refused(s->c.user, who, why);
}

static const struct breach {
	int error;
	const char *why;
} breaches[] = {
    {-EPROTO, "it does not speak ZMTP 3 with this mechanism, or has another server's key"},
    {-EMSGSIZE, "a message is too long"},
    {-EUSERS, "too many connections of one key"},
    {-EACCES, "the key is unknown, revoked, outside its dates or not allowed at this endpoint"},
};

/* A stranger who was not told to go away knocks again at once, so he is let wait. */
static void shun(struct zmtp_server *s, struct peer *p)
{
	if (p->state == PEER_OPEN) {
		end(s, p);
		return;
	}
	table_unready(&s->t, p);
	p->state = PEER_SHUNNED;
}

/* Ends a connection after `error` of peer_step(). < 0: the error is fatal. */
static int fail(struct zmtp_server *s, struct peer *p, int error)
{
	if (error == -ECONNRESET || error == -ENOMEM) {
		end(s, p);
		return 0;
	}
	for (size_t i = 0; i < sizeof breaches / sizeof *breaches; i++)
		if (breaches[i].error == error) {
			say_refused(s, p, breaches[i].why);
			if (error == -EACCES)
				end(s, p);
			else
				shun(s, p);
			return 0;
		}
	return error;
}

/* ---- the beginning of one */

/* Too many that have not shown a key: the one that has waited longest makes room. */
static void drop_oldest_stranger(struct zmtp_server *s)
{
	struct peer *oldest = NULL;

	for (size_t i = 0; i < s->t.n_slots; i++) {
		struct peer *p = s->t.slot[i];

		if (p->fd >= 0 && p->state != PEER_OPEN &&
		    (!oldest || p->deadline < oldest->deadline))
			oldest = p;
	}
	if (oldest)
		end(s, oldest);
}

static void set_options(int fd)
{
	static const struct {
		int level, name, value;
	} options[] = {{SOL_SOCKET, SO_KEEPALIVE, 1},
		       {IPPROTO_TCP, TCP_NODELAY, 1},
		       {IPPROTO_TCP, TCP_KEEPIDLE, HEARTBEAT_ZMTP_MS / 1000},
		       {IPPROTO_TCP, TCP_KEEPINTVL, HEARTBEAT_ZMTP_MS / 1000},
		       {IPPROTO_TCP, TCP_KEEPCNT, 3},
		       {IPPROTO_TCP, TCP_USER_TIMEOUT, 4 * HEARTBEAT_ZMTP_MS}};

	/* those of TCP fail on a local socket, which needs none of them */
	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		(void)setsockopt(fd, options[i].level, options[i].name, &options[i].value,
				 sizeof options[i].value);
}

static int arm_sweep(struct zmtp_server *s)
{
	int r = sd_event_source_set_time(s->sweep, (uint64_t)(clock_monotonic() + USEC_PER_SEC));

	if (r >= 0)
		r = sd_event_source_set_enabled(s->sweep, SD_EVENT_ONESHOT);
	return r < 0 ? r : 0;
}

static int watch(struct zmtp_server *s, struct peer *p)
{
	struct epoll_event e = {.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET,
				.data.u64 = table_id(p)};

	return epoll_ctl(s->epoll, EPOLL_CTL_ADD, p->fd, &e) < 0 ? -errno : arm_sweep(s);
}

int zmtp_server_adopt(struct zmtp_server *s, int fd)
{
	struct peer *p;
	int r;

	if (s->t.peers >= s->c.peers_max) {
		(void)close(fd);
		return -EMFILE;
	}
	if (s->strangers >= STRANGERS_MAX)
		drop_oldest_stranger(s);
	p = table_add(&s->t);
	if (!p) {
		(void)close(fd);
		return -ENOMEM;
	}
	set_options(fd);
	r = peer_begin(p, &s->rules, fd, clock_monotonic() + HANDSHAKE_MS * USEC_PER_MSEC);
	s->strangers++;
	if (r == 0)
		r = watch(s, p);
	if (r == 0)
		r = peer_flush(p);
	if (r < 0)
		end(s, p);
	else if (s->t.peers >= s->c.peers_max)
		say_full(s, true);
	return r;
}

static int on_accept(sd_event_source *source, int fd, uint32_t events, void *user)
{
	struct zmtp_server *s = user;

	(void)source;
	(void)events;
	for (int i = 0; i < ACCEPTS_A_TURN && !s->full; i++) {
		int peer = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

		/* out of descriptors: the next sweep tries again */
		if (peer < 0 && (errno == EMFILE || errno == ENFILE)) {
			say_full(s, true);
			return arm_sweep(s);
		}
		if (peer < 0)
			return 0;
		(void)zmtp_server_adopt(s, peer);
	}
	return 0;
}

/* Closes what has not shown a key in time, and what was shunned. */
static int on_sweep(sd_event_source *source, uint64_t usec, void *user)
{
	struct zmtp_server *s = user;
	usec_t now = clock_monotonic();

	(void)source;
	(void)usec;
	for (size_t i = 0; i < s->t.n_slots; i++)
		if (s->t.slot[i]->fd >= 0 && s->t.slot[i]->deadline <= now)
			end(s, s->t.slot[i]);
	if (s->full && has_room(s))
		say_full(s, false);
	return s->strangers > 0 ? arm_sweep(s) : 0;
}

/* ---- rounds */

/* What the kernel says: who may have sent something, who takes something again, who is gone. */
static void gather(struct zmtp_server *s)
{
	struct epoll_event e[EVENTS_A_TURN];
	int n = epoll_wait(s->epoll, e, EVENTS_A_TURN, 0);

	for (int i = 0; i < n; i++) {
		struct peer *p = table_peer(&s->t, e[i].data.u64);

		if (!p)
			continue;
		if ((e[i].events & EPOLLOUT) && !p->dirty && peer_flush(p) < 0) {
			end(s, p);
			continue;
		}
		if (p->state == PEER_SHUNNED && (e[i].events & (EPOLLRDHUP | EPOLLHUP)))
			end(s, p);
		else if (p->state != PEER_SHUNNED)
			table_ready(&s->t, p);
	}
}

static int again(struct zmtp_server *s)
{
	int r = sd_event_source_set_enabled(s->again, s->t.first ? SD_EVENT_ON : SD_EVENT_OFF);

	return r < 0 ? r : 0;
}

static int serve(struct zmtp_server *s)
{
	int r;

	gather(s);
	r = s->t.first ? s->c.readable(s->c.user) : 0;
	if (r < 0)
		return r;
	zmtp_server_flush(s);
	return again(s);
}

static int on_io(sd_event_source *source, int fd, uint32_t events, void *user)
{
	(void)source;
	(void)fd;
	(void)events;
	return serve(user);
}

static int on_again(sd_event_source *source, void *user)
{
	(void)source;
	return serve(user);
}

static void fill(struct zmtp_message *m, const struct peer *p, const struct peer_message *from)
{
	m->peer = table_id(p);
	m->delimiter = from->delimiter;
	m->body = from->body;
	memcpy(m->key, p->curve.client, CURVE_KEY_SIZE);
}

/* Asks the kernel again before it says no: what has come during a round belongs to it. */
static bool any_ready(struct zmtp_server *s)
{
	if (!s->t.first)
		gather(s);
	return s->t.first != NULL;
}

int zmtp_server_next(struct zmtp_server *s, struct zmtp_message *ret)
{
	struct peer_message m;

	/* the budget bounds handshakes and commands, whose cost no round counts */
	for (int budget = HANDSHAKES_A_TURN; budget > 0 && any_ready(s);) {
		struct peer *p = s->t.first;
		bool stranger = p->state != PEER_OPEN, was = p->dirty;
		int r = peer_step(p, &s->rules, &m);

		s->strangers -= stranger && p->state == PEER_OPEN;
		if (r < 0) {
			r = fail(s, p, r);
			if (r < 0)
				return r;
			budget--;
			continue;
		}
		table_unready(&s->t, p);
		if (r != PEER_BLOCKED)
			table_ready(&s->t, p);
		if (r == PEER_MESSAGE) {
			fill(ret, p, &m);
			return 0;
		}
		if (r == PEER_ODD)
			say_refused(s, p, "the message does not have exactly one payload frame");
		budget -= r != PEER_BLOCKED;
		table_note(&s->t, p, was);
	}
	return -EAGAIN;
}

bool zmtp_server_pending(struct zmtp_server *s)
{
	return any_ready(s) && again(s) == 0;
}

static int send_to(struct zmtp_server *s, struct peer *p, const struct bytes *part, size_t n)
{
	bool was = p->dirty;
	int r = peer_send(p, &s->rules, part, n);

	table_note(&s->t, p, was);
	return r;
}

int zmtp_server_send(struct zmtp_server *s, uint64_t id, bool delimiter, struct bytes body)
{
	struct bytes part[] = {{.data = "", .size = 0}, body};
	struct peer *p = table_peer(&s->t, id);

	if (!p || p->state != PEER_OPEN)
		return -EHOSTUNREACH;
	return send_to(s, p, part + !delimiter, 1 + (size_t)delimiter);
}

void zmtp_server_publish(struct zmtp_server *s, struct bytes topic, struct bytes body)
{
	struct bytes part[] = {topic, body};

	for (size_t i = 0; i < s->t.n_slots; i++) {
		struct peer *p = s->t.slot[i];

		if (p->fd >= 0 && p->state == PEER_OPEN && topics_match(&p->topics, topic))
			(void)send_to(s, p, part, 2);
	}
}

void zmtp_server_flush(struct zmtp_server *s)
{
	for (struct peer *p; (p = table_take_dirty(&s->t));)
		if (peer_flush(p) < 0)
			end(s, p);
}

int zmtp_server_review(struct zmtp_server *s)
{
	for (size_t i = 0; i < s->t.n_slots; i++) {
		struct peer *p = s->t.slot[i];
		int r = 0;

		if (p->fd >= 0 && p->state == PEER_OPEN && s->rules.keys)
			r = curve_serves(s->rules.keys, p->curve.server)
				? s->rules.admit(s->rules.user, p->curve.client)
				: STATUS_DENIED;
		if (r < 0)
			return r;
		if (r > 0)
			end(s, p);
	}
	return 0;
}

size_t zmtp_server_peers(const struct zmtp_server *s)
{
	return s->t.peers;
}

size_t zmtp_server_topics(const struct zmtp_server *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->t.n_slots; i++)
		n += s->t.slot[i]->topics.n;
	return n;
}

bool zmtp_server_is_full(const struct zmtp_server *s)
{
	return s->full;
}

/* ---- the server */

static int make_sources(struct zmtp_server *s)
{
	int r = sd_event_add_io(s->c.event, &s->io, s->epoll, EPOLLIN, on_io, s);

	if (r >= 0)
		r = sd_event_add_defer(s->c.event, &s->again, on_again, s);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->again, SD_EVENT_OFF);
	if (r >= 0)
		r = sd_event_add_time(s->c.event, &s->sweep, CLOCK_MONOTONIC, 0, USEC_PER_SEC,
				      on_sweep, s);
	if (r >= 0)
		r = sd_event_source_set_enabled(s->sweep, SD_EVENT_OFF);
	for (size_t i = 0; r >= 0 && i < 2; i++)
		r = sd_event_source_set_exit_on_failure(i ? s->again : s->io, true);
	return r < 0 ? r : 0;
}

int zmtp_server_new(struct zmtp_server **ret, const struct zmtp_config *c)
{
	_cleanup_(zmtp_server_freep) struct zmtp_server *s = calloc(1, sizeof *s);
	int r;

	if (!s)
		return -ENOMEM;
	s->c = *c;
	s->epoll = -1;
	s->rules = (struct peer_rules){.keys = c->keys,
				       .type = c->type,
				       .message_max = c->message_max,
				       .waiting_max = c->waiting_max,
				       .admit = c->admit,
				       .user = c->user,
				       .owners = &s->t.owners};
	/* what we send may be longer than what peers may */
	s->rules.scratch_size = peer_scratch_size(
	    c->message_max > WIRE_MESSAGE_MAX ? c->message_max : WIRE_MESSAGE_MAX);
	s->rules.scratch = malloc(s->rules.scratch_size);
	if (!s->rules.scratch)
		return -ENOMEM;
	s->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (s->epoll < 0)
		return -errno;
	r = curve_setup();
	if (r == 0)
		r = make_sources(s);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(s);
	return 0;
}

int zmtp_server_listen(struct zmtp_server *s, int fd)
{
	int flags = fcntl(fd, F_GETFL), r;

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return -errno;
	r = sd_event_add_io(s->c.event, &s->accept, fd, EPOLLIN, on_accept, s);
	return r < 0 ? r : 0;
}

struct zmtp_server *zmtp_server_free(struct zmtp_server *s)
{
	if (!s)
		return NULL;
	sd_event_source_disable_unref(s->accept);
	sd_event_source_disable_unref(s->io);
	sd_event_source_disable_unref(s->again);
	sd_event_source_disable_unref(s->sweep);
	table_done(&s->t);
	free(s->rules.scratch);
	if (s->epoll >= 0)
		(void)close(s->epoll);
	free(s);
	return NULL;
}
