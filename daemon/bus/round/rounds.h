/* A round: requests are decided and their events folded one after the other, then one frame is
 * written and synced, then everything that was computed is sent: replies, refusals, pages,
 * publications. Nothing is sent before the journal is durable up to the seq it was computed from.
 * Only the round syncs. A request that must read the journal while events are not synced yet is
 * deferred: it is asked again after the sync.
 *
 * Also keeps parked requests: a FETCH that found nothing new, a running job, a simulated clock that
 * is still moving. They are asked again when events become durable, when a job ends, and when their
 * deadline has passed. */
#pragma once

#include <stdbool.h>

#include <systemd/sd-event.h>

#include "bus/door/denials.h"
#include "bus/round/outbox.h"

struct accounts;
struct api;
struct engine;

struct publisher;
struct rounds;

struct rounds_config {
	sd_event *event;
	struct engine *engine;
	struct api *api;
	struct denials *denials;
	struct accounts *accounts; /* must outlive the rounds */
	/* Called before each round; sets the engine's time. */
	void (*turn)(void *user);
	/* A principal or a key was revoked: its connections must end. */
	void (*revoked)(void *user);
	void *user;
};

int rounds_new(struct rounds **ret, const struct rounds_config *c);
struct rounds *rounds_free(struct rounds *r);
DEFINE_CLEANUP(struct rounds *, rounds_free)
void rounds_set_publisher(struct rounds *r, struct publisher *p); /* NULL: no feed */

void rounds_begin(struct rounds *r);
/* Serves one request. It may move the contents out of `request`; the caller still calls
 * letter_done(). */
int rounds_serve(struct rounds *r, struct letter *request);
bool rounds_full(const struct rounds *r);
/* Has no client asked for anything for CHECKPOINT_IDLE_MS? Clients that wait for each reply leave
 * the sockets empty for a moment after every round: that is no pause. */
bool rounds_quiet(const struct rounds *r);
/* Syncs the journal, sends the replies, publishes the events, serves the deferred requests and
 * makes a checkpoint if one is due. */
int rounds_close(struct rounds *r);

/* Drops the parked requests of an account, whose connections have ended. */
void rounds_forget(struct rounds *r, const struct account *a);

/* Does one slice of due rows and sweeps, as a round of its own. *ret_more: more is left. */
int rounds_work(struct rounds *r, bool *ret_more);
/* Call when something happened that a parked request may wait for; asks for them again soon. */
int rounds_stir(struct rounds *r);
/* True: since the last call a round has written events or parked a request, so that there may be
 * due work. */
bool rounds_take_stirred(struct rounds *r);
