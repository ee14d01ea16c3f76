#include "bus/zmtp/peer.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bus/core/limits.h"
#include "bus/zmtp/frame.h"
#include "proto/cleanup.h"
#include "proto/limits.h"
#include "proto/status.h"

enum {
	READ_SIZE = 8192,
	STRANGER_READ_SIZE = 1024,
	PING_TTL_SIZE = 2,
	PING_CONTEXT_MAX = 16,
	COMMAND_OVER = 16,
	COMMAND_ROOM = 128
};

size_t peer_scratch_size(size_t message_max)
{
	return message_max + CURVE_BOX_OVER + FRAME_HEAD_MAX;
}

static const char *mechanism(const struct peer_rules *rules)
{
	return rules->keys ? "CURVE" : "NULL";
}

int peer_begin(struct peer *p, const struct peer_rules *rules, int fd, usec_t deadline)
{
	uint8_t *greeting;

	p->fd = fd;
	p->state = PEER_GREETING;
	p->deadline = deadline;
	curve_begin(&p->curve);
	greeting = buffer_place(&p->out, GREETING_SIZE);
	if (!greeting)
		return -ENOMEM;
	greeting_write(greeting, mechanism(rules));
	buffer_added(&p->out, GREETING_SIZE);
	return 0;
}

void peer_end(struct peer *p)
{
	uint32_t index = p->index, generation = p->generation;

	hold_release(&p->hold);
	if (p->fd >= 0)
		(void)close(p->fd);
	curve_forget(&p->curve);
	buffer_done(&p->in);
	buffer_done(&p->out);
	topics_done(&p->topics);
	*p = (struct peer){.fd = -1, .index = index, .generation = generation + 1};
}

/* ---- the memory that is held for it */

static size_t waiting_bytes(const struct peer *p, size_t room)
{
	return sizeof *p + room + topics_memory(&p->topics);
}

/* What has been taken from a buffer may have made it smaller. */
static void hold_less(struct peer *p)
{
	(void)hold_unread(&p->hold, p->out.room);
	(void)hold_waiting(&p->hold, waiting_bytes(p, p->in.room));
}

/* What is already held for it counts from now on. */
static int join(struct peer *p, struct account *a)
{
	int r = hold_join(&p->hold, a);

	if (r == 0)
		r = hold_waiting(&p->hold, waiting_bytes(p, p->in.room));
	return r < 0 ? r : hold_unread(&p->hold, p->out.room);
}

/* ---- out */

static void put(struct peer *p, size_t n)
{
	buffer_added(&p->out, n);
	p->dirty = true;
}

/* Adds a frame that is not boxed. */
static int put_frame(struct peer *p, const struct zmtp_frame *f)
{
	uint8_t *to = buffer_place(&p->out, FRAME_HEAD_MAX + f->body.size);
	size_t n;

	if (!to)
		return -ENOMEM;
	n = frame_head(to, f);
	if (f->body.size > 0)
		memcpy(to + n, f->body.data, f->body.size);
	put(p, n + f->body.size);
	return 0;
}

/* Adds a frame of an open connection, in a box if the mechanism is CURVE. */
static int put_open(struct peer *p, const struct peer_rules *rules, const struct zmtp_frame *f)
{
	size_t size = f->body.size + CURVE_BOX_OVER, n;
	uint8_t *to, flags = (uint8_t)((f->more ? FRAME_MORE : 0) | (f->command ? 2 : 0));

	if (!rules->keys)
		return put_frame(p, f);
	to = buffer_place(&p->out, FRAME_HEAD_MAX + size);
	if (!to)
		return -ENOMEM;
	n = frame_head(to, &(struct zmtp_frame){.body = {.size = size}});
	curve_box(&p->curve, flags, f->body, rules->scratch, to + n);
	put(p, n + size);
	return 0;
}

