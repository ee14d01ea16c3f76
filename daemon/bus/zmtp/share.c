#include "bus/zmtp/share.h"

#include "base/clock.h"
#include "bus/core/limits.h"

void share_begin(struct round_share *r, struct peer_table *t)
{
	*r = (struct round_share){
	    .round = r->round + 1, .handshakes = HANDSHAKES_A_TURN, .commands = COMMANDS_A_TURN};
	t->serving = NULL;
}

/* With one lane alone a round may be long: it saves syncs. */
static bool has_had_its_share(const struct round_share *r, const struct lane *l)
{
	return r->served > 1 && l->round == r->round &&
	       (l->served >= SHARE_REQUESTS || l->spent >= SHARE_MS * USEC_PER_MSEC);
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
	if (r->unlooked < LOOK_AGAIN && r->unlooked_for < LOOK_AGAIN_MS * USEC_PER_MSEC)
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
		l->served = 0;
		l->spent = 0;
	}
	l->served++;
	r->unlooked++;
	r->handed_at = clock_monotonic();
	t->serving = l;
}

void share_done(struct round_share *r, struct peer_table *t)
{
	usec_t took = r->handed_at ? clock_monotonic() - r->handed_at : 0;

	if (t->serving)
		t->serving->spent += took;
	r->unlooked_for += took;
	r->handed_at = 0;
	t->serving = NULL;
}
