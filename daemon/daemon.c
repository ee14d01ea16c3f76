#include "daemon.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/arena.h"
#include "base/folder.h"
#include "base/log.h"
#include "bus/core/messages.h"
#include "bus/door/server_keys.h"
#include "bus/round/bus.h"
#include "bus/round/timekeeper.h"
#include "daemon_private.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "engine/core/recover.h"
#include "engine/core/refold.h"
#include "jobs.h"
#include "listeners.h"
#include "notify.h"
#include "opened.h"
#include "rebuild.h"
#include "space.h"
#include "state.h"
#include "store/journal/journal.h"

#define STATUS_ARENA (64 * 1024)

/* ---- reporting faults */

__attribute__((format(printf, 3, 4))) static int says(struct daemon *d, int r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(d->fault, sizeof d->fault, fmt, ap);
	va_end(ap);
	return r;
}

static void tell_fault(const struct daemon *d, int r)
{
	char number[16], text[sizeof d->fault + 16];

	(void)snprintf(number, sizeof number, "%d", -r);
	(void)snprintf(text, sizeof text, "failed: %s", d->fault);
	log_event(LOG_ERR, MESSAGE_FAILED, d->fault, "ERRNO", number, NULL);
	notify_stopping(r < 0 ? -r : EIO, text);
}

/* ---- the loop */

/* These two run between two rounds, when no group is open. */
static bool host_wanted(void *user)
{
	struct daemon *d = user;

	return jobs_wanted(d->jobs);
}

static int host_between(void *user)
{
	struct daemon *d = user;
	int r = jobs_start(d->jobs);

	return r < 0 ? says(d, r, "the checkpoint before a job failed: %s", strerror(-r)) : 0;
}

static void tell_scrub(struct daemon *d)
{
	bool fine;
	_cleanup_free_ char *text = jobs_scrubbed(d->jobs, &fine);

	log_event(fine ? LOG_INFO : LOG_ERR, MESSAGE_SCRUBBED, text ? text : "", NULL);
}

static int on_job(sd_event_source *s, int fd, uint32_t revents, void *user)
{
	struct daemon *d = user;
	const char *text;
	bool ended, scrubbed, ok;
	int r = jobs_dispatch(d->jobs, &ended, &scrubbed);

	(void)s;
	(void)fd;
	(void)revents;
	if (r < 0)
		return r;
	if (scrubbed)
		tell_scrub(d);
	if (!ended)
		return 0;
	text = jobs_last_text(d->jobs, &ok);
	log_event(ok ? LOG_INFO : LOG_ERR, MESSAGE_JOB_ENDED, text ? text : "", NULL);
	return bus_job_ended(d->bus);
}

/* Updates the status line of `systemctl status` when it has changed. */
static int tell_state(struct daemon *d)
{
	char text[STATE_TEXT_MAX] = "";
	int r;

	state_look(&d->state, d->engine, timekeeper_hold(d->timekeeper));
	r = state_text(&d->state, d->engine, d->arena, text);

	if (r < 0)
		return says(d, r, "the row of the table `store` cannot be read: %s", strerror(-r));
	if (strcmp(text, d->state_text) == 0)
		return 0;
	memcpy(d->state_text, text, sizeof text);
	notify_status(&d->notify, text);
	return 0;
}

/* Once a second: checks free space and updates the status line. */
static int on_second(sd_event_source *s, uint64_t usec, void *user)
{
	struct daemon *d = user;
	int r;

	space_look(&d->state, engine_journal(d->engine), d->c->data);
	jobs_second(d->jobs, (usec_t)usec);
	damage_look(&d->state, d->engine);
	notify_again(&d->notify);
	r = rebuild_look(d->engine);
	if (r == 0)
		r = tell_state(d);
	if (r < 0)
		return r;
	if (d->ends)
		return says(d, -ECANCELED, "ends, as asked: the next start builds data.mdb again");
	r = sd_event_source_set_time(s, usec + USEC_PER_SEC);
	return r < 0 ? r : sd_event_source_set_enabled(s, SD_EVENT_ONESHOT);
}

/* Notifies systemd's watchdog only if the daemon has answered its own probe request and a commit
 * reached the disk. A loop that runs without serving anybody is thus killed and restarted. */
static int on_watchdog(sd_event_source *s, uint64_t usec, void *user)
{
	struct daemon *d = user;
	bool answered;
	int r = bus_probe(d->bus, &answered);

	if (r == 0)
		r = engine_checkpoint(d->engine);
	if (r != 0)
		return says(d, r < 0 ? r : -EIO, "the watchdog's commit failed: %s", strerror(-r));
	if (answered)
		notify_alive(&d->notify);
	else
		log_warning("the daemon did not answer its own probe request: the watchdog is not "
			    "notified");
	r = sd_event_source_set_time(s, usec + (uint64_t)d->watchdog_every);
	return r < 0 ? r : sd_event_source_set_enabled(s, SD_EVENT_ONESHOT);
}

