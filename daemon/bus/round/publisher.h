/* The live feed: an XPUB socket that sends [topic][event bytes] after each durable group, and a
 * heartbeat with the seq of the newest event (the head). A subscriber that does not read loses
 * messages; clients that must not miss any use FETCH. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <systemd/sd-event.h>

#include "bus/door/denials.h"
#include "bus/zmtp/server.h"
#include "proto/cleanup.h"

struct engine;

struct publisher;

struct publisher_config {
	sd_event *event;
	struct engine *engine;
	const struct curve_keys *keys; /* must outlive the publisher */
	size_t peers_max;
	struct denials *denials;
	/* as zmtp_config */
	int (*admit)(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret);
	void *user;
};

/* Creates the socket, which does not listen yet. */
int publisher_new(struct publisher **ret, const struct publisher_config *c);
struct publisher *publisher_free(struct publisher *p);
DEFINE_CLEANUP(struct publisher *, publisher_free)

struct zmtp_server *publisher_server(struct publisher *p);

/* Sends the events that the last engine_sync() made durable. */
int publisher_publish(struct publisher *p);
