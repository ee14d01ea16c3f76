#include "bus/round/publisher.h"

#include <string.h>

#include <zmq.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "base/log.h"
#include "bus/core/messages.h"
#include "bus/door/doorway.h"
#include "bus/zmq/socket.h"
#include "bus/zmq/zmq_source.h"
#include "engine/core/engine.h"
#include "engine/core/published.h"
#include "model/core/event.h"
#include "model/office/unit.h"
#include "model/principal/principal.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "proto/wire_name.h"
#include "store/journal/journal.h"

/* When no event follows a group for so long, the head is sent without waiting for the next
 * heartbeat, so that subscribers know that they have everything. */
#define PAUSE_MS 100
#define PUBLISH_ARENA_MAX (256 * 1024) /* for looking up the names of one event */

struct publisher {
	struct publisher_config c;
	void *socket;
	struct zmq_source *source;
	struct doorway *door;
	sd_event_source *beat;
	struct arena *arena;
	int fd;	       /* listening, owned by the caller; -1: not listening */
	size_t topics; /* number of subscribed topics; if 0, no message is built */
	/* a cache of the last names looked up: the events of a group mostly share them */
	uint32_t unit, project;
	char unit_id[ID_MAX + 1], project_code[CODE_MAX + 1];
};

static int socket_on(struct publisher *p);

/* XPUB delivers subscriptions as messages: a byte 1 (on) or 0 (off) and the topic. They must be
 * read, or they accumulate in the socket. */
static int on_subscription(void *user)
{
	struct publisher *p = user;
	char text[SUBSCRIPTION_MAX + 1];

	for (int i = 0; i < 64; i++) {
		int n = zmq_recv(p->socket, text, sizeof text, ZMQ_DONTWAIT);

		if (n < 0)
			return errno == EAGAIN ? 0 : zmq_error();
		if (n > 0 && text[0] == 1)
			p->topics++;
		else if (n > 0 && text[0] == 0 && p->topics > 0)
			p->topics--;
	}
	return 0;
}

/* A message that cannot be sent is dropped, as the feed is allowed to. */
static void send_pair(struct publisher *p, struct bytes topic, struct bytes body)
{
	if (zmq_send(p->socket, topic.data, topic.size, ZMQ_DONTWAIT | ZMQ_SNDMORE) >= 0)
		(void)zmq_send(p->socket, body.data, body.size, ZMQ_DONTWAIT);
}

static int beat_at(struct publisher *p, usec_t ms)
{
	int r =
	    sd_event_source_set_time(p->beat, (uint64_t)(clock_monotonic() + ms * USEC_PER_MSEC));

	return r < 0 ? r : sd_event_source_set_enabled(p->beat, SD_EVENT_ONESHOT);
}

static void send_heartbeat(struct publisher *p)
{
	const struct journal *j = engine_journal(p->c.engine);
	Duban__Heartbeat h = DUBAN__HEARTBEAT__INIT;
	uint8_t epoch[EPOCH_SIZE], hash[HASH_SIZE], buf[128];

	journal_epoch(j, epoch);
	journal_durable_hash(j, hash);
	h.epoch = (ProtobufCBinaryData){.len = sizeof epoch, .data = epoch};
	h.hash = (ProtobufCBinaryData){.len = sizeof hash, .data = hash};
	h.seq = journal_durable(j);
	h.at = engine_now(p->c.engine);
	assert(duban__heartbeat__get_packed_size(&h) <= sizeof buf);
	send_pair(p, BYTES_STR(WIRE_HEARTBEAT_TOPIC), BYTES(buf, duban__heartbeat__pack(&h, buf)));
}

static int on_beat(sd_event_source *source, uint64_t usec, void *user)
{
	struct publisher *p = user;

	(void)source;
	(void)usec;
	if (p->topics > 0)
		send_heartbeat(p);
	return beat_at(p, HEARTBEAT_MS);
}

static void name_unit(struct publisher *p, uint32_t num)
{
	const Duban__Unit *u;

	if (num == p->unit)
		return;
	u = unit_get(engine_txn(p->c.engine), p->arena, num);
	(void)snprintf(p->unit_id, sizeof p->unit_id, "%s", u ? u->id : "");
	p->unit = num;
}

static void name_project(struct publisher *p, uint32_t num)
{
	const Duban__Project *project;

	if (num == p->project)
		return;
	project = project_get(engine_txn(p->c.engine), p->arena, num);
	(void)snprintf(p->project_code, sizeof p->project_code, "%s", project ? project->code : "");
	p->project = num;
}

