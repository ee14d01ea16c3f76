/* A client on a pair of connected sockets, for the tests of bus/: it speaks ZMTP without CURVE, in
 * the same thread as the server, so that what was flushed can be read at once. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <systemd/sd-event.h>

#include "bus/zmtp/frame.h"
#include "bus/zmtp/server.h"

struct line {
	int fd;
	bool greeted;
	uint8_t in[512 * 1024];
	size_t n, taken;
};

static inline void line_bytes(struct line *l, const void *data, size_t n)
{
	assert(send(l->fd, data, n, MSG_NOSIGNAL) == (ssize_t)n);
}

static inline void line_frame(struct line *l, const void *body, size_t n, int flags)
{
	uint8_t head[FRAME_HEAD_MAX];
	struct zmtp_frame f = {
	    .more = flags & FRAME_MORE, .command = flags & FRAME_COMMAND, .body = BYTES(body, n)};

	line_bytes(l, head, frame_head(head, &f));
	line_bytes(l, body, n);
}

/* The next frame that the server sent, commands among them. False: there is none. */
static inline bool line_next(struct line *l, struct zmtp_frame *ret)
{
	ssize_t n = recv(l->fd, l->in + l->n, sizeof l->in - l->n, MSG_DONTWAIT);

	l->n += n > 0 ? (size_t)n : 0;
	if (!l->greeted && l->n >= GREETING_SIZE) {
		l->greeted = true;
		l->taken = GREETING_SIZE;
	}
	n = l->greeted ? frame_read(BYTES(l->in + l->taken, l->n - l->taken), sizeof l->in, ret)
		       : 0;
	assert(n >= 0);
	l->taken += (size_t)n;
	return n > 0;
}

/* The next frame of a message. */
static inline bool line_message(struct line *l, struct zmtp_frame *ret)
{
	while (line_next(l, ret))
		if (!ret->command)
			return true;
	return false;
}

static inline void line_run(sd_event *loop)
{
	for (int i = 0; i < 20; i++)
		assert(sd_event_run(loop, 0) >= 0);
}

/* Connects and does the handshake as a socket of this type. */
static inline void line_open(struct line *l, struct zmtp_server *server, sd_event *loop,
			     const char *type)
{
	uint8_t greeting[GREETING_SIZE], ready[64] = "\005READY";
	size_t n = 6;
	int fd[2];

	memset(l, 0, sizeof *l);
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fd) == 0);
	l->fd = fd[0];
	assert(zmtp_server_adopt(server, fd[1]) == 0);
	greeting_write(greeting, "NULL");
	n += metadata_put(ready + n, sizeof ready - n, "Socket-Type", type);
	line_bytes(l, greeting, sizeof greeting);
	line_frame(l, ready, n, FRAME_COMMAND);
	line_run(loop);
	(void)line_next(l, &(struct zmtp_frame){0}); /* the server's greeting and READY */
}

static inline void line_close(struct line *l)
{
	(void)close(l->fd);
}
