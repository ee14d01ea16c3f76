#include "bus/round/timekeeper.h"

#include <string.h>

#include <systemd/sd-id128.h>

#include "base/log.h"
#include "bus/core/again.h"
#include "bus/core/messages.h"
#include "bus/round/clock_watch.h"
#include "engine/clock/trust.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "engine/core/tick.h"
#include "engine/keeper/restored.h"
#include "proto/limits.h"

struct timekeeper {
	struct timekeeper_config c;
	struct bus *bus;
	struct clock_watch watch;
	sd_id128_t boot;
	bool boot_known;
	bool restored; /* a restored backup waited at the last look */
	usec_t told;   /* the engine's time after the last look at the clock */
	int clock_fd;
	sd_event_source *clock, *wake, *checkpoint, *work;
	usec_t wake_at, checkpoint_at;
	bool more; /* there may be work for a slice */
	bool left; /* the last slice has left some */
};

/* ---- the clock */

struct move_text {
	const char *id, *text;
};

static const struct move_text held_texts[] = {
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_JUMP] =
	{MESSAGE_CLOCK_JUMP, "the machine's clock jumped ahead: no lamp is raised until it is set "
			     "back or accepted with 'dubanctl clock accept'"},
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_START] =
	{MESSAGE_CLOCK_START,
	 "the machine's clock is ahead of the last record by more than an hour, and nothing says "
	 "that it is right: no lamp is raised until NTP keeps it, or it is accepted with "
	 "'dubanctl clock accept'"},
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_FLOOR] =
	{MESSAGE_CLOCK_OUTSIDE, "the machine's clock is before the option clock-floor: no lamp is "
				"raised until it is set right"},
    [DUBAN__CLOCK_HOLD__CLOCK_HOLD_CEILING] =
	{MESSAGE_CLOCK_OUTSIDE, "the machine's clock is after the option clock-ceiling: no lamp is "
				"raised until it is set right"},
};

static const struct move_text move_texts[] = {
    [CLOCK_RETURNED] = {MESSAGE_CLOCK_RESUMED, "the machine's clock was set right: work continues"},
    [CLOCK_CONFIRMED] = {MESSAGE_CLOCK_RESUMED,
			 "the machine's clock is ahead of the last record, and NTP vouches for it: "
			 "work continues"},
    [CLOCK_WENT_BACK] = {MESSAGE_CLOCK_BACK,
			 "the machine's clock was set back: duban's time stands still until the "
			 "clock has caught up. If the records are of a wrong future: 'dubanctl "
			 "clock repair'"},
};

static void tell_move(const struct timekeeper *t, enum clock_move move)
{
	const struct move_text *m =
	    move == CLOCK_HELD ? &held_texts[t->watch.hold] : &move_texts[move];
	char wall[INSTANT_TEXT_MAX], now[INSTANT_TEXT_MAX];

	if (move == CLOCK_GOES)
		return;
	(void)instant_text(clock_now(), engine_zone(t->c.engine), wall);
	(void)instant_text(engine_now(t->c.engine), engine_zone(t->c.engine), now);
	log_event(LOG_WARNING, m->id, m->text, "DUBAN_WALL", wall, "DUBAN_NOW", now, NULL);
}

/* The next start in this boot compares with it. */
static void keep_trust(struct timekeeper *t)
{
	struct clock_trust trust = {.offset = t->watch.trusted};

	if (!t->boot_known || timekeeper_hold(t) || t->watch.other_boot)
		return;
	memcpy(trust.boot, t->boot.bytes, sizeof trust.boot);
	engine_set_trust(t->c.engine, &trust);
}

static void look_restored(struct timekeeper *t)
{
	bool was = t->restored;

	t->restored = engine_restored(t->c.engine, NULL);
	if (was && !t->restored)
		log_event(LOG_NOTICE, MESSAGE_RESTORE_ACCEPTED,
			  "the restored backup was accepted: commands are taken again", NULL);
}

void timekeeper_run(void *timekeeper)
{
	struct timekeeper *t = timekeeper;
	usec_t wall, boot;

	look_restored(t);
	if (engine_simulated(t->c.engine))
		return;
	wall = clock_now();
	boot = clock_boottime();
	/* A repair of the clock took time back to the wall clock, which was believed then. */
	if (engine_now(t->c.engine) < t->told)
		clock_watch_start(&t->watch, wall - boot);
	tell_move(t, clock_watch_look(&t->watch, wall, boot));
	if (!timekeeper_hold(t))
		engine_tell_time(t->c.engine, wall);
	t->told = engine_now(t->c.engine);
	keep_trust(t);
}

