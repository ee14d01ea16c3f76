/* The daemon as the host of the api: jobs, doors, the clock and the state of the machine. */
#include "bus/round/bus.h"
#include "bus/round/timekeeper.h"
#include "config.h"
#include "daemon_private.h"
#include "engine/core/refold.h"
#include "jobs.h"
#include "proto/status.h"
#include "space.h"

static int host_job(void *user, const struct job_order *order, struct arena *a,
		    Duban__JobReply **ret)
{
	struct daemon *d = user;

	return jobs_ask(d->jobs, order, a, ret);
}

static void host_doors(void *user, Duban__PrincipalAddReply *ret)
{
	struct daemon *d = user;

	bus_doors(d->bus, ret);
}

static void host_status(void *user, Duban__StatusReply *ret)
{
	struct daemon *d = user;

	state_look(&d->state, d->engine, timekeeper_hold(d->timekeeper));
	damage_look(&d->state, d->engine);
	ret->state = (char *)(uintptr_t)state_name(&d->state);
	ret->denied = d->bus ? bus_denied(d->bus) : 0;
	ret->over_limits = d->bus ? bus_over_limits(d->bus) : 0;
	if (ret->scrub)
		jobs_fill_scrub(d->jobs, ret->scrub);
}

/* Without a bus, the daemon is being closed. */
static bool host_hold(void *user, uint32_t principal, size_t before, size_t bytes)
{
	struct daemon *d = user;

	return !d->bus || bus_hold(d->bus, principal, before, bytes);
}

static void host_clock(void *user, Duban__ClockShowReply *ret)
{
	struct daemon *d = user;

	timekeeper_show(d->timekeeper, ret);
	ret->floor_at = d->c->clock_floor_at;
	ret->ceiling_at = d->c->clock_ceiling_at;
}

static int host_clock_accept(void *user)
{
	struct daemon *d = user;

	return timekeeper_accept(d->timekeeper) ? 0 : STATUS_CONFLICT;
}

static int host_rebuild(void *user)
{
	struct daemon *d = user;
	int r = engine_rebuild_next(d->c->data, "a rebuild was asked for (dubanctl rebuild)");

	d->ends = r == 0;
	return r;
}

struct api_host host_of(struct daemon *d)
{
	return (struct api_host){.user = d,
				 .job = host_job,
				 .doors = host_doors,
				 .status = host_status,
				 .clock = host_clock,
				 .clock_accept = host_clock_accept,
				 .rebuild = host_rebuild,
				 .hold = host_hold};
}
