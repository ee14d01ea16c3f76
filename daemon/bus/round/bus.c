#include "bus/round/bus.h"

#include <string.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/clock.h"
#include "base/log.h"
#include "bus/core/limits.h"
#include "bus/core/messages.h"
#include "bus/door/listener.h"
#include "bus/quota/excess.h"
#include "bus/round/probe.h"
#include "bus/round/publisher.h"
#include "bus/round/router.h"
#include "engine/core/engine.h"
#include "text/date.h"
#include "text/z85.h"

struct bus {
	struct bus_config c;
	int admin_fd, commands_fd, feed_fd;
	struct curve_keys keys;
	usec_t until; /* logical: the present key is not served any more; USEC_NEVER */
	struct denials *denials;
	struct accounts accounts;
	struct excess *excess;
	struct rounds *rounds;
	struct router *commands, *admin;
	struct publisher *publisher;
	struct probe *probe;
	sd_event_source *review; /* keys whose dates have ended */
	char commands_name[ENDPOINT_MAX], feed_name[ENDPOINT_MAX];
	char *hosts, *host[ENDPOINTS_MAX]; /* of `announce`, cut at the commas */
	size_t n_host;
};

static int admit(struct bus *b, enum door door, const uint8_t key[CURVE_KEY_SIZE],
		 struct account **ret)
{
	struct caller caller;
	bool city = false;
	int r;

	/* set the time first: a key's validity depends on the date */
	b->c.turn(b->c.user);
	r = api_caller(b->c.api, key, &caller, &city);
	if (r != 0)
		return r;
	if (door == DOOR_FEED && !city)
		return STATUS_DENIED;
	return accounts_get(&b->accounts, caller.principal, ret);
}

static int admit_command(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	return admit(user, DOOR_COMMANDS, key, ret);
}

static int admit_feed(void *user, const uint8_t key[CURVE_KEY_SIZE], struct account **ret)
{
	return admit(user, DOOR_FEED, key, ret);
}

static int review_now(struct bus *b)
{
	int r = b->commands ? zmtp_server_review(router_server(b->commands)) : 0;

	if (r == 0 && b->publisher)
		r = zmtp_server_review(publisher_server(b->publisher));
	return r;
}

static int review_at(struct bus *b, usec_t when)
{
	int r = sd_event_source_set_time(b->review, (uint64_t)when);

	if (r >= 0)
		r = sd_event_source_set_enabled(b->review, SD_EVENT_ONESHOT);
	return r < 0 ? r : 0;
}

/* What the doors answer to, and what replies announce. */
static int take_keys(struct bus *b)
{
	const struct server_keys *k = b->c.keys;
	const struct server_key *pair[] = {&k->now, &k->next};

	explicit_bzero(&b->keys, sizeof b->keys);
	b->keys.n = k->until_date ? 2 : 1;
	b->until = USEC_NEVER;
	for (size_t i = 0; i < b->keys.n; i++) {
		memcpy(b->keys.key[i].public, pair[i]->public, CURVE_KEY_SIZE);
		if (!z85_parse(pair[i]->secret, b->keys.key[i].secret, CURVE_KEY_SIZE))
			return -EBADMSG;
	}
	if (k->until_date)
		b->until = date_start(date_from_ymd(k->until_date) + 1, engine_zone(b->c.engine));
	api_set_next_key(b->c.api, k->until_date ? k->next.public : NULL, b->until);
	return 0;
}

/* Ends a change of the server's key whose last day is over. If the files cannot be written, the
 * next start tries again. */
static int end_change(struct bus *b)
{
	int r;

	if (engine_now(b->c.engine) < b->until)
		return 0;
	r = server_keys_settle(b->c.keys, b->c.dir);
	if (r < 0)
		(void)log_err(r,
			      "the server's next key is in use, but its files in %s could not "
			      "be moved",
			      b->c.dir);
	log_event(LOG_NOTICE, MESSAGE_KEY_CHANGED,
		  "the server's former key is not served any more; keep a copy of the present one",
		  NULL);
	return take_keys(b);
}

/* Ends the connections of keys that are not valid any more. */
static int on_review(sd_event_source *source, uint64_t usec, void *user)
{
	struct bus *b = user;
	int r = end_change(b);

	(void)source;
	(void)usec;
	if (r == 0)
		r = review_now(b);
	return r < 0 ? r : review_at(b, clock_monotonic() + REVIEW_MS * USEC_PER_MSEC);
}

