#include "bus/round/rounds.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/clock.h"
#include "base/log.h"
#include "bus/core/limits.h"
#include "bus/core/messages.h"
#include "bus/door/refusal.h"
#include "bus/quota/account.h"
#include "bus/round/lamp_log.h"
#include "bus/round/parking.h"
#include "bus/round/publisher.h"
#include "bus/round/slice.h"
#include "engine/core/checkpoint.h"
#include "engine/core/engine.h"
#include "engine/core/group.h"
#include "engine/core/published.h"
#include "engine/core/tick.h"
#include "proto/limits.h"
#include "proto/wire_name.h"

struct rounds {
	struct rounds_config c;
	struct publisher *publisher;
	struct outbox *outbox;
	struct parking parking;
	struct parking deferred;     /* asked again as soon as this round is durable */
	const struct parked *asking; /* the parked request that is being served */
	struct account *local;	     /* of the admin socket: only its parked requests are counted */
	sd_event_source *ask;	     /* timer: when to ask for the parked requests again */
	uint64_t generation;	     /* counts the changes that parked requests may wait for */
	size_t bytes;		     /* size of the requests of this round */
	int served;		     /* requests of this round */
	usec_t asked_at;	     /* monotonic: the last request from a client */
	bool stirred;		     /* see rounds_take_stirred() */
	bool moved;		     /* unfinished due work has moved logical time */
	int slice;		     /* of due work while clients ask, see work_slice() */
	bool left;		     /* the last slice has left some due work */
};

/* A request that is being served. */
struct call {
	struct letter *request;
	bool last; /* its deadline has passed: the api must answer now */
	struct caller caller;
	/* results, if PARKED */
	uint32_t wait_ms; /* park it at most so long */
	bool again;	  /* its work continues: ask again without waiting */
	bool after_sync;  /* it needs events of the open group: ask again after the sync */
};

void rounds_begin(struct rounds *r)
{
	r->bytes = 0;
	r->served = 0;
	r->c.turn(r->c.user);
}

bool rounds_full(const struct rounds *r)
{
	size_t max = engine_group_open(r->c.engine) ? GROUP_BYTES_MAX : ROUND_QUERIES_BYTES;

	return r->served >= ROUND_COMMANDS_MAX || r->bytes + outbox_bytes(r->outbox) >= max ||
	       engine_group_full(r->c.engine);
}

/* The sender is looked up for every message, so that a revoked key is refused at once. */
static int identify(struct rounds *r, const struct letter *request, struct caller *ret)
{
	bool city;

	if (request->local) {
		*ret = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL, .name = "local"};
		return 0;
	}
	return api_caller(r->c.api, request->key, ret, &city);
}

static int refuse(struct rounds *r, struct letter *request, int status, const char *code)
{
	uint8_t buf[REFUSAL_MAX];
	size_t n = refusal_pack(letter_bytes(request), status, code, buf);

	return outbox_add(r->outbox, request, BYTES(buf, n));
}

/* Logs and publishes the events that became durable. Parked requests are asked again a little
 * later, so that many small rounds cause only one pass over them. */
static int after_sync(struct rounds *r)
{
	const struct published *list;
	size_t n;
	int k;

	r->stirred = true;
	n = engine_published(r->c.engine, &list);
	if (n == 0)
		return 0;
	lamp_log(r->c.engine);
	for (size_t i = 0; i < n; i++) {
		if (list[i].body == DUBAN__EVENT__BODY_PRINCIPAL_REVOKED)
			officer_log(r->c.engine, &list[i]);
		else if (list[i].body != DUBAN__EVENT__BODY_PRINCIPAL_KEY_REVOKED)
			continue;
		r->c.revoked(r->c.user);
	}
	k = r->publisher ? publisher_publish(r->publisher) : 0;
	if (k < 0)
		return log_err(k, "the feed could not be served");
	return rounds_stir(r);
}

