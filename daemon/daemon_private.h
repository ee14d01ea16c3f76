/* The daemon's parts, for the files that it is made of. */
#pragma once

#include "api/core/api.h"
#include "base/clock.h"
#include "bus/door/server_keys.h"
#include "listeners.h"
#include "notify.h"
#include "state.h"

struct api;
struct arena;
struct bus;
struct config;
struct engine;
struct jobs;
struct sd_event;
struct sd_event_source;
struct timekeeper;

struct daemon {
	const struct config *c;
	int lock_fd;
	struct listeners listeners;
	size_t peers_max;
	struct server_keys keys;
	struct engine *engine;
	struct api *api;
	struct bus *bus;
	struct jobs *jobs;
	struct timekeeper *timekeeper;
	struct arena *arena;
	struct sd_event *event;
	struct sd_event_source *sigterm, *sigint, *second, *job, *watchdog;
	usec_t watchdog_every;
	bool ends; /* a rebuild was asked for, which the next start does */
	struct state state;
	struct notify notify;
	char state_text[STATE_TEXT_MAX];
	char fault[1024];
};

/* What the api asks of its host. The daemon must outlive it. */
struct api_host host_of(struct daemon *d);
