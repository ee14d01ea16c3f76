#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "engine/core/engine.h"
#include "engine/core/tick.h"

static int clock_show(struct request *rq, const void *body)
{
	Duban__ClockShowReply *b =
	    REQUEST_NEW(rq, Duban__ClockShowReply, duban__clock_show_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	b->now = rq->now;
	b->simulated = engine_simulated(rq->engine);
	b->next_at = engine_due(rq->engine);
	b->zone_minutes = rq->zone_minutes;
	rq->host->clock(rq->host->user, b);
	rq->reply->body_case = DUBAN__REPLY__BODY_CLOCK_SHOW;
	rq->reply->clock_show = b;
	return 0;
}
HANDLER(CLOCK_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL, .decide = clock_show);

static int event(struct request *rq, Duban__Event **ret)
{
	*ret = request_event(rq);
	return *ret ? 0 : -ENOMEM;
}

/* Moves the simulated clock to the requested time. The request is parked while the engine evaluates
 * what is due before that time; the event is written when it has got there. */
static int clock_set(struct request *rq, const void *body)
{
	const Duban__ClockSetRequest *q = body;
	Duban__ClockSet *b = REQUEST_NEW(rq, Duban__ClockSet, duban__clock_set__init);
	char now[INSTANT_TEXT_MAX];
	Duban__Event *ev;
	int r;

	if (!engine_simulated(rq->engine))
		return request_refuse(rq, STATUS_CONFLICT, "clock.real", NULL);
	if (q->to_at > date_start(date_from_ymd(DATE_MAX), 0))
		return request_refuse(rq, STATUS_INVALID, "clock.too_far", NULL);
	r = engine_set_goal(rq->engine, q->to_at);
	if (r == STATUS_INVALID && !rq->last)
		return request_refuse(rq, r, "clock.back",
				      instant_text(rq->now, rq->zone_minutes, now), NULL);
	if (engine_next(rq->engine) != USEC_NEVER) {
		rq->wait_ms = FETCH_WAIT_MAX_MS;
		return rq->last ? request_refuse(rq, STATUS_UNAVAILABLE, "clock.walking",
						 instant_text(rq->now, rq->zone_minutes, now), NULL)
				: STATUS_PARKED;
	}
	r = event(rq, &ev);
	if (r || !b)
		return r ? r : -ENOMEM;
	b->to_at = q->to_at;
	ev->body_case = DUBAN__EVENT__BODY_CLOCK_SET;
	ev->clock_set = b;
	return 0;
}
/* frees: by the time of this event the clock has moved, on a full disk too. A refusal would leave a
 * change without a record. */
HANDLER(CLOCK_SET, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(LOCAL) | ROLE_BIT(OFFICE),
	.frees = true, .decide = clock_set);

static int clock_accept(struct request *rq, const void *body)
{
	Duban__ClockAccepted *b =
	    REQUEST_NEW(rq, Duban__ClockAccepted, duban__clock_accepted__init);
	Duban__ClockShowReply clock = DUBAN__CLOCK_SHOW_REPLY__INIT;
	Duban__Event *ev;
	char at[INSTANT_TEXT_MAX];
	int r;

	(void)body;
	rq->host->clock(rq->host->user, &clock);
	(void)instant_text(clock.wall, rq->zone_minutes, at);
	if (clock.hold == DUBAN__CLOCK_HOLD__CLOCK_HOLD_FLOOR)
		return request_refuse(rq, STATUS_CONFLICT, "clock.below_floor", at, NULL);
	if (clock.hold == DUBAN__CLOCK_HOLD__CLOCK_HOLD_CEILING)
		return request_refuse(rq, STATUS_CONFLICT, "clock.above_ceiling", at, NULL);
	if (!clock.waiting)
		return request_refuse(rq, STATUS_CONFLICT, "clock.nothing_waits", NULL);
	r = event(rq, &ev);
	if (r || !b)
		return r ? r : -ENOMEM;
	b->to_at = clock.wall;
	ev->body_case = DUBAN__EVENT__BODY_CLOCK_ACCEPTED;
	ev->clock_accepted = b;
	rq->local = b;
	return 0;
}

/* A repeat accepts nothing: another jump may wait by then. */
static int clock_accept_answer(struct request *rq, const void *body)
{
	int r = rq->local ? rq->host->clock_accept(rq->host->user) : 0;

	(void)body;
	return r < 0 ? r : 0;
}
HANDLER(CLOCK_ACCEPT, .kind = HANDLER_COMMAND, .roles = ROLE_BIT(LOCAL) | ROLE_BIT(OFFICE),
	.frees = true, .while_restored = true, .decide = clock_accept,
	.answer = clock_accept_answer);
