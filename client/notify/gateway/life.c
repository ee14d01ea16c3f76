#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/notify/gateway/contact_book.h"
#include "client/notify/gateway/jobs.h"
#include "client/notify/gateway/private.h"

enum { SLEEP_MAX_SEC = 30 }; /* the machine's clock may be set meanwhile */

usec_t gateway_now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (usec_t)t.tv_sec * USEC_PER_SEC + t.tv_nsec / 1000;
}

uint64_t gateway_monotonic(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * USEC_PER_SEC + (uint64_t)t.tv_nsec / 1000;
}

/* The round stands behind all peers, so that one commit serves whatever has come from them; but not
 * for longer than ROUND_WAIT_MS, however much they say. */
void gateway_wake(struct gateway *g)
{
	int enabled;

	if (sd_event_source_get_enabled(g->round, &enabled) > 0)
		return;
	(void)sd_event_source_set_enabled(g->round, SD_EVENT_ONESHOT);
	if (!g->late)
		return;
	(void)sd_event_source_set_time(g->late,
				       gateway_monotonic() + ROUND_WAIT_MS * USEC_PER_MSEC);
	(void)sd_event_source_set_enabled(g->late, SD_EVENT_ONESHOT);
}

void gateway_sleep(struct gateway *g, uint64_t *until, uint64_t at)
{
	(void)g;
	*until = at < *until ? at : *until;
}

void gateway_fail(struct gateway *g, int r, const char *what)
{
	(void)say_err(r, "%s; the next start goes on from the last commit", what);
	(void)sd_event_exit(g->parts.event, r);
}

void gateway_stored(struct gateway *g, int r)
{
	if (r < 0)
		gateway_fail(g, r, "the outbox failed");
	gateway_wake(g);
}

int gateway_store(struct gateway *g, Outbox__Message *m)
{
	return message_put(g->outbox, m, &g->times, gateway_now());
}

/* ---- a round */

static int work(struct gateway *g, uint64_t *until)
{
	int r = sender_due(g, until);

	r = r ? r : sender_pump(g, until);
	follower_room(g);
	r = r ? r : outbox_commit(g->outbox);
	if (r < 0)
		return r;
	/* only what is on disk leaves the program */
	sender_hand_over(g);
	answers_stored(g);
	if (outbox_dirty(g->outbox))
		return 0; /* answers that came at once: the daemon is told after the next commit */
	r = reporter_pump(g, until);
	r = r ? r : replies_pump(g, until);
	return r ? r : outbox_commit(g->outbox); /* ends reading, too */
}

static void round_now(struct gateway *g)
{
	uint64_t until = gateway_monotonic() + SLEEP_MAX_SEC * USEC_PER_SEC;
	int r;

	(void)sd_event_source_set_enabled(g->round, SD_EVENT_OFF);
	(void)sd_event_source_set_enabled(g->late, SD_EVENT_OFF);
	r = work(g, &until);
	if (r < 0) {
		gateway_fail(g, r, "the outbox failed");
		return;
	}
	if (outbox_dirty(g->outbox))
		gateway_wake(g);
	/* status and watch are opened again after a while */
	if (!g->known || !g->watch)
		gateway_sleep(g, &until,
			      gateway_monotonic() + (g->line_back_off_ms + 1ULL) * USEC_PER_MSEC);
	if (g->simulated)
		gateway_sleep(g, &until, gateway_monotonic() + CLOCK_POLL_MS * USEC_PER_MSEC);
	(void)sd_event_source_set_time(g->timer, until);
	(void)sd_event_source_set_enabled(g->timer, SD_EVENT_ONESHOT);
}

static int on_round(sd_event_source *source, void *userdata)
{
	(void)source;
	round_now(userdata);
	return 0;
}

static int on_late(sd_event_source *source, uint64_t at, void *userdata)
{
	(void)source;
	(void)at;
	round_now(userdata);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t at, void *userdata)
{
	struct gateway *g = userdata;

	(void)source;
	(void)at;
	follower_start(g);
	gateway_wake(g);
	return 0;
}

/* ---- its life */

struct gateway *gateway_free(struct gateway *g)
{
	if (!g)
		return NULL;
	follower_stop(g);
	g->line = line_close(g->line, job_drop);
	if (g->carrier)
		g->transport->close(g->carrier);
	for (struct flight *f = g->flights, *next; f; f = next) {
		next = f->next;
		(void)flight_free(f);
	}
	for (struct gateway_call *c = g->calls, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	(void)contact_book_free(g->contacts);
	sd_event_source_disable_unref(g->round);
	sd_event_source_disable_unref(g->late);
	sd_event_source_disable_unref(g->timer);
	free(g);
	return NULL;
}

DEFINE_CLEANUP(struct gateway *, gateway_free)

static int add_sources(struct gateway *g)
{
	int r = sd_event_add_defer(g->parts.event, &g->round, on_round, g);

	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(g->round, true);
	if (r >= 0)
		r = sd_event_source_set_priority(g->round, ROUND_PRIORITY);
	if (r >= 0)
		r = sd_event_add_time(g->parts.event, &g->late, CLOCK_MONOTONIC, 0, 1, on_late, g);
	if (r >= 0)
		r = sd_event_source_set_priority(g->late, -ROUND_PRIORITY);
	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(g->late, true);
	if (r >= 0)
		r = sd_event_add_time(g->parts.event, &g->timer, CLOCK_MONOTONIC, 0, 1, on_timer,
				      g);
	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(g->timer, true);
	return r < 0 ? r : 0;
}

static int open_line(struct gateway *g)
{
	struct line_options o = {.event = g->parts.event,
				 .connection = g->config->connection,
				 .data = g->config->data,
				 .userdata = g};

	return line_open(&o, &g->line);
}

int gateway_new(const struct gateway_parts *parts, struct gateway **ret, char **ret_fault)
{
	_cleanup_(gateway_freep) struct gateway *g = calloc(1, sizeof *g);
	const struct notify_config *c = parts->config;
	int r;

	if (!g)
		return -ENOMEM;
	g->parts = *parts;
	g->config = c;
	g->outbox = parts->outbox;
	g->transport = c->transport;
	g->flights_end = &g->flights;
	g->times.receipt_wait = c->receipt_hours * 3600 * USEC_PER_SEC;
	g->times.kept = c->kept_days * USEC_PER_DAY;
	g->host = (struct transport_host){.event = parts->event,
					  .gateway = g,
					  .answered = answers_answered,
					  .receipt = answers_receipt,
					  .reply = replies_take};
	r = add_sources(g);
	r = r ? r : sender_recover(g);
	r = r ? r : outbox_commit(g->outbox);
	r = r ? r : open_line(g);
	r = r ? r : g->transport->open(c->own, &g->host, &g->carrier, ret_fault);
	if (r == 0)
		*ret = TAKE_PTR(g);
	return r;
}