/* Within a round. The requests of it that wait are refused first, then its connections end. */
static void revoked(void *user)
{
	struct bus *b = user;

	(void)review_at(b, clock_monotonic() + REVOKED_MS * USEC_PER_MSEC);
}

static void turn(void *user)
{
	struct bus *b = user;

	b->c.turn(b->c.user);
}

static int make_review(struct bus *b)
{
	int r = sd_event_add_time(b->c.event, &b->review, CLOCK_MONOTONIC,
				  (uint64_t)(clock_monotonic() + REVIEW_MS * USEC_PER_MSEC), 0,
				  on_review, b);

	if (r >= 0)
		r = sd_event_source_set_exit_on_failure(b->review, true);
	return r < 0 ? r : 0;
}

/* Everything that is held for it goes: its connections, with what it has not read, its requests
 * that wait, its uploads. */
static void relieve(void *user, struct account *a)
{
	struct bus *b = user;

	if (b->commands)
		zmtp_server_drop(router_server(b->commands), a);
	if (b->publisher)
		zmtp_server_drop(publisher_server(b->publisher), a);
	rounds_forget(b->rounds, a);
	api_drop_uploads(b->c.api, a->principal);
}

static void told(void *user, struct account *a)
{
	struct bus *b = user;

	(void)a;
	excess_add(b->excess);
}

static const char *name_of(void *user, uint32_t principal)
{
	struct bus *b = user;

	return api_principal_name(b->c.api, principal);
}

static int make_accounts(struct bus *b)
{
	b->accounts =
	    (struct accounts){.limits = b->c.limits, .relieve = relieve, .told = told, .user = b};
	return excess_new(&b->excess, b->c.event, &b->accounts, name_of, b);
}

static int make_rounds(struct bus *b)
{
	const struct rounds_config c = {.event = b->c.event,
					.engine = b->c.engine,
					.api = b->c.api,
					.denials = b->denials,
					.accounts = &b->accounts,
					.turn = turn,
					.revoked = revoked,
					.user = b};

	return rounds_new(&b->rounds, &c);
}

static int make_router(struct bus *b, enum door door, struct router **ret)
{
	const struct router_config c = {.event = b->c.event,
					.door = door,
					.keys = &b->keys,
					.peers_max = b->c.peers_max,
					.rounds = b->rounds,
					.denials = b->denials,
					.admit = admit_command,
					.user = b};

	return router_new(ret, &c);
}

static int make_publisher(struct bus *b)
{
	const struct publisher_config c = {.event = b->c.event,
					   .engine = b->c.engine,
					   .keys = &b->keys,
					   .peers_max = b->c.peers_max,
					   .denials = b->denials,
					   .admit = admit_feed,
					   .user = b};
	int r = publisher_new(&b->publisher, &c);

	if (r == 0)
		rounds_set_publisher(b->rounds, b->publisher);
	return r;
}

static int make_parts(struct bus *b)
{
	int r = denials_new(&b->denials, b->c.event);

	if (r == 0)
		r = make_accounts(b);
	if (r == 0)
		r = make_rounds(b);
	if (r == 0)
		r = make_review(b);
	if (r == 0)
		r = make_router(b, DOOR_ADMIN, &b->admin);
	if (r == 0 && b->commands_fd >= 0)
		r = make_router(b, DOOR_COMMANDS, &b->commands);
	if (r == 0 && b->feed_fd >= 0)
		r = make_publisher(b);
	return r;
}

static int open_admin(struct bus *b)
{
	struct zmtp_server *s = router_server(b->admin);
	int r = probe_new(&b->probe, b->c.event, s);

	return r < 0 || b->admin_fd < 0 ? r : zmtp_server_listen(s, b->admin_fd);
}

static int take_hosts(struct bus *b)
{
	char *rest;

	if (!b->c.announce)
		return 0;
	rest = b->hosts = strdup(b->c.announce);
	if (!rest)
		return -ENOMEM;
	for (char *host; b->n_host < ENDPOINTS_MAX && (host = strsep(&rest, ","));)
		b->host[b->n_host++] = host;
	return 0;
}

