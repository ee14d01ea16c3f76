#include "bus/door/denials.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "bus/core/limits.h"
#include "bus/core/messages.h"
#include "proto/limits.h"

struct denials {
	sd_event_source *window; /* enabled while further refusals are only counted */
	uint64_t total;
	uint64_t unsaid; /* counted since the last log line */
	enum door door;
	char who[64];
	char why[64];
};

static void say(struct denials *d)
{
	char text[256], count[24];

	(void)snprintf(count, sizeof count, "%" PRIu64, d->unsaid);
	(void)snprintf(text, sizeof text,
		       "%s connections or requests refused; the last at endpoint %s: %s (%s)",
		       count, door_name(d->door), d->why, d->who[0] ? d->who : "unknown");
	log_event(LOG_WARNING, MESSAGE_DENIED, text, "DUBAN_COUNT", count, "DUBAN_DOOR",
		  door_name(d->door), "DUBAN_WHO", d->who, NULL);
	d->unsaid = 0;
}

static int open_window(struct denials *d)
{
	int r = sd_event_source_set_time(
	    d->window, (uint64_t)(clock_monotonic() + DENY_LOG_SEC * USEC_PER_SEC));

	if (r < 0)
		return r;
	return sd_event_source_set_enabled(d->window, SD_EVENT_ONESHOT);
}

static int on_window(sd_event_source *source, uint64_t usec, void *user)
{
	struct denials *d = user;

	(void)source;
	(void)usec;
	if (d->unsaid == 0)
		return 0;
	say(d);
	return open_window(d);
}

void denials_add(struct denials *d, enum door door, const char *who, const char *why)
{
	int enabled = SD_EVENT_OFF;

	d->total++;
	d->unsaid++;
	d->door = door;
	(void)snprintf(d->who, sizeof d->who, "%s", who ? who : "");
	(void)snprintf(d->why, sizeof d->why, "%s", why);
	(void)sd_event_source_get_enabled(d->window, &enabled);
	if (enabled != SD_EVENT_OFF)
		return;
	say(d);
	(void)open_window(d);
}

uint64_t denials_total(const struct denials *d)
{
	return d->total;
}

int denials_new(struct denials **ret, sd_event *event)
{
	_cleanup_(denials_freep) struct denials *d = calloc(1, sizeof *d);
	int r;

	if (!d)
		return -ENOMEM;
	r = sd_event_add_time(event, &d->window, CLOCK_MONOTONIC, 0, USEC_PER_SEC, on_window, d);
	if (r < 0)
		return r;
	r = sd_event_source_set_enabled(d->window, SD_EVENT_OFF);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(d);
	return 0;
}

struct denials *denials_free(struct denials *d)
{
	if (!d)
		return NULL;
	if (d->unsaid > 0)
		say(d);
	sd_event_source_disable_unref(d->window);
	free(d);
	return NULL;
}