static void publish_to(struct publisher *p, const struct published *e, uint32_t unit)
{
	char topic[WIRE_TOPIC_MAX];
	size_t n;

	arena_reset(p->arena);
	name_unit(p, unit);
	name_project(p, e->project);
	n = wire_topic(topic, event_kind_of(e->body),
		       wire_enum_name(&duban__level__descriptor, e->level), p->unit_id,
		       p->project_code);
	send_pair(p, BYTES(topic, n), e->event);
}

static void publish_one(struct publisher *p, const struct published *e)
{
	publish_to(p, e, e->unit);
	if (e->turn_unit)
		publish_to(p, e, e->turn_unit);
}

/* True: the event revokes a principal whose role may read the feed. */
static bool revokes_a_listener(struct publisher *p, const struct published *e)
{
	const Duban__Principal *principal;
	Duban__Event *event;

	if (e->body != DUBAN__EVENT__BODY_PRINCIPAL_REVOKED)
		return false;
	arena_reset(p->arena);
	event = duban__event__unpack(arena_pb(p->arena), e->event.size, e->event.data);
	if (!event)
		return true; /* unreadable event: better reopen once too often */
	principal = principal_get(engine_txn(p->c.engine), p->arena, event->principal_revoked->num);
	return !principal || (ROLES_CITY & (1u << principal->role));
}

static void socket_off(struct publisher *p)
{
	p->door = doorway_free(p->door);
	p->source = zmq_source_free(p->source);
	socket_close(p->socket);
	p->socket = NULL;
	p->topics = 0;
}

static int reopen(struct publisher *p)
{
	socket_off(p);
	log_event(LOG_NOTICE, MESSAGE_FEED_REOPENED,
		  "a key that may read the feed was revoked: the feed was closed and opened again",
		  NULL);
	return socket_on(p);
}

int publisher_publish(struct publisher *p)
{
	const struct published *list;
	size_t n = engine_published(p->c.engine, &list);
	bool revoked = false;

	/* empty the cache: this group may have renamed a unit or project */
	p->unit = p->project = 0;
	p->unit_id[0] = p->project_code[0] = 0;
	for (size_t i = 0; i < n; i++) {
		/* Subscribers cannot be told apart; the office reads the rest by FETCH. */
		if (p->topics > 0 && !list[i].office_only)
			publish_one(p, &list[i]);
		revoked = revoked || revokes_a_listener(p, &list[i]);
	}
	if (revoked && p->fd >= 0) {
		int r = reopen(p);

		if (r < 0)
			return r;
	}
	return n > 0 ? beat_at(p, PAUSE_MS) : 0;
}

static int listen_on(struct publisher *p)
{
	const struct doorway_config c = {.event = p->c.event,
					 .context = p->c.context,
					 .socket = p->socket,
					 .door = DOOR_FEED,
					 .fd = p->fd,
					 .peers_max = p->c.peers_max};

	return doorway_new(&p->door, &c);
}

static int socket_on(struct publisher *p)
{
	int r = socket_new(&p->socket, p->c.context, DOOR_FEED, p->c.secret);

	if (r < 0)
		return r;
	r = zmq_source_new(&p->source, p->c.event, p->socket, on_subscription, p);
	if (r < 0)
		return r;
	return p->fd >= 0 ? listen_on(p) : 0;
}

int publisher_new(struct publisher **ret, const struct publisher_config *c)
{
	_cleanup_(publisher_freep) struct publisher *p = calloc(1, sizeof *p);
	int r;

	if (!p)
		return -ENOMEM;
	p->c = *c;
	p->fd = -1;
	r = arena_new(&p->arena, PUBLISH_ARENA_MAX);
	if (r < 0)
		return r;
	r = sd_event_add_time(c->event, &p->beat, CLOCK_MONOTONIC,
			      (uint64_t)(clock_monotonic() + HEARTBEAT_MS * USEC_PER_MSEC), 1,
			      on_beat, p);
	if (r < 0)
		return r;
	r = sd_event_source_set_exit_on_failure(p->beat, true);
	if (r < 0)
		return r;
	r = socket_on(p);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(p);
	return 0;
}

struct publisher *publisher_free(struct publisher *p)
{
	if (!p)
		return NULL;
	sd_event_source_disable_unref(p->beat);
	socket_off(p);
	arena_free(p->arena);
	free(p);
	return NULL;
}

void *publisher_socket(struct publisher *p)
{
	return p->socket;
}

int publisher_listen(struct publisher *p, int fd)
{
	p->fd = fd;
	return listen_on(p);
}