/* Who read how many telephone numbers: the daemon's log of access to personal data. */
static void log_numbers(const struct caller *who, size_t n)
{
	const char *role = wire_enum_name(&duban__role__descriptor, who->role);
	char text[256], count[24];

	(void)snprintf(count, sizeof count, "%zu", n);
	(void)snprintf(text, sizeof text, "%s (%s) read the telephone numbers of %s persons",
		       who->name, role, count);
	log_event(LOG_NOTICE, MESSAGE_NUMBERS_TOLD, text, "DUBAN_WHO", who->name, "DUBAN_ROLE",
		  role, "DUBAN_COUNT", count, NULL);
}

static int ask_api(struct rounds *r, struct call *c)
{
	struct api_answer answer = {0};
	bool open = engine_group_open(r->c.engine);
	int k = api_serve(r->c.api, &c->caller, letter_bytes(c->request), c->last, &answer);

	/* api_serve() must not sync an open group: only close_group() sends replies and publishes
	 * events after a sync */
	assert(!open || engine_group_open(r->c.engine));
	if (k < 0)
		return log_err(k, "a request could not be served");
	if (k == STATUS_PARKED && (!c->last || answer.again || answer.after_sync)) {
		c->wait_ms = answer.wait_ms;
		c->again = answer.again;
		c->after_sync = answer.after_sync;
		return STATUS_PARKED;
	}
	if (answer.denied)
		denials_add(r->c.denials, c->request->local ? DOOR_ADMIN : DOOR_COMMANDS,
			    c->caller.name, "not allowed by role or scope");
	if (answer.numbers_told)
		log_numbers(&c->caller, answer.numbers_told);
	return outbox_add(r->outbox, c->request, answer.reply);
}

/* 0: answered or dropped. PARKED: no answer yet. */
static int answer_one(struct rounds *r, struct call *c)
{
	int k = identify(r, c->request, &c->caller);

	if (k < 0)
		return log_err(k, "a key could not be looked up");
	if (k > 0) {
		denials_add(r->c.denials, DOOR_COMMANDS, NULL, "a key that is no longer valid");
		return refuse(r, c->request, STATUS_DENIED, "principal.not_valid");
	}
	if (letter_bytes(c->request).size > WIRE_MESSAGE_MAX)
		return refuse(r, c->request, STATUS_INVALID, "wire.too_large");
	return ask_api(r, c);
}