int peer_send(struct peer *p, const struct peer_rules *rules, const struct bytes *part, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++) {
		if (part[i].size >= rules->scratch_size)
			return -EMSGSIZE;
		size += part[i].size + CURVE_BOX_OVER + FRAME_HEAD_MAX;
	}
	if (buffer_bytes(&p->out).size + size > rules->waiting_max ||
	    hold_unread(&p->hold, buffer_room_for(&p->out, size)) < 0) {
		account_refused(p->hold.account, "it does not read what it is sent");
		return -ENOBUFS;
	}
	for (size_t i = 0; i < n; i++) {
		int r =
		    put_open(p, rules, &(struct zmtp_frame){.more = i + 1 < n, .body = part[i]});

		if (r < 0)
			return r;
	}
	return 0;
}

int peer_flush(struct peer *p)
{
	p->dirty = false;
	for (;;) {
		struct bytes b = buffer_bytes(&p->out);
		ssize_t n;

		if (b.size == 0)
			break;
		n = send(p->fd, b.data, b.size, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0)
			return errno == EAGAIN || errno == EINTR ? 0 : -ECONNRESET;
		buffer_taken(&p->out, (size_t)n);
	}
	buffer_shrink(&p->out);
	hold_less(p);
	return 0;
}

/* ---- the handshake */

/* Which peers a socket talks to. */
static bool fits(const char *ours, struct bytes theirs)
{
	static const char *const pairs[][2] = {{"ROUTER", "DEALER"},
					       {"ROUTER", "REQ"},
					       {"ROUTER", "ROUTER"},
					       {"XPUB", "SUB"},
					       {"XPUB", "XSUB"}};

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (strcmp(pairs[i][0], ours) == 0 && bytes_equal(theirs, BYTES_STR(pairs[i][1])))
			return true;
	return false;
}

static int check_metadata(const struct peer_rules *rules, struct bytes metadata)
{
	struct bytes type;

	if (!metadata_find(metadata, "Socket-Type", &type))
		return -EPROTO;
	return type.data && !fits(rules->type, type) ? -EPROTO : 0;
}

static size_t our_metadata(const struct peer_rules *rules, uint8_t *to, size_t room)
{
	size_t n = metadata_put(to, room, "Socket-Type", rules->type);

	return n + metadata_put(to + n, room - n, "Identity", "");
}

static void opened(struct peer *p)
{
	p->state = PEER_OPEN;
	p->deadline = USEC_NEVER;
}

/* libzmq never tries again after this: it is said only to whom trying again would not help. */
static int deny(struct peer *p)
{
	static const char error[] = "\005ERROR\003400";
	struct zmtp_frame f = {.command = true, .body = BYTES(error, sizeof error - 1)};

	(void)put_frame(p, &f);
	(void)peer_flush(p);
	return -EACCES;
}

static int take_hello(struct peer *p, const struct peer_rules *rules, struct bytes command)
{
	uint8_t welcome[CURVE_WELCOME_SIZE];
	int r = curve_hello(&p->curve, rules->keys, command, welcome);

	return r < 0 ? r
		     : put_frame(p, &(struct zmtp_frame){.command = true,
							 .body = BYTES(welcome, sizeof welcome)});
}

static int take_initiate(struct peer *p, const struct peer_rules *rules, struct bytes command)
{
	uint8_t theirs[CURVE_METADATA_MAX], ours[CURVE_METADATA_MAX], ready[CURVE_READY_MAX];
	struct account *account = NULL;
	size_t n;
	int r = curve_initiate(&p->curve, command, theirs, &n);

	if (r == 0)
		r = check_metadata(rules, BYTES(theirs, n));
	if (r < 0)
		return r;
	r = rules->admit(rules->user, p->curve.client, &account);
	if (r > 0)
		return deny(p);
	if (r == 0)
		r = join(p, account);
	if (r < 0)
		return r;
	n = our_metadata(rules, ours, sizeof ours);
	n = curve_ready(&p->curve, BYTES(ours, n), ready);
	r = put_frame(p, &(struct zmtp_frame){.command = true, .body = BYTES(ready, n)});
	if (r == 0)
		opened(p);
	return r;
}