static int on_signal(sd_event_source *s, const struct signalfd_siginfo *si, void *user)
{
	struct daemon *d = user;
	int r;

	log_event(LOG_INFO, MESSAGE_STOPPING, "stopping", "DUBAN_SIGNAL",
		  si->ssi_signo == SIGINT ? "SIGINT" : "SIGTERM", NULL);
	notify_stopping(0, "stopping");
	(void)s;
	/* Without it the next start would fold the tail, but nobody would hear of a disk that
	 * fails. */
	r = engine_checkpoint(d->engine);
	if (r < 0)
		return log_err(r, "the checkpoint of the stop failed");
	return sd_event_exit(d->event, 0);
}

/* ---- opening */

static int open_folder(struct daemon *d)
{
	int r = folder_open(d->c->data, &d->lock_fd, d->fault, sizeof d->fault);

	if (r)
		return r;
	r = folder_raise_files(&d->peers_max);
	return r < 0 ? says(d, r, "open file limit too low: raise LimitNOFILE= to 65536") : 0;
}

static int open_key(struct daemon *d)
{
	_cleanup_free_ char *fault = NULL;
	int r = server_keys_load(&d->keys, getenv("CREDENTIALS_DIRECTORY"), d->c->data, &fault);

	if (r < 0)
		return says(d, r, "%s", fault ? fault : strerror(-r));
	/* systemd passes an empty credential in silence if the path in the unit is mistyped */
	log_info("the server's key is %s", d->keys.now.credential
					       ? "systemd's credential server.key"
					       : "that of the data folder");
	return 0;
}

static int open_doors(struct daemon *d)
{
	return listeners_open(&d->listeners, d->c, d->fault, sizeof d->fault);
}

static int open_engine(struct daemon *d)
{
	const struct config *c = d->c;
	char why[CONFIG_NO_CLOCK_MAX];
	usec_t now = c->simulated ? c->simulated_at : clock_now();
	struct engine_config e = {.dir = c->data,
				  .zone = c->zone,
				  .zone_minutes = c->zone_minutes,
				  .simulated = c->simulated != NULL,
				  .now = now,
				  .no_clock = config_no_clock(c, now, why),
				  .segment_bytes = c->segment_size,
				  .map_bytes = c->map_size,
				  .reserve_bytes = c->reserve,
				  .clock = clock_monotonic,
				  .progress = rebuild_progress,
				  .user = &d->notify};
	int r;

	if (getrandom(e.epoch, sizeof e.epoch, 0) != sizeof e.epoch)
		return says(d, -errno, "no random numbers: %s", strerror(errno));
	notify_status(&d->notify, "opening the store");
	r = engine_open(&d->engine, &e);
	if (r != 0)
		return says(d, r < 0 ? r : -EIO, "%s", engine_open_fault());
	opened_say(d->engine, c->data);
	if (c->simulated && !engine_simulated(d->engine))
		return says(d, -EINVAL,
			    "%s holds a real store: --simulated works only with a store that was "
			    "created with it; leave it out or choose another folder",
			    c->data);
	return 0;
}

static int open_turns(struct daemon *d)
{
	const struct timekeeper_config c = {.event = d->event,
					    .engine = d->engine,
					    .floor_at = d->c->clock_floor_at,
					    .ceiling_at = d->c->clock_ceiling_at,
					    .wanted = host_wanted,
					    .between = host_between,
					    .user = d};
	int r = timekeeper_new(&d->timekeeper, &c);

	return r < 0 ? says(d, r, "the clock cannot be watched: %s", strerror(-r)) : 0;
}

static int open_api(struct daemon *d)
{
	const struct api_host host = host_of(d);
	const struct jobs_config jobs = {.engine = d->engine, .keys = &d->keys, .config = d->c};
	int r = api_new(&d->api, d->engine, &host);

	if (r == 0)
		r = arena_new(&d->arena, STATUS_ARENA);
	if (r == 0)
		r = jobs_new(&d->jobs, &jobs);
	return r < 0 ? says(d, r, "cannot start: %s", strerror(-r)) : r;
}

static int open_bus(struct daemon *d)
{
	const struct bus_config c = {.event = d->event,
				     .engine = d->engine,
				     .api = d->api,
				     .keys = &d->keys,
				     .dir = d->c->data,
				     .announce = d->c->announce,
				     .admin_fd = d->listeners.admin,
				     .commands_fd = d->listeners.commands,
				     .feed_fd = d->listeners.feed,
				     .peers_max = d->peers_max,
				     .limits = account_limits_of(d->c->client_connections,
								 d->c->client_memory,
								 (uint32_t)d->c->client_rate),
				     .turn = timekeeper_run,
				     .user = d->timekeeper};
	const char *why = "out of memory";
	int r = bus_new(&d->bus, &c, &why);

	d->listeners = (struct listeners){-1, -1, -1};
	return r < 0 ? says(d, r, "%s: %s", why, strerror(-r)) : 0;
}

/* A handler that fails ends the loop; by default sd-event would only disable the source. */
static int essential(sd_event_source *s, int64_t priority)
{
	int r = sd_event_source_set_priority(s, priority);

	return r < 0 ? r : sd_event_source_set_exit_on_failure(s, true);
}