Duban__ClockHold timekeeper_hold(const struct timekeeper *t)
{
	return t->watch.hold			    ? t->watch.hold
	       : engine_restored(t->c.engine, NULL) ? DUBAN__CLOCK_HOLD__CLOCK_HOLD_RESTORED
						    : DUBAN__CLOCK_HOLD__CLOCK_HOLD_INVALID;
}

void timekeeper_show(const struct timekeeper *t, Duban__ClockShowReply *ret)
{
	ret->wall = clock_now();
	ret->hold = timekeeper_hold(t);
	ret->waiting = t->watch.hold != DUBAN__CLOCK_HOLD__CLOCK_HOLD_INVALID;
}

bool timekeeper_accept(struct timekeeper *t)
{
	if (!clock_watch_accept(&t->watch, clock_now(), clock_boottime()))
		return false;
	log_event(LOG_NOTICE, MESSAGE_CLOCK_RESUMED,
		  "the machine's clock was accepted: work continues", NULL);
	return true;
}

static int on_clock_set(sd_event_source *s, int fd, uint32_t revents, void *user)
{
	(void)s;
	(void)revents;
	(void)user;
	/* nothing more to do: the loop is awake, and on_prepare() reads the clock */
	return clock_watch_arm(fd);
}

/* ---- when to wake up */

static int timer_at(sd_event_source *s, usec_t *kept, usec_t at)
{
	int r;

	if (*kept == at)
		return 0;
	*kept = at;
	if (at == USEC_NEVER)
		return sd_event_source_set_enabled(s, SD_EVENT_OFF);
	r = sd_event_source_set_time(s, (uint64_t)(at > 0 ? at : 0));
	return r < 0 ? r : sd_event_source_set_enabled(s, SD_EVENT_ONESHOT);
}

/* When the next row of table `due` is to be evaluated. USEC_NEVER with a simulated clock, which
 * moves only by command, and while the clock is not believed. */
static usec_t next_wake(struct timekeeper *t)
{
	return engine_simulated(t->c.engine) || timekeeper_hold(t) ? USEC_NEVER
								   : engine_next(t->c.engine);
}

static usec_t next_checkpoint(struct timekeeper *t)
{
	usec_t mono = clock_monotonic(), at = engine_checkpoint_at(t->c.engine, mono);

	if (at > mono)
		return at;
	/* overdue because requests keep coming: try again a little later */
	return t->checkpoint_at != USEC_NEVER ? t->checkpoint_at
					      : mono + CHECKPOINT_IDLE_MS * USEC_PER_MSEC;
}

/* Runs before each sleep of the loop: enables the work source if there is work now, else sets the
 * timer for the next. */
