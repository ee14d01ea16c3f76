/* The rounds of a server: what the kernel says, whose turn it is, what is sent. */
#include <string.h>
#include <sys/epoll.h>

#include "base/clock.h"
#include "bus/core/again.h"
#include "bus/core/limits.h"
#include "bus/zmtp/server.h"
#include "bus/zmtp/server_private.h"
#include "proto/status.h"

enum { EVENTS_A_TURN = 256 };

/* Who does not read its replies is asked nothing more until it does. */
static void listen_to(struct zmtp_server *s, struct peer *p)
{
	p->held_back = buffer_bytes(&p->out).size >= UNREAD_PAUSE;
	if (!p->held_back)
		table_ready(&s->t, p);
}

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
			server_end(s, p);
			continue;
		}
		if (p->state == PEER_SHUNNED && (e[i].events & (EPOLLRDHUP | EPOLLHUP)))
			server_end(s, p);
		else if (p->state != PEER_SHUNNED)
			listen_to(s, p);
	}
}

static int again(struct zmtp_server *s)
{
	usec_t pause = share_pause(&s->t);
	bool now = s->t.first && pause == USEC_NEVER;
	int r = 0;

	if (s->t.first && !now)
		r = sd_event_source_set_time(s->pause, (uint64_t)pause);
	if (r >= 0 && s->t.first && !now)
		r = sd_event_source_set_enabled(s->pause, SD_EVENT_ONESHOT);
	return r < 0 ? r : again_set(s->again, now ? SD_EVENT_ON : SD_EVENT_OFF);
}

static int serve(struct zmtp_server *s)
{
	int r;

	share_begin(&s->share, &s->t);
	gather(s);
	r = s->t.first ? s->c.readable(s->c.user) : 0;
	if (r < 0)
		return r;
	zmtp_server_flush(s);
	return again(s);
}

int server_on_io(sd_event_source *source, int fd, uint32_t events, void *user)
{
	(void)source;
	(void)fd;
	(void)events;
	return serve(user);
}

int server_on_pause(sd_event_source *source, uint64_t usec, void *user)
{
	(void)source;
	(void)usec;
	return serve(user);
}

static void fill(struct zmtp_message *m, const struct peer *p, const struct peer_message *from)
{
	m->peer = table_id(p);
	m->account = p->hold.account;
	m->delimiter = from->delimiter;
	m->body = from->body;
	memcpy(m->key, p->curve.client, CURVE_KEY_SIZE);
}

/* Whose turn it is; NULL: nobody's in this round. */
static struct lane *next_lane(struct zmtp_server *s)
{
	/* what has come during a round belongs to it */
	if (!s->t.first || share_looks_again(&s->share))
		gather(s);
	return share_lane(&s->share, &s->t, s->rules.keys != NULL);
}

/* One step of the first peer of the lane. Results as those of peer_step(), where an error has been
 * dealt with unless it is fatal. */
static int step(struct zmtp_server *s, struct lane *l, struct peer_message *m, struct peer **ret)
{
	struct peer *p = *ret = l->first;
	bool stranger = server_is_stranger(p), was = p->dirty, opened;
	int r = peer_step(p, &s->rules, m);

	opened = stranger && p->state == PEER_OPEN;
	s->strangers -= opened;
	if (r >= 0 && opened && p->hold.account)
		r = table_join(&s->t, p, NULL) < 0 ? -ENOMEM : r;
	/* a step without a message costs, too, and no round counts it */
	if (r != PEER_BLOCKED && r != PEER_MESSAGE)
		share_step(&s->share, stranger);
	if (r < 0) {
		r = server_fail(s, p, r);
		return r < 0 ? r : PEER_BLOCKED;
	}
	table_unready(&s->t, p);
	if (r != PEER_BLOCKED)
		listen_to(s, p);
	table_note(&s->t, p, was);
	return r;
}

int zmtp_server_next(struct zmtp_server *s, struct zmtp_message *ret)
{
	struct peer_message m;
	struct lane *l;

	share_done(&s->share, &s->t);
	while ((l = next_lane(s))) {
		struct peer *p;
		int r;

		/* first, because a connection that ends takes its lane with it */
		table_turn(&s->t, l);
		r = step(s, l, &m, &p);
		if (r < 0)
			return r;
		if (r == PEER_ODD)
			server_say_refused(s, p,
					   "the message does not have exactly one payload frame");
		if (r == PEER_MESSAGE) {
			share_message(&s->share, &s->t, p->lane);
			fill(ret, p, &m);
			ret->prompt = share_light(p->lane);
			return 0;
		}
	}
	return -EAGAIN;
}

bool zmtp_server_pending(struct zmtp_server *s)
{
	if (!s->t.first)
		gather(s);
	return s->t.first && again(s) == 0;
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
	int r;

	if (!p || p->state != PEER_OPEN)
		return -EHOSTUNREACH;
	r = send_to(s, p, part + !delimiter, 1 + (size_t)delimiter);
	if (r == -ENOBUFS)
		account_unread(p->hold.account, clock_monotonic());
	return r;
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
			server_end(s, p);
		else if (p->held_back)
			listen_to(s, p);
}

void zmtp_server_drop(struct zmtp_server *s, const struct account *a)
{
	for (size_t i = 0; i < s->t.n_slots; i++)
		if (s->t.slot[i]->fd >= 0 && s->t.slot[i]->hold.account == a)
			server_end(s, s->t.slot[i]);
}

int zmtp_server_review(struct zmtp_server *s)
{
	for (size_t i = 0; i < s->t.n_slots; i++) {
		struct account *account = NULL;
		struct peer *p = s->t.slot[i];
		int r = 0;

		if (p->fd >= 0 && p->state == PEER_OPEN && s->rules.keys)
			r = curve_serves(s->rules.keys, p->curve.server)
				? s->rules.admit(s->rules.user, p->curve.client, &account)
				: STATUS_DENIED;
		if (r < 0)
			return r;
		if (r > 0)
			server_end(s, p);
	}
	return 0;
}
