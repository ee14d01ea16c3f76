/* A round: requests are decided and folded one after the other, then one frame is synced, then
 * everything that was computed leaves: replies, refusals, pages, publications. Nothing leaves
 * before the journal is durable up to the seq it was computed from. Nobody else syncs: a request
 * that reads the journal while events wait is deferred, and asked again when they are durable.
 *
 * Also keeps the requests that wait (FETCH with nothing to give, a job, a clock under way) and
 * asks for them again when events became durable, a job ended or their wait is over. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/door/denials.h"
#include "bus/round/outbox.h"

struct api;
struct engine;

struct publisher;
struct rounds;

struct rounds_config {
	sd_event *event;
	struct engine *engine;
	struct api *api;
	struct denials *denials;
	/* Before each round: the host tells the engine what time it is. */
	void (*turn)(void *user);
	void *user;
};

int rounds_new(struct rounds **ret, const struct rounds_config *c);
struct rounds *rounds_free(struct rounds *r);
DEFINE_CLEANUP(struct rounds *, rounds_free)
void rounds_set_publisher(struct rounds *r, struct publisher *p); /* NULL: no feed */

void rounds_begin(struct rounds *r);
/* Serves one request; what it moves away leaves an empty letter, which stays the caller's. */
int rounds_serve(struct rounds *r, struct letter *request);
bool rounds_full(const struct rounds *r);
/* Makes durable, sends, publishes, answers what was deferred, perhaps checkpoints. */
int rounds_close(struct rounds *r);

/* One slice of due rows and sweeps, as a round of its own. */
int rounds_work(struct rounds *r, bool *ret_more);
/* Something that a waiting request may wait for has happened. */
int rounds_stir(struct rounds *r);
/* Did a round write or park since the last call? Then there may be work. */
bool rounds_take_stirred(struct rounds *r);
