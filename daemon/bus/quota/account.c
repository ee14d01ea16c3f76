#include "bus/quota/account.h"

#include <errno.h>
#include <stdlib.h>

#include "bus/core/limits.h"
#include "proto/array.h"

/* Of `allowance`: so many as microseconds in a second, so that a rate needs no fractions. */
enum { A_REQUEST = USEC_PER_SEC };

struct account_limits account_limits_of(size_t connections, size_t budget, uint32_t rate)
{
	if (rate == 0)
		rate = REQUESTS_A_SECOND;
	return (struct account_limits){.connections =
					   connections ? connections : CONNECTIONS_PER_PRINCIPAL,
				       .bytes = {[HOLDING_UNREAD] = UNREAD_PER_PRINCIPAL,
						 [HOLDING_WAITING] = WAITING_PER_PRINCIPAL,
						 [HOLDING_UPLOADS] = UPLOADS_PER_PRINCIPAL},
				       .budget = budget ? budget : CLIENT_MEMORY,
				       .rate = rate,
				       .burst = rate * BURST_SECONDS};
}

int accounts_get(struct accounts *all, uint32_t principal, struct account **ret)
{
	struct account *a = principal < all->n ? all->of[principal] : NULL;

	if (a) {
		*ret = a;
		return 0;
	}
	if (principal >= all->n) {
		size_t n = (size_t)principal + 1;
		int r = array_grow(&all->of, &all->room, n, sizeof(*all->of));

		if (r < 0)
			return r;
		for (; all->n < n; all->n++)
			all->of[all->n] = NULL;
	}
	a = calloc(1, sizeof *a);
	if (!a)
		return -ENOMEM;
	a->principal = principal;
	a->all = all;
	a->allowance = (uint64_t)all->limits.burst * A_REQUEST;
	*ret = all->of[principal] = a;
	return 0;
}

void accounts_done(struct accounts *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->of[i]);
	free(all->of);
	all->of = NULL;
	all->n = all->room = all->held = 0;
}

bool account_connect(struct account *a)
{
	if (a->connections >= a->all->limits.connections)
		return false;
	a->connections++;
	return true;
}

void account_disconnect(struct account *a)
{
	if (a)
		a->connections--;
}

bool account_spend(struct account *a, usec_t now)
{
	const struct account_limits *l = &a->all->limits;
	uint64_t most = (uint64_t)l->burst * A_REQUEST;

	a->allowance += (uint64_t)(now - a->allowed_at) * l->rate;
	a->allowed_at = now;
	if (a->allowance > most)
		a->allowance = most;
	if (a->allowance < A_REQUEST) {
		a->paused_until = now + TOO_FAST_PAUSE_MS * USEC_PER_MSEC;
		return false;
	}
	a->allowance -= A_REQUEST;
	return true;
}

static struct account *heaviest(const struct accounts *all, struct account *asks, size_t more)
{
	struct account *most = asks;

	for (size_t i = 0; i < all->n; i++) {
		struct account *a = all->of[i];

		if (a && a != asks && a->held > (most == asks ? asks->held + more : most->held))
			most = a;
	}
	return most;
}

/* Who holds less does not wait for who holds more. */
static bool make_room(struct account *a, size_t more)
{
	struct accounts *all = a->all;

	while (all->held + more > all->limits.budget) {
		struct account *most = heaviest(all, a, more);
		size_t before = most->held;

		if (most == a || !all->relieve)
			return false;
		account_refused(most, "it held the most memory when all of it was used");
		all->relieve(all->user, most);
		if (most->held >= before)
			return false;
	}
	return true;
}

void account_unread(struct account *a, usec_t now)
{
	if (a)
		a->paused_until = now + UNREAD_PAUSE_MS * USEC_PER_MSEC;
}

bool charge_set(struct charge *c, size_t bytes)
{
	struct account *a = c->account;

	if (!a) {
		c->bytes = bytes;
		return true;
	}
	if (bytes > c->bytes) {
		size_t more = bytes - c->bytes;

		if (a->bytes[c->kind] + more > a->all->limits.bytes[c->kind] || !make_room(a, more))
			return false;
	}
	a->bytes[c->kind] += bytes - c->bytes;
	a->held += bytes - c->bytes;
	a->all->held += bytes - c->bytes;
	c->bytes = bytes;
	return true;
}

void account_refused(struct account *a, const char *why)
{
	if (!a)
		return;
	a->refused++;
	a->why = why;
	a->all->refused++;
	if (a->all->told)
		a->all->told(a->all->user, a);
}