static int take_null(struct peer *p, const struct peer_rules *rules, struct bytes command)
{
	uint8_t ready[64] = "\005READY";
	struct bytes metadata;
	size_t n = strlen((const char *)ready);
	int r = command_is(command, "READY", &metadata) ? check_metadata(rules, metadata) : -EPROTO;

	if (r < 0)
		return r;
	n += our_metadata(rules, ready + n, sizeof ready - n);
	r = put_frame(p, &(struct zmtp_frame){.command = true, .body = BYTES(ready, n)});
	if (r == 0)
		opened(p);
	return r;
}

static int take_handshake(struct peer *p, const struct peer_rules *rules,
			  const struct zmtp_frame *f)
{
	if (!f->command)
		return -EPROTO;
	if (!rules->keys)
		return take_null(p, rules, f->body);
	return p->curve.state == CURVE_HELLO ? take_hello(p, rules, f->body)
					     : take_initiate(p, rules, f->body);
}

/* ---- an open connection */

static int answer_ping(struct peer *p, const struct peer_rules *rules, struct bytes data)
{
	uint8_t pong[8 + PING_CONTEXT_MAX] = "\004PONG";
	size_t n = data.size > PING_TTL_SIZE ? data.size - PING_TTL_SIZE : 0;

	if (data.size < PING_TTL_SIZE || n > PING_CONTEXT_MAX)
		return -EPROTO;
	memcpy(pong + 5, (const uint8_t *)data.data + PING_TTL_SIZE, n);
	if (buffer_bytes(&p->out).size > rules->waiting_max ||
	    hold_unread(&p->hold, buffer_room_for(&p->out, COMMAND_ROOM)) < 0)
		return 0; /* it does not read: one answer less */
	return put_open(p, rules,
			&(struct zmtp_frame){.command = true, .body = BYTES(pong, 5 + n)});
}

static int subscribe(struct peer *p, struct bytes topic, bool on)
{
	int r = 0;

	if (topic.size > SUBSCRIPTION_MAX)
		return -EMSGSIZE;
	if (on)
		r = topics_add(&p->topics, topic);
	else
		topics_cancel(&p->topics, topic);
	if (r == 0)
		r = hold_waiting(&p->hold, waiting_bytes(p, p->in.room));
	return r == -E2BIG ? -EMSGSIZE : r;
}

static int take_command(struct peer *p, const struct peer_rules *rules, struct bytes command)
{
	bool feed = strcmp(rules->type, "XPUB") == 0;
	struct bytes data;
	int r = 0;

	if (command_is(command, "PING", &data))
		r = answer_ping(p, rules, data);
	else if (feed && command_is(command, "SUBSCRIBE", &data))
		r = subscribe(p, data, true);
	else if (feed && command_is(command, "CANCEL", &data))
		r = subscribe(p, data, false);
	else if (command_is(command, "ERROR", &data))
		r = -ECONNRESET;
	return r < 0 ? r : PEER_MOVED;
}

/* To a feed, a message is a subscription: 1 or 0, and the topic. */
static int take_subscription(struct peer *p, struct bytes body)
{
	const uint8_t *b = body.data;
	int r = 0;

	if (body.size > 0 && b[0] <= 1)
		r = subscribe(p, BYTES(b + 1, body.size - 1), b[0] == 1);
	return r < 0 ? r : PEER_MOVED;
}

/* One part of a message. [payload] and [empty][payload] are what we take. */
static int take_part(struct peer *p, const struct peer_rules *rules, const struct zmtp_frame *f,
		     struct peer_message *ret)
{
	bool odd, delimiter;

	if (strcmp(rules->type, "XPUB") == 0)
		return take_subscription(p, f->body);
	if (f->more) {
		p->delimiter = p->parts == 0 && f->body.size == 0;
		p->odd = p->odd || !p->delimiter;
		p->parts++;
		return PEER_MOVED;
	}
	odd = p->odd || p->parts != (p->delimiter ? 1 : 0);
	delimiter = p->delimiter;
	p->parts = 0;
	p->delimiter = p->odd = false;
	*ret = (struct peer_message){.delimiter = delimiter, .body = f->body};
	return odd ? PEER_ODD : PEER_MESSAGE;
}

