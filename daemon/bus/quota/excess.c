#include "bus/quota/excess.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "bus/core/limits.h"
#include "bus/core/messages.h"
#include "bus/quota/account.h"
#include "proto/limits.h"

enum { LINES_MAX = 16 }; /* at once; who is left is told the next time */

struct excess {
	sd_event_source *window; /* enabled while refusals are only counted, and until the first */
	struct accounts *all;
	excess_name name;
	void *user;
};

static void say(const struct excess *x, struct account *a)
{
	const char *name = x->name(x->user, a->principal);
	char text[256], count[24];

	(void)snprintf(count, sizeof count, "%" PRIu64, a->refused);
	(void)snprintf(text, sizeof text, "%s was refused %s times by its limits; the last: %s",
		       name, count, a->why);
	log_event(LOG_WARNING, MESSAGE_OVER_LIMITS, text, "DUBAN_WHO", name, "DUBAN_COUNT", count,
		  NULL);
	a->refused = 0;
}

static size_t say_all(const struct excess *x)
{
	size_t lines = 0;

	for (size_t i = 0; i < x->all->n && lines < LINES_MAX; i++)
		if (x->all->of[i] && x->all->of[i]->refused > 0) {
			say(x, x->all->of[i]);
			lines++;
		}
	return lines;
}

static int wait_until(struct excess *x, usec_t until)
{
	int r = sd_event_source_set_time(x->window, (uint64_t)until);

	return r < 0 ? r : sd_event_source_set_enabled(x->window, SD_EVENT_ONESHOT);
}

static int on_window(sd_event_source *source, uint64_t usec, void *user)
{
	struct excess *x = user;

	(void)source;
	(void)usec;
	if (say_all(x) == 0)
		return 0;
	return wait_until(x, clock_monotonic() + DENY_LOG_SEC * USEC_PER_SEC);
}

void excess_add(struct excess *x)
{
	int enabled = SD_EVENT_OFF;

	(void)sd_event_source_get_enabled(x->window, &enabled);
	/* not here: a request may be under way, and the name is looked up */
	if (enabled == SD_EVENT_OFF)
		(void)wait_until(x, clock_monotonic());
}

int excess_new(struct excess **ret, sd_event *event, struct accounts *all, excess_name name,
	       void *user)
{
	_cleanup_(excess_freep) struct excess *x = calloc(1, sizeof *x);
	int r;

	if (!x)
		return -ENOMEM;
	x->all = all;
	x->name = name;
	x->user = user;
	r = sd_event_add_time(event, &x->window, CLOCK_MONOTONIC, 0, 1, on_window, x);
	if (r >= 0)
		r = sd_event_source_set_enabled(x->window, SD_EVENT_OFF);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(x);
	return 0;
}

struct excess *excess_free(struct excess *x)
{
	if (!x)
		return NULL;
	if (x->window)
		while (say_all(x) > 0)
			;
	sd_event_source_disable_unref(x->window);
	free(x);
	return NULL;
}