static int on_prepare(sd_event_source *s, void *user)
{
	struct timekeeper *t = user;
	bool work;
	int r;

	(void)s;
	timekeeper_run(t);
	work = bus_take_stirred(t->bus) || t->more || t->c.wanted(t->c.user) ||
	       engine_next(t->c.engine) <= engine_now(t->c.engine);
	t->more = work; /* the next slice updates it */
	/* the first slice comes before the next request, the others wait their turn */
	r = sd_event_source_set_priority(t->work, t->left ? SD_EVENT_PRIORITY_NORMAL
							  : SD_EVENT_PRIORITY_IMPORTANT);
	if (r >= 0)
		r = again_set(t->work, work ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
	if (r < 0)
		return r;
	r = timer_at(t->wake, &t->wake_at, work ? USEC_NEVER : next_wake(t));
	return r < 0 ? r : timer_at(t->checkpoint, &t->checkpoint_at, next_checkpoint(t));
}

static int on_wake(sd_event_source *s, uint64_t usec, void *user)
{
	struct timekeeper *t = user;

	(void)s;
	(void)usec;
	t->wake_at = USEC_NEVER;
	return 0;
}

static int on_checkpoint(sd_event_source *s, uint64_t usec, void *user)
{
	struct timekeeper *t = user;
	int r;

	(void)s;
	(void)usec;
	t->checkpoint_at = USEC_NEVER;
	r = engine_checkpoint_if_due(t->c.engine, clock_monotonic(), bus_idle(t->bus),
				     clock_monotonic);
	return r < 0 ? log_err(r, "a checkpoint failed") : 0;
}

/* Does one slice of due work. The sockets are served before the next slice. */
static int on_work(sd_event_source *s, int fd, uint32_t revents, void *user)
{
	struct timekeeper *t = user;
	int r;

	(void)s;
	(void)fd;
	(void)revents;
	r = bus_work(t->bus, &t->more);
	t->left = t->more;
	return r < 0 ? r : t->c.between(t->c.user);
}

/* ---- creating and freeing */

/* A handler that fails ends the loop; by default sd-event would only disable the source. */
static int essential(sd_event_source *s, int64_t priority, int on)
{
	int r = sd_event_source_set_priority(s, priority);

	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(s, true);
	return r < 0 ? r : sd_event_source_set_enabled(s, on);
}

static int add_timer(struct timekeeper *t, sd_event_source **ret, clockid_t clock,
		     sd_event_time_handler_t handler)
{
	/* accuracy 1 µs: sd-event takes 0 as 250 ms */
	int r = sd_event_add_time(t->c.event, ret, clock, 0, 1, handler, t);

	return r < 0 ? r : essential(*ret, SD_EVENT_PRIORITY_IMPORTANT, SD_EVENT_OFF);
}

static int add_sources(struct timekeeper *t)
{
	int r = add_timer(t, &t->wake, CLOCK_REALTIME, on_wake);

	if (r >= 0)
		r = add_timer(t, &t->checkpoint, CLOCK_MONOTONIC, on_checkpoint);
	if (r >= 0)
		r = again_new(t->c.event, &t->work, on_work, t);
	if (r >= 0)
		r = sd_event_add_io(t->c.event, &t->clock, t->clock_fd, EPOLLIN, on_clock_set, t);
	return r < 0 ? r : essential(t->clock, SD_EVENT_PRIORITY_IMPORTANT, SD_EVENT_ON);
}

int timekeeper_start(struct timekeeper *t, struct bus *bus)
{
	t->bus = bus;
	/* the clock source is always enabled, so its prepare callback runs before each sleep */
	return sd_event_source_set_prepare(t->clock, on_prepare);
}

/* Time has followed the wall clock up to the last record; and, in the boot in which that was kept,
 * up to the offset that is kept. */
static void begin_watch(struct timekeeper *t)
{
	usec_t trusted = engine_now(t->c.engine) - clock_boottime();
	struct clock_trust kept;
	bool known = engine_trust(t->c.engine, &kept);

	t->boot_known = sd_id128_get_boot(&t->boot) >= 0;
	known = known && t->boot_known && memcmp(kept.boot, t->boot.bytes, sizeof kept.boot) == 0;
	t->watch = (struct clock_watch){.floor_at = t->c.floor_at,
					.ceiling_at = t->c.ceiling_at,
					.synced = clock_synced,
					.other_boot = !known};
	clock_watch_start(&t->watch, known && kept.offset > trusted ? kept.offset : trusted);
	t->told = engine_now(t->c.engine);
}

int timekeeper_new(struct timekeeper **ret, const struct timekeeper_config *c)
{
	_cleanup_(timekeeper_freep) struct timekeeper *t = calloc(1, sizeof *t);
	int r;

	if (!t)
		return -ENOMEM;
	t->c = *c;
	t->wake_at = t->checkpoint_at = USEC_NEVER;
	t->clock_fd = clock_watch_fd();
	if (t->clock_fd < 0)
		return t->clock_fd;
	r = add_sources(t);
	if (r < 0)
		return r;
	begin_watch(t);
	timekeeper_run(t);
	*ret = TAKE_PTR(t);
	return 0;
}

struct timekeeper *timekeeper_free(struct timekeeper *t)
{
	if (!t)
		return NULL;
	sd_event_source_disable_unref(t->work);
	sd_event_source_disable_unref(t->checkpoint);
	sd_event_source_disable_unref(t->wake);
	sd_event_source_disable_unref(t->clock);
	closep(&t->clock_fd);
	free(t);
	return NULL;
}
