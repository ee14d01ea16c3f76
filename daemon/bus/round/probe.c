#include "bus/round/probe.h"

#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "bus/zmtp/frame.h"
#include "proto/api.pb-c.h"
#include "proto/limits.h"

enum { REPLY_MAX = 16 * 1024 };

struct probe {
	int fd;
	sd_event_source *source;
	bool greeted;
	uint8_t in[REPLY_MAX];
	size_t n;
	uint64_t asked, answered;
};

/* The greeting, READY, then replies: of these each counts, whatever it says. */
static int take(struct probe *p)
{
	struct zmtp_frame f;
	size_t at = 0;

	if (!p->greeted && p->n >= GREETING_SIZE) {
		p->greeted = true;
		at = GREETING_SIZE;
	}
	while (p->greeted) {
		ssize_t n = frame_read(BYTES(p->in + at, p->n - at), REPLY_MAX, &f);

		if (n < 0)
			return (int)n;
		if (n == 0)
			break;
		at += (size_t)n;
		p->answered += !f.command && !f.more;
	}
	p->n -= at;
	memmove(p->in, p->in + at, p->n);
	return p->n < sizeof p->in ? 0 : -EMSGSIZE;
}

static int on_bytes(sd_event_source *source, int fd, uint32_t events, void *user)
{
	struct probe *p = user;
	ssize_t n = recv(fd, p->in + p->n, sizeof p->in - p->n, MSG_DONTWAIT);

	(void)events;
	if (n > 0) {
		p->n += (size_t)n;
		return take(p);
	}
	/* the server has hung up: no answer comes any more, which the watchdog will notice */
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		return sd_event_source_set_enabled(source, SD_EVENT_OFF);
	return 0;
}

static int send_all(struct probe *p, struct bytes b)
{
	return send(p->fd, b.data, b.size, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)b.size ? 0
											   : -EIO;
}

static int send_frame(struct probe *p, bool command, struct bytes body)
{
	uint8_t head[FRAME_HEAD_MAX];
	size_t n = frame_head(head, &(struct zmtp_frame){.command = command, .body = body});
	int r = send_all(p, BYTES(head, n));

	return r < 0 ? r : send_all(p, body);
}

int probe_ask(struct probe *p, bool *ret_answered)
{
	static const uint8_t id[REQUEST_ID_SIZE] = "duban-probe";
	Duban__StatusRequest status = DUBAN__STATUS_REQUEST__INIT;
	Duban__Request request = DUBAN__REQUEST__INIT;
	uint8_t buf[64];
	int r;

	*ret_answered = p->answered == p->asked;
	if (!*ret_answered)
		return 0;
	request.version = WIRE_VERSION;
	request.request_id =
	    (ProtobufCBinaryData){.len = sizeof id, .data = (uint8_t *)(uintptr_t)id};
	request.body_case = DUBAN__REQUEST__BODY_STATUS;
	request.status = &status;
	assert(duban__request__get_packed_size(&request) <= sizeof buf);
	r = send_frame(p, false, BYTES(buf, duban__request__pack(&request, buf)));
	p->asked += r == 0;
	return r;
}

static int greet(struct probe *p)
{
	uint8_t greeting[GREETING_SIZE], ready[64] = "\005READY";
	size_t n = strlen((const char *)ready);
	int r;

	greeting_write(greeting, "NULL");
	n += metadata_put(ready + n, sizeof ready - n, "Socket-Type", "DEALER");
	r = send_all(p, BYTES(greeting, sizeof greeting));
	return r < 0 ? r : send_frame(p, true, BYTES(ready, n));
}

int probe_new(struct probe **ret, sd_event *event, struct zmtp_server *server)
{
	_cleanup_(probe_freep) struct probe *p = calloc(1, sizeof *p);
	int fd[2], r;

	if (!p)
		return -ENOMEM;
	p->fd = -1;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fd) < 0)
		return -errno;
	p->fd = fd[0];
	r = zmtp_server_adopt(server, fd[1]);
	if (r == 0)
		r = greet(p);
	if (r == 0)
		r = sd_event_add_io(event, &p->source, p->fd, EPOLLIN, on_bytes, p);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(p);
	return 0;
}

struct probe *probe_free(struct probe *p)
{
	if (!p)
		return NULL;
	sd_event_source_disable_unref(p->source);
	if (p->fd >= 0)
		(void)close(p->fd);
	free(p);
	return NULL;
}
