#include "bus/zmtp/share.h"

#include "base/clock.h"
#include "bus/core/limits.h"

void share_begin(struct round_share *r, struct peer_table *t)
{
	*r = (struct round_share){
	    .round = r->round + 1, .handshakes = HANDSHAKES_A_TURN, .commands = COMMANDS_A_TURN};
	t->serving = NULL;
}

static bool asks_for_little(const struct lane *l)
{
	return l->served < LIGHT_REQUESTS && l->spent < LIGHT_USEC;
}

bool share_light(const struct lane *l)
{
	return l->light;
}

static void weigh(struct round_share *r, struct lane *l)
{
	if (!l->light || asks_for_little(l))
		return;
	l->light = false;
	r->light--;
}

/* With one lane alone a round may be long: it saves syncs. */
static bool has_had_its_share(const struct round_share *r, const struct lane *l)
{
	if (r->served <= 1 || l->round != r->round)
		return false;
	if (r->light)
		return !asks_for_little(l);
	return l->served >= SHARE_REQUESTS || l->spent >= SHARE_USEC;
}

static bool is_paused(const struct lane *l)
{
	return l->account && l->account->paused_until &&
	       l->account->paused_until > clock_monotonic();
}

usec_t share_pause(const struct peer_table *t)
{
	usec_t first = USEC_NEVER;

	for (const struct lane *l = t->first; l; l = l->next) {
		if (!is_paused(l))
			return USEC_NEVER;
		if (l->account->paused_until < first)
			first = l->account->paused_until;
	}
	return first;
}

struct lane *share_lane(const struct round_share *r, const struct peer_table *t, bool strangers)
{
	if (r->commands <= 0)
		return NULL;
	for (struct lane *l = t->first; l; l = l->next)
		if (strangers && !l->account ? r->handshakes > 0
					     : !has_had_its_share(r, l) && !is_paused(l))
			return l;
	return NULL;
}

bool share_looks_again(struct round_share *r)
{
	if (r->unlooked < LOOK_AGAIN && r->unlooked_for < LOOK_AGAIN_USEC)
		return false;
	r->unlooked = 0;
	r->unlooked_for = 0;
	return true;
}

void share_step(struct round_share *r, bool handshake)
{
	r->handshakes -= handshake;
	r->commands -= !handshake;
}

void share_message(struct round_share *r, struct peer_table *t, struct lane *l)
{
	if (l->round != r->round) {
		r->served++;
		l->round = r->round;
		l->light = asks_for_little(l);
		r->light += l->light;
		l->served = 0;
		l->spent = 0;
	}
	l->served++;
	weigh(r, l);
	r->unlooked++;
	r->handed_at = clock_monotonic();
	t->serving = l;
}

void share_done(struct round_share *r, struct peer_table *t)
{
	usec_t took = r->handed_at ? clock_monotonic() - r->handed_at : 0;

	if (t->serving) {
		t->serving->spent += took;
		weigh(r, t->serving);
	}
	r->unlooked_for += took;
	r->handed_at = 0;
	t->serving = NULL;
}
