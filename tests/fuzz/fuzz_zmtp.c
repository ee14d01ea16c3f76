/* What a peer may send to a server socket: the first byte chooses the socket and whether the
 * handshake is already done, the rest comes in two pieces. Nothing of it may do harm, and the
 * server must still serve another peer afterwards. */
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <systemd/sd-event.h>

#include "bus/zmtp/frame.h"
#include "bus/zmtp/server.h"
#include "fuzz/fuzz.h"

enum { MESSAGE_MAX = 4096, PIECE_MAX = 32 * 1024 };

struct place {
	sd_event *loop;
	struct zmtp_server *server;
	size_t messages;
};

static int admit(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	(void)user;
	(void)key;
	(void)ret;
	return 0;
}

static int readable(void *user)
{
	struct place *p = user;
	struct zmtp_message m;
	int r;

	while ((r = zmtp_server_next(p->server, &m)) == 0) {
		p->messages++;
		(void)zmtp_server_send(p->server, m.peer, m.delimiter, BYTES_STR("reply"));
	}
	return r == -EAGAIN ? 0 : r;
}

static void refused(void *user, const char *who, const char *why)
{
	(void)user;
	(void)who;
	(void)why;
}

static void run(struct place *p)
{
	for (int i = 0; i < 8; i++)
		if (sd_event_run(p->loop, 0) < 0)
			abort();
}

static int call(struct place *p)
{
	int fd[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fd) < 0 ||
	    zmtp_server_adopt(p->server, fd[1]) < 0)
		abort();
	return fd[0];
}

/* The greeting and READY of a client without CURVE. */
static void greet(int fd, const char *type)
{
	uint8_t greeting[GREETING_SIZE], ready[64] = "\005READY", head[FRAME_HEAD_MAX];
	size_t n = 6 + metadata_put(ready + 6, sizeof ready - 6, "Socket-Type", type);
	size_t k = frame_head(head, &(struct zmtp_frame){.command = true, .body = BYTES(ready, n)});

	greeting_write(greeting, "NULL");
	(void)send(fd, greeting, sizeof greeting, MSG_NOSIGNAL);
	(void)send(fd, head, k, MSG_NOSIGNAL);
	(void)send(fd, ready, n, MSG_NOSIGNAL);
}

static void make(struct place *p, bool feed, bool curve)
{
	static struct curve_keys keys = {.key = {{{1}, {2}}, {{3}, {4}}}, .n = 2};
	struct zmtp_config c = {.type = feed ? "XPUB" : "ROUTER",
				.keys = curve ? &keys : NULL,
				.message_max = MESSAGE_MAX,
				.waiting_max = PIECE_MAX,
				.peers_max = 8,
				.admit = admit,
				.readable = readable,
				.refused = refused,
				.user = p};

	if (sd_event_new(&p->loop) < 0)
		abort();
	c.event = p->loop;
	if (zmtp_server_new(&p->server, &c) < 0)
		abort();
}

/* Another peer is served. */
static void still_serves(struct place *p)
{
	size_t before = p->messages;
	int fd = call(p);

	greet(fd, "DEALER");
	(void)send(fd, "\0\2ok", 4, MSG_NOSIGNAL);
	run(p);
	if (p->messages != before + 1)
		abort();
	(void)close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	bool feed = size > 0 && data[0] & 1, curve = size > 0 && data[0] & 2;
	struct place p = {0};
	struct bytes value;
	size_t half;
	int fd;

	if (size == 0 || size > PIECE_MAX)
		return 0;
	make(&p, feed, curve);
	fd = call(&p);
	if (data[0] & 4 && !curve)
		greet(fd, feed ? "SUB" : "DEALER");
	data++;
	size--;
	half = size / 2;
	(void)send(fd, data, half, MSG_NOSIGNAL);
	run(&p);
	(void)send(fd, data + half, size - half, MSG_NOSIGNAL);
	run(&p);
	(void)metadata_find(BYTES(data, size), "Identity", &value);
	if (value.data && (const uint8_t *)value.data + value.size > data + size)
		abort();
	if (!feed && !curve)
		still_serves(&p);
	(void)close(fd);
	run(&p);
	zmtp_server_free(p.server);
	sd_event_unref(p.loop);
	return 0;
}
