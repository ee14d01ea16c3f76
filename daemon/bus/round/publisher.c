#include "bus/round/publisher.h"

#include <string.h>

#include "api/core/api.h"
#include "base/arena.h"
#include "base/log.h"
#include "bus/core/limits.h"
#include "bus/core/messages.h"
#include "bus/door/full.h"
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
	struct zmtp_server *server;
	sd_event_source *beat;
	usec_t beat_at;	    /* the next heartbeat, put off by each event, but not beyond */
	usec_t beat_latest; /* this */
	struct arena *arena;
	/* a cache of the last names looked up: the events of a group mostly share them */
	uint32_t unit, project;
	char unit_id[ID_MAX + 1], project_code[CODE_MAX + 1];
};

/* Subscriptions are taken by the server itself: nothing else is sent here. */
static int on_subscription(void *user)
{
	struct publisher *p = user;
	struct zmtp_message unused;
	int r;

	do
		r = zmtp_server_next(p->server, &unused);
	while (r == 0);
	return r == -EAGAIN ? 0 : r;
}

static void send_pair(struct publisher *p, struct bytes topic, struct bytes body)
{
	zmtp_server_publish(p->server, topic, body);
}

static int beat_in(struct publisher *p, usec_t ms)
{
	usec_t at = clock_monotonic() + ms * USEC_PER_MSEC;
	int r;

	at = at < p->beat_latest ? at : p->beat_latest;
	if (at == p->beat_at)
		return 0; /* setting it again would take back that it is due */
	p->beat_at = at;
	r = sd_event_source_set_time(p->beat, (uint64_t)at);
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
	if (zmtp_server_topics(p->server) > 0) {
		send_heartbeat(p);
		zmtp_server_flush(p->server);
	}
	p->beat_latest = clock_monotonic() + HEARTBEAT_MS * USEC_PER_MSEC;
	return beat_in(p, HEARTBEAT_MS);
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
	if (e->turn_unit && e->turn_unit != e->unit)
		publish_to(p, e, e->turn_unit);
}

int publisher_publish(struct publisher *p)
{
	const struct published *list;
	size_t n = engine_published(p->c.engine, &list);
	bool heard = zmtp_server_topics(p->server) > 0; /* else nothing is built */

	/* empty the cache: this group may have renamed a unit or project */
	p->unit = p->project = 0;
	p->unit_id[0] = p->project_code[0] = 0;
	for (size_t i = 0; i < n; i++) {
		/* Subscribers cannot be told apart; the office reads the rest by FETCH. */
		if (heard && !list[i].office_only && !list[i].role_only && !list[i].notice &&
		    !list[i].internal)
			publish_one(p, &list[i]);
	}
	zmtp_server_flush(p->server);
	return n > 0 ? beat_in(p, PAUSE_MS) : 0;
}

static int admit(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	struct publisher *p = user;

	return p->c.admit(p->c.user, key, ret);
}

static void refused(void *user, const char *who, const char *why)
{
	struct publisher *p = user;

	denials_add(p->c.denials, DOOR_FEED, who, why);
}

static void full(void *user, bool is_full)
{
	(void)user;
	door_full(DOOR_FEED, is_full);
}

static int make_server(struct publisher *p)
{
	return zmtp_server_new(&p->server, &(struct zmtp_config){.event = p->c.event,
								 .type = "XPUB",
								 .keys = p->c.keys,
								 .message_max = SUBSCRIPTION_MAX,
								 .waiting_max = FEED_WAITING_MAX,
								 .peers_max = p->c.peers_max,
								 .admit = admit,
								 .readable = on_subscription,
								 .refused = refused,
								 .full = full,
								 .user = p});
}

int publisher_new(struct publisher **ret, const struct publisher_config *c)
{
	_cleanup_(publisher_freep) struct publisher *p = calloc(1, sizeof *p);
	int r;

	if (!p)
		return -ENOMEM;
	p->c = *c;
	r = arena_new(&p->arena, PUBLISH_ARENA_MAX);
	if (r < 0)
		return r;
	p->beat_latest = clock_monotonic() + HEARTBEAT_MS * USEC_PER_MSEC;
	p->beat_at = p->beat_latest;
	r = sd_event_add_time(c->event, &p->beat, CLOCK_MONOTONIC, (uint64_t)p->beat_at, 1, on_beat,
			      p);
	if (r < 0)
		return r;
	r = sd_event_source_set_exit_on_failure(p->beat, true);
	if (r < 0)
		return r;
	r = make_server(p);
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
	zmtp_server_free(p->server);
	arena_free(p->arena);
	free(p);
	return NULL;
}

struct zmtp_server *publisher_server(struct publisher *p)
{
	return p->server;
}