static int arm(struct rounds *r, usec_t at)
{
	int k = sd_event_source_set_time(r->ask, (uint64_t)at);

	if (k < 0)
		return k;
	return sd_event_source_set_enabled(r->ask,
					   at == USEC_NEVER ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
}

/* Arms the timer for `at`, unless it is armed for an earlier time. */
static int arm_by(struct rounds *r, usec_t at)
{
	uint64_t now = 0;
	int enabled = SD_EVENT_OFF;

	(void)sd_event_source_get_enabled(r->ask, &enabled);
	(void)sd_event_source_get_time(r->ask, &now);
	return enabled != SD_EVENT_OFF && (usec_t)now <= at ? 0 : arm(r, at);
}

/* When all places are taken, one request of who has the most is answered before its time. */
static int answer_one_early(struct rounds *r)
{
	usec_t now = clock_monotonic();
	struct parked *p = r->parking.n >= PARKED_MAX ? parking_of_most(&r->parking, now) : NULL;

	if (!p)
		return 0;
	p->deadline = now;
	return arm_by(r, now);
}

static int park(struct rounds *r, struct call *c)
{
	struct account *a = c->request->local ? r->local : c->request->account;
	struct charge charge = {.account = a, .kind = HOLDING_WAITING};
	struct parked *p;
	int k;

	if (a->parked >= PARKED_PER_PRINCIPAL ||
	    !charge_set(&charge, sizeof *p + c->request->size)) {
		account_refused(a, "too many requests wait for their answers");
		return refuse(r, c->request, STATUS_TOO_MANY, "bus.too_many_waiting");
	}
	k = answer_one_early(r);
	if (k == 0)
		k = parking_add(&r->parking, c->request, &p);
	if (k < 0)
		return k;
	p->charge = charge;
	a->parked++;
	p->deadline = clock_monotonic() + c->wait_ms * USEC_PER_MSEC;
	p->asked = r->generation;
	r->stirred = true;
	return arm_by(r, p->deadline);
}

/* Needs no limit of its own: there are at most as many as a round takes in, and closing the round
 * serves them all. */
static int defer(struct rounds *r, struct call *c)
{
	struct parked *p;
	int k = parking_add(&r->deferred, c->request, &p);

	if (k == 0)
		p->deadline = USEC_NEVER;
	return k;
}

static int serve(struct rounds *r, struct call *c)
{
	int k = answer_one(r, c);

	if (k != STATUS_PARKED)
		return k;
	return c->after_sync ? defer(r, c) : park(r, c);
}

int rounds_serve(struct rounds *r, struct letter *request)
{
	struct call c = {.request = request};

	r->asked_at = clock_monotonic();
	r->served++;
	r->bytes += letter_bytes(request).size;
	if (!request->local && !account_spend(request->account, r->asked_at)) {
		account_refused(request->account, "too many requests a second");
		return refuse(r, request, STATUS_TOO_MANY, "bus.too_many_requests");
	}
	return serve(r, &c);
}

bool rounds_quiet(const struct rounds *r)
{
	return clock_monotonic() - r->asked_at >= CHECKPOINT_IDLE_MS * USEC_PER_MSEC;
}

static int close_group(struct rounds *r)
{
	bool group = engine_group_open(r->c.engine);
	/* also without a group: telephone numbers are stored outside the journal and need it too */
	int k = engine_sync(r->c.engine);

	if (k != 0)
		return log_err(k < 0 ? k : -EIO, "the journal could not be synced");
	assert(!engine_group_open(r->c.engine));
	outbox_flush(r->outbox);
	return group ? after_sync(r) : 0;
}

/* Serves deferred requests while everything is durable. One that writes opens a new group; the
 * rest may depend on it and waits for the next sync. */
static int ask_deferred(struct rounds *r)
{
	usec_t now = clock_monotonic();
	int k = 0;

	r->served = 0;
	r->bytes = 0;
	while (k == 0 && r->deferred.first && !engine_group_open(r->c.engine) && !rounds_full(r)) {
		_cleanup_(parked_freep) struct parked *p =
		    parking_take(&r->deferred, &r->deferred.first);
		struct call c = {.request = &p->request, .last = p->deadline <= now};

		r->served++;
		k = serve(r, &c);
		assert(!c.after_sync);
	}
	return k;
}

int rounds_close(struct rounds *r)
{
	int k = close_group(r);

	while (k == 0 && r->deferred.first) {
		k = ask_deferred(r);
		if (k == 0)
			k = close_group(r);
	}
	if (k < 0)
		return k;
	k = engine_checkpoint_if_due(r->c.engine, clock_monotonic(), false, clock_monotonic);
	return k < 0 ? log_err(k, "a checkpoint failed") : 0;
}

/* Asks for one parked request again; it stays parked if there is no answer yet. */
static int ask_one(struct rounds *r, struct parked **place, bool last, bool *ret_kept)
{
	struct parked *p = *place;
	struct call c = {.request = &p->request, .last = last};
	int k;

	p->asked = r->generation;
	if (!p->request.data) { /* its account was forgotten */
		*ret_kept = false;
		parked_free(parking_take(&r->parking, place));
		return 0;
	}
	r->served++;
	r->asking = p;
	k = answer_one(r, &c);
	r->asking = NULL;
	*ret_kept = k == STATUS_PARKED && !c.after_sync;
	if (k == STATUS_PARKED && c.after_sync) {
		parking_put(&r->deferred, parking_take(&r->parking, place));
		return 0;
	}
	if (*ret_kept && c.again)
		p->deadline = clock_monotonic();
	if (k < 0 || *ret_kept)
		return k < 0 ? k : 0;
	parked_free(parking_take(&r->parking, place));
	return 0;
}

static int ask_all(struct rounds *r, usec_t now, bool *ret_left)
{
	struct parked **place = &r->parking.first;
	int asked = 0;

	*ret_left = false;
	while (*place) {
		struct parked *p = *place;
		bool last = p->deadline <= now, kept = true;
		int k = 0;

		if (asked == ASK_BUDGET || rounds_full(r)) {
			*ret_left = true;
			return 0;
		}
		if (last || p->asked != r->generation) {
			asked++;
			k = ask_one(r, place, last, &kept);
		}
		if (k < 0)
			return k;
		if (kept)
			place = &p->next;
	}
	return 0;
}

static int on_ask(sd_event_source *source, uint64_t usec, void *user)
{
	struct rounds *r = user;
	usec_t now = clock_monotonic();
	uint64_t generation = r->generation;
	bool left;
	int k;

	(void)source;
	(void)usec;
	rounds_begin(r);
	k = ask_all(r, now, &left);
	if (k < 0)
		return k;
	k = arm(r, left ? now : parking_deadline(&r->parking));
	if (k < 0)
		return k;
	k = rounds_close(r);
	if (k < 0)
		return k;
	/* the round wrote events that parked requests may wait for */
	return r->generation != generation ? rounds_stir(r) : 0;
}

int rounds_stir(struct rounds *r)
{
	r->generation++;
	if (!r->parking.first)
		return 0;
	return arm_by(r, clock_monotonic() + PARKED_ASK_MS * USEC_PER_MSEC);
}

void rounds_forget(struct rounds *r, const struct account *a)
{
	parking_forget(&r->parking, a, r->asking);
	(void)arm_by(r, clock_monotonic());
}

/* One slice. Clients that ask wait for it, so it is small then, but for the first one: in a small
 * city nothing is left after it, and who set a parameter sees at once what came of it. */
static int work_slice(struct rounds *r, bool *ret_more)
{
	usec_t since = clock_monotonic();
	int k;

	if (!r->left || rounds_quiet(r))
		return engine_work(r->c.engine, SLICE_SUBJECTS, ret_more);
	k = engine_work(r->c.engine, r->slice, ret_more);
	r->slice = slice_after(r->slice, clock_monotonic() - since);
	return k;
}

int rounds_work(struct rounds *r, bool *ret_more)
{
	usec_t before;
	int k;

	rounds_begin(r);
	before = engine_now(r->c.engine);
	k = work_slice(r, ret_more);
	r->left = *ret_more;
	if (k != 0)
		return log_err(k < 0 ? k : -EIO, "due work failed");
	r->moved = r->moved || engine_now(r->c.engine) != before;
	k = rounds_close(r);
	if (k < 0 || *ret_more || !r->moved)
		return k;
	/* the simulated clock has reached its target: answer the request that set it, even if no
	 * event was written */
	r->moved = false;
	return rounds_stir(r);
}

bool rounds_take_stirred(struct rounds *r)
{
	bool stirred = r->stirred;

	r->stirred = false;
	return stirred;
}

void rounds_set_publisher(struct rounds *r, struct publisher *p)
{
	r->publisher = p;
}

int rounds_new(struct rounds **ret, const struct rounds_config *c)
{
	_cleanup_(rounds_freep) struct rounds *r = calloc(1, sizeof *r);
	int k;

	if (!r)
		return -ENOMEM;
	r->c = *c;
	r->slice = SLICE_BUSY_MIN;
	k = accounts_get(c->accounts, 0, &r->local);
	if (k == 0)
		k = outbox_new(&r->outbox);
	if (k < 0)
		return k;
	k = sd_event_add_time(c->event, &r->ask, CLOCK_MONOTONIC, 0, 1, on_ask, r);
	if (k < 0)
		return k;
	k = sd_event_source_set_enabled(r->ask, SD_EVENT_OFF);
	if (k < 0)
		return k;
	k = sd_event_source_set_exit_on_failure(r->ask, true);
	if (k < 0)
		return k;
	*ret = TAKE_PTR(r);
	return 0;
}

struct rounds *rounds_free(struct rounds *r)
{
	if (!r)
		return NULL;
	parking_done(&r->parking);
	parking_done(&r->deferred);
	outbox_free(r->outbox);
	sd_event_source_disable_unref(r->ask);
	free(r);
	return NULL;
}