static int take_open(struct peer *p, const struct peer_rules *rules, const struct zmtp_frame *f,
		     struct peer_message *ret)
{
	struct zmtp_frame inner = *f;

	if (rules->keys) {
		uint8_t flags;
		size_t n;
		int r = f->command || f->more ? -EPROTO
					      : curve_unbox(&p->curve, f->body, rules->scratch, &n);

		if (r < 0)
			return r;
		flags = rules->scratch[0];
		if (flags & ~3 || flags == 3)
			return -EPROTO;
		inner = (struct zmtp_frame){
		    .more = flags & 1, .command = flags & 2, .body = BYTES(rules->scratch + 1, n)};
	}
	if (inner.body.size > rules->message_max)
		return -EMSGSIZE;
	return inner.command ? take_command(p, rules, inner.body)
			     : take_part(p, rules, &inner, ret);
}

/* ---- in */

static int take_greeting(struct peer *p, const struct peer_rules *rules)
{
	struct bytes in = buffer_bytes(&p->in);
	int r = greeting_check(in, mechanism(rules));

	if (r < 0)
		return r;
	if (in.size < GREETING_SIZE)
		return PEER_BLOCKED;
	buffer_taken(&p->in, GREETING_SIZE);
	p->state = PEER_HANDSHAKE;
	return PEER_MOVED;
}

static size_t longest(const struct peer *p, const struct peer_rules *rules)
{
	if (p->state != PEER_OPEN)
		return 257 + CURVE_METADATA_MAX;
	return rules->message_max + CURVE_BOX_OVER + COMMAND_OVER;
}

/* Does what the bytes that are there allow. */
static int take(struct peer *p, const struct peer_rules *rules, struct peer_message *ret)
{
	struct zmtp_frame f;
	ssize_t n;
	int r;

	if (p->state == PEER_SHUNNED)
		return PEER_BLOCKED;
	if (p->state == PEER_GREETING)
		return take_greeting(p, rules);
	n = frame_read(buffer_bytes(&p->in), longest(p, rules), &f);
	if (n <= 0)
		return (int)n;
	r = p->state == PEER_OPEN ? take_open(p, rules, &f, ret) : take_handshake(p, rules, &f);
	if (r < 0)
		return r;
	/* without CURVE the message lies in the buffer: it is moved away first */
	if (r == PEER_MESSAGE && !rules->keys && ret->body.size > 0) {
		memcpy(rules->scratch, ret->body.data, ret->body.size);
		ret->body.data = rules->scratch;
	}
	buffer_taken(&p->in, (size_t)n);
	return r > 0 ? r : PEER_MOVED;
}

/* 0: bytes came; PEER_BLOCKED is told by -EAGAIN. */
static int receive(struct peer *p)
{
	/* a stranger says little and gets little memory */
	size_t most = p->state == PEER_OPEN ? READ_SIZE : STRANGER_READ_SIZE;
	uint8_t *to;
	ssize_t n;
	int r = hold_waiting(&p->hold, waiting_bytes(p, buffer_room_for(&p->in, most)));

	if (r < 0)
		return r;
	to = buffer_place(&p->in, most);
	if (!to)
		return -ENOMEM;
	n = recv(p->fd, to, most, MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? -EAGAIN : -ECONNRESET;
	if (n == 0)
		return -ECONNRESET;
	buffer_added(&p->in, (size_t)n);
	return 0;
}

int peer_step(struct peer *p, const struct peer_rules *rules, struct peer_message *ret)
{
	for (;;) {
		int r = take(p, rules, ret);

		if (r != PEER_BLOCKED)
			return r;
		if (p->state == PEER_SHUNNED)
			return PEER_BLOCKED;
		r = receive(p);
		if (r == -EAGAIN) {
			buffer_shrink(&p->in);
			hold_less(p);
			return PEER_BLOCKED;
		}
		if (r < 0)
			return r;
	}
}