static int open_doors(struct bus *b)
{
	char text[1024];
	int r = take_hosts(b);

	if (r == 0)
		r = open_admin(b);
	if (r == 0 && b->commands)
		r = zmtp_server_listen(router_server(b->commands), b->commands_fd);
	if (r == 0 && b->publisher)
		r = zmtp_server_listen(publisher_server(b->publisher), b->feed_fd);
	if (r < 0)
		return r;
	(void)listener_announce(b->commands_fd, b->host[0], b->commands_name);
	(void)listener_announce(b->feed_fd, b->host[0], b->feed_name);
	log_event(LOG_INFO, MESSAGE_DOORS_OPEN, bus_text(b, text, sizeof text), NULL);
	return 0;
}

int bus_new(struct bus **ret, const struct bus_config *c, const char **ret_fault)
{
	_cleanup_(bus_freep) struct bus *b = calloc(1, sizeof *b);
	int r;

	if (!b)
		return -ENOMEM;
	b->c = *c;
	b->admin_fd = c->admin_fd;
	b->commands_fd = c->commands_fd;
	b->feed_fd = c->feed_fd;
	*ret_fault = "the server's key is damaged";
	r = take_keys(b);
	if (r == 0)
		r = end_change(b);
	if (r < 0)
		return r;
	*ret_fault = "the sockets could not be created";
	r = make_parts(b);
	if (r < 0)
		return r;
	*ret_fault = "the endpoints could not be opened";
	r = open_doors(b);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(b);
	return 0;
}

static void close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

struct bus *bus_free(struct bus *b)
{
	if (!b)
		return NULL;
	probe_free(b->probe);
	sd_event_source_disable_unref(b->review);
	router_free(b->commands);
	router_free(b->admin);
	publisher_free(b->publisher);
	rounds_free(b->rounds);
	excess_free(b->excess);
	accounts_done(&b->accounts);
	denials_free(b->denials);
	close_fd(b->admin_fd);
	close_fd(b->commands_fd);
	close_fd(b->feed_fd);
	explicit_bzero(&b->keys, sizeof b->keys);
	free(b->hosts);
	free(b);
	return NULL;
}

int bus_work(struct bus *b, bool *ret_more)
{
	return rounds_work(b->rounds, ret_more);
}

bool bus_take_stirred(struct bus *b)
{
	return rounds_take_stirred(b->rounds);
}

int bus_job_ended(struct bus *b)
{
	return rounds_stir(b->rounds);
}

bool bus_idle(struct bus *b)
{
	return rounds_quiet(b->rounds) && !router_pending(b->admin) &&
	       (!b->commands || !router_pending(b->commands));
}

uint64_t bus_denied(const struct bus *b)
{
	return denials_total(b->denials);
}

uint64_t bus_over_limits(const struct bus *b)
{
	return b->accounts.refused;
}

bool bus_hold(struct bus *b, uint32_t principal, size_t before, size_t bytes)
{
	struct charge c = {.kind = HOLDING_UPLOADS, .bytes = before};

	if (accounts_get(&b->accounts, principal, &c.account) < 0)
		return false;
	if (charge_set(&c, bytes))
		return true;
	account_refused(c.account, "its uploads hold too much memory");
	return false;
}

void bus_doors(const struct bus *b, Duban__PrincipalAddReply *ret)
{
	ret->server_key = (ProtobufCBinaryData){
	    .len = CURVE_KEY_SIZE, .data = (uint8_t *)b->keys.key[b->keys.n - 1].public};
	ret->commands = (char *)(uintptr_t)b->commands_name;
	ret->feed = (char *)(uintptr_t)b->feed_name;
	ret->n_host = b->n_host > 0 ? b->n_host - 1 : 0;
	ret->host = (char **)(uintptr_t)(b->host + 1);
}

int bus_probe(struct bus *b, bool *ret_answered)
{
	return probe_ask(b->probe, ret_answered);
}

char *bus_text(const struct bus *b, char *buf, size_t size)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {{"admin", offsetof(struct bus, admin_fd)},
		    {"commands", offsetof(struct bus, commands_fd)},
		    {"feed", offsetof(struct bus, feed_fd)}};
	char endpoint[ENDPOINT_MAX];
	size_t n = 0;

	buf[0] = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows && n < size; i++) {
		int fd = *(const int *)((const char *)b + rows[i].offset);

		if (fd >= 0)
			n += (size_t)snprintf(buf + n, size - n, "%s%s %s", n ? ", " : "",
					      rows[i].name, listener_name(fd, endpoint));
	}
	return buf;
}
