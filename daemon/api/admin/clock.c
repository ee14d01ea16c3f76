#include "api/core/private.h"

static int clock_show(struct ask *a, const void *body)
{
	Duban__ClockShowReply *b = ASK_NEW(a, Duban__ClockShowReply, duban__clock_show_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	b->now = a->now;
	b->simulated = engine_simulated(a->engine);
	b->next_at = engine_due(a->engine);
	b->zone_minutes = a->zone_minutes;
	a->host->clock(a->host->user, b);
	a->reply->body_case = DUBAN__REPLY__BODY_CLOCK_SHOW;
	a->reply->clock_show = b;
	return 0;
}
HANDLER(CLOCK_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .decide = clock_show);

static int event(struct ask *a, Duban__Event **ret)
{
	*ret = ask_event(a);
	return *ret ? 0 : -ENOMEM;
}

/* Walks to the time asked for: parked while the engine works through what is due before, and
 * recorded when it is there. */
static int clock_set(struct ask *a, const void *body)
{
	const Duban__ClockSetRequest *q = body;
	Duban__ClockSet *b = ASK_NEW(a, Duban__ClockSet, duban__clock_set__init);
	char now[INSTANT_TEXT_MAX];
	Duban__Event *ev;
	int r;

	if (!engine_simulated(a->engine))
		return ask_refuse(a, STATUS_CONFLICT, "clock.real", NULL);
	if (q->to_at > date_start(date_from_ymd(DATE_MAX), 0))
		return ask_refuse(a, STATUS_INVALID, "clock.too_far", NULL);
	r = engine_set_goal(a->engine, q->to_at);
	if (r == STATUS_INVALID && !a->last)
		return ask_refuse(a, r, "clock.back", instant_text(a->now, a->zone_minutes, now),
				  NULL);
	if (engine_next(a->engine) != USEC_NEVER) {
		a->wait_ms = FETCH_WAIT_MAX_MS;
		return a->last ? ask_refuse(a, STATUS_UNAVAILABLE, "clock.walking",
					    instant_text(a->now, a->zone_minutes, now), NULL)
			       : STATUS_PARKED;
	}
	r = event(a, &ev);
	if (r || !b)
		return r ? r : -ENOMEM;
	b->to_at = q->to_at;
	ev->body_case = DUBAN__EVENT__BODY_CLOCK_SET;
	ev->clock_set = b;
	return 0;
}
/* Time passes on a full disk as well, and has passed when this is recorded: refused then, it
 * would have changed something. */
HANDLER(CLOCK_SET, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(LOCAL) | ROLE_BIT(OFFICE),
	.frees = true, .decide = clock_set);

static int clock_accept(struct ask *a, const void *body)
{
	Duban__ClockAccepted *b = ASK_NEW(a, Duban__ClockAccepted, duban__clock_accepted__init);
	Duban__Event *ev;
	int r = a->host->clock_accept(a->host->user);

	(void)body;
	if (r > 0)
		return ask_refuse(a, r, "clock.nothing_waits", NULL);
	if (!r)
		r = event(a, &ev);
	if (r || !b)
		return r ? r : -ENOMEM;
	b->to_at = engine_now(a->engine);
	ev->body_case = DUBAN__EVENT__BODY_CLOCK_ACCEPTED;
	ev->clock_accepted = b;
	return 0;
}
HANDLER(CLOCK_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(LOCAL) | ROLE_BIT(OFFICE),
	.frees = true, .decide = clock_accept);
