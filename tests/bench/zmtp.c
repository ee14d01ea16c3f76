#include "bench/zmtp.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define FLAG_MORE 1
#define FLAG_LONG 2
#define FLAG_COMMAND 4
#define WINDOW_MAX 128

struct peer {
	int fd;
	unsigned char in[262144];
	size_t have;
	unsigned char out[WINDOW_MAX * (ZMTP_REQUEST_MAX + 2)];
	size_t out_size;
	/* Send times, as a ring: replies come in the order of the requests. */
	uint64_t sent[WINDOW_MAX];
	unsigned head, tail;
};

static void read_all(int fd, void *p, size_t n)
{
	while (n) {
		ssize_t r = read(fd, p, n);

		if (r <= 0)
			DIE("the server hung up in the handshake");
		p = (char *)p + r;
		n -= (size_t)r;
	}
}

static void write_all(int fd, const void *p, size_t n)
{
	while (n) {
		ssize_t r = write(fd, p, n);

		if (r <= 0)
			DIE("write: %s", strerror(errno));
		p = (const char *)p + r;
		n -= (size_t)r;
	}
}

static int open_tcp(const char *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

	a.sin_port = htons((uint16_t)strtoul(port, NULL, 10));
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a))
		DIE("connect: %s", strerror(errno));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	return fd;
}

static int open_unix(const char *path)
{
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (strlen(path) >= sizeof a.sun_path)
		DIE("%s: too long for a socket", path);
	memcpy(a.sun_path, path, strlen(path) + 1);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a))
		DIE("%s: %s", path, strerror(errno));
	return fd;
}

int zmtp_connect(const char *endpoint, const char *type)
{
	unsigned char hello[64] = {0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 'N', 'U', 'L', 'L'};
	unsigned char c[256] = {0};
	size_t size = strlen(type), n = 2;
	int fd = !strncmp(endpoint, "ipc://", 6) ? open_unix(endpoint + 6)
						 : open_tcp(strrchr(endpoint, ':') + 1);

	write_all(fd, hello, sizeof hello);
	read_all(fd, c, sizeof hello);
	memcpy(c + n, "\5READY\13Socket-Type\0\0\0", 21);
	n += 21;
	c[n++] = (unsigned char)size;
	memcpy(c + n, type, size);
	n += size;
	memcpy(c + n, "\10Identity\0\0\0\0", 13);
	n += 13;
	c[0] = FLAG_COMMAND;
	c[1] = (unsigned char)(n - 2);
	write_all(fd, c, n);
	read_all(fd, c, 2);
	read_all(fd, c + 2, c[1]);
	return fd;
}

static void queue(struct zmtp_load *l, struct peer *p, unsigned client)
{
	unsigned char *o = p->out + p->out_size;
	size_t n = l->make(l->user, client, o + 2);

	if (n > 255)
		DIE("a request of %zu bytes", n);
	o[0] = 0;
	o[1] = (unsigned char)n;
	p->out_size += 2 + n;
	p->sent[p->tail++ % WINDOW_MAX] = bench_ns();
}

static void flush(struct peer *p)
{
	write_all(p->fd, p->out, p->out_size);
	p->out_size = 0;
}

/* Size of the first frame's body, 0 if the frame is not complete yet; *ret_head is its header's
 * size. */
static size_t frame(const unsigned char *b, size_t have, size_t *ret_head)
{
	uint64_t n = 0;
	size_t head = 2;

	if (have < 2)
		return 0;
	if (b[0] & FLAG_LONG)
		head = 9;
	if (have < head)
		return 0;
	for (size_t i = 1; i < head; i++)
		n = n << 8 | b[i];
	if (n > sizeof((struct peer *)0)->in - 9)
		DIE("a frame of %llu bytes", (unsigned long long)n);
	*ret_head = head;
	return have < head + n ? 0 : head + (size_t)n;
}

static void pong(struct peer *p, const unsigned char *body, size_t n)
{
	unsigned char c[64] = {FLAG_COMMAND, 0, 4, 'P', 'O', 'N', 'G'};

	if (n < 7 || n > 32 || memcmp(body, "\4PING", 5) != 0)
		return;
	memcpy(c + 7, body + 7, n - 7);
	c[1] = (unsigned char)(n - 2);
	write_all(p->fd, c, n);
}

/* True if the reply is not STATUS_OK. A Reply starts with version and request id; the status (field
 * 3) follows only if it is not STATUS_OK. */
static int refused(const unsigned char *body, size_t n)
{
	return n > 20 && body[20] == 0x18;
}

static void take(struct zmtp_load *l, struct peer *p, unsigned client, int measured)
{
	ssize_t r = read(p->fd, p->in + p->have, sizeof p->in - p->have);
	uint64_t now = bench_ns();
	size_t at = 0, size, head;

	if (r <= 0)
		DIE("the server hung up");
	p->have += (size_t)r;
	while ((size = frame(p->in + at, p->have - at, &head))) {
		const unsigned char *f = p->in + at;

		at += size;
		if (f[0] & FLAG_COMMAND) {
			pong(p, f + head, size - head);
			continue;
		}
		if (f[0] & FLAG_MORE)
			continue;
		l->replies++;
		l->refused += (uint64_t)refused(f + head, size - head);
		if (measured)
			samples_add(&l->latency, now - p->sent[p->head % WINDOW_MAX]);
		p->head++;
		queue(l, p, client);
	}
	memmove(p->in, p->in + at, p->have - at);
	p->have -= at;
	flush(p);
}

static void loop(struct zmtp_load *l, struct peer *p, int ep)
{
	uint64_t t0 = bench_ns(), warm = 0, last = t0;

	for (;;) {
		struct epoll_event ev[64];
		int n = epoll_wait(ep, ev, 64, 20000);
		uint64_t now = bench_ns();

		if (n <= 0)
			DIE("no reply for 20 s");
		if (!warm && (double)(now - t0) > l->warm_up * 1e9) {
			warm = last = now;
			l->warmed = l->replies;
			l->replies = l->refused = 0;
		}
		if (warm && (double)(now - warm) > l->seconds * 1e9)
			break;
		if (warm && (double)(now - last) / 1e9 > l->silence)
			l->silence = (double)(now - last) / 1e9;
		last = now;
		for (int i = 0; i < n; i++)
			take(l, &p[ev[i].data.u32], ev[i].data.u32, warm != 0);
	}
	l->elapsed = bench_since(warm);
}

void zmtp_run(struct zmtp_load *l)
{
	struct peer *p = calloc(l->clients, sizeof *p);
	int ep = epoll_create1(0);

	if (!p || ep < 0 || l->window > WINDOW_MAX)
		DIE("cannot start");
	samples_init(&l->latency, 1 << 23);
	for (unsigned i = 0; i < l->clients; i++) {
		struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};

		p[i].fd = zmtp_connect(l->endpoint, "DEALER");
		epoll_ctl(ep, EPOLL_CTL_ADD, p[i].fd, &e);
	}
	for (unsigned i = 0; i < l->clients; i++) {
		for (unsigned w = 0; w < l->window; w++)
			queue(l, &p[i], i);
		flush(&p[i]);
	}
	loop(l, p, ep);
	for (unsigned i = 0; i < l->clients; i++)
		close(p[i].fd);
	close(ep);
	free(p);
}