/* A timer that fires at once; its handler sets the next time. */
static int add_timer(struct daemon *d, sd_event_source **ret, sd_event_time_handler_t handler)
{
	int r = sd_event_add_time(d->event, ret, CLOCK_MONOTONIC, (uint64_t)clock_monotonic(), 1,
				  handler, d);

	return r < 0 ? r : essential(*ret, SD_EVENT_PRIORITY_IMPORTANT);
}

static int open_sources(struct daemon *d)
{
	uint64_t watchdog = 0;
	int r = sd_watchdog_enabled(0, &watchdog);

	d->watchdog_every = r > 0 ? (usec_t)watchdog / 4 : 0;
	r = add_timer(d, &d->second, on_second);
	if (r >= 0 && d->watchdog_every > 0)
		r = add_timer(d, &d->watchdog, on_watchdog);
	if (r >= 0)
		r = sd_event_add_io(d->event, &d->job, jobs_fd(d->jobs), EPOLLIN, on_job, d);
	if (r >= 0)
		r = essential(d->job, SD_EVENT_PRIORITY_NORMAL);
	if (r >= 0)
		r = timekeeper_start(d->timekeeper, d->bus);
	return r < 0 ? says(d, r, "the event loop cannot be created: %s", strerror(-r)) : 0;
}

static int open_loop(struct daemon *d)
{
	sigset_t set;
	int r;

	(void)sigemptyset(&set);
	(void)sigaddset(&set, SIGTERM);
	(void)sigaddset(&set, SIGINT);
	/* before any thread is started: threads inherit the mask */
	if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0)
		return says(d, -EINVAL, "signals cannot be blocked");
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGPIPE, SIG_IGN);
	r = sd_event_new(&d->event);
	if (r >= 0)
		r = sd_event_add_signal(d->event, &d->sigterm, SIGTERM, on_signal, d);
	if (r >= 0)
		r = essential(d->sigterm, SD_EVENT_PRIORITY_IMPORTANT);
	if (r >= 0)
		r = sd_event_add_signal(d->event, &d->sigint, SIGINT, on_signal, d);
	if (r >= 0)
		r = essential(d->sigint, SD_EVENT_PRIORITY_IMPORTANT);
	return r < 0 ? says(d, r, "the event loop cannot be created: %s", strerror(-r)) : 0;
}

static void tell_ready(struct daemon *d)
{
	char doors[1024];

	log_event(LOG_INFO, MESSAGE_READY, "ready", "DUBAN_DIR", d->c->data, NULL);
	(void)fprintf(stderr, "duband ready: %s\n", bus_text(d->bus, doors, sizeof doors));
	(void)tell_state(d);
	notify_ready(&d->notify);
}

/* The folder is locked first, so that a second duband cannot take the sockets of a running one. */
static int open_all(struct daemon *d)
{
	static int (*const steps[])(struct daemon *) = {open_folder, open_key,	  open_loop,
							open_doors,  open_engine, open_turns,
							open_api,    open_bus,	  open_sources};
	int r = 0;

	for (size_t i = 0; i < sizeof steps / sizeof *steps && r == 0; i++)
		r = steps[i](d);
	return r;
}

int daemon_new(struct daemon **ret, const struct config *c)
{
	_cleanup_(daemon_freep) struct daemon *d = calloc(1, sizeof *d);
	int r;

	if (!d)
		return -ENOMEM;
	d->c = c;
	d->lock_fd = -1;
	d->listeners = (struct listeners){-1, -1, -1};
	r = open_all(d);
	if (r != 0) {
		tell_fault(d, r);
		return r;
	}
	tell_ready(d);
	*ret = TAKE_PTR(d);
	return 0;
}

int daemon_run(struct daemon *d)
{
	_cleanup_free_ char *known = NULL;
	int r = sd_event_loop(d->event);
	const char *why;

	if (r >= 0)
		return 0;
	why = journal_fault(engine_journal(d->engine));
	known = rebuild_fault(r, d->engine, d->c->data);
	if (!known)
		known = space_fault(r, engine_journal(d->engine), d->c->data);
	if (known)
		(void)says(d, r, "%s", known);
	else if (!d->fault[0])
		(void)says(d, r, "%s%s%s: exiting; everything that was answered is on disk", why,
			   *why ? ": " : "", strerror(-r));
	tell_fault(d, r);
	return r;
}

struct daemon *daemon_free(struct daemon *d)
{
	if (!d)
		return NULL;
	d->bus = bus_free(d->bus);
	timekeeper_free(d->timekeeper);
	sd_event_source_disable_unref(d->sigterm);
	sd_event_source_disable_unref(d->sigint);
	sd_event_source_disable_unref(d->second);
	sd_event_source_disable_unref(d->job);
	sd_event_source_disable_unref(d->watchdog);
	jobs_free(d->jobs);
	api_free(d->api);
	engine_free(d->engine);
	arena_free(d->arena);
	listeners_close(&d->listeners);
	sd_event_unref(d->event);
	server_keys_forget(&d->keys);
	closep(&d->lock_fd);
	free(d);
	return NULL;
}
