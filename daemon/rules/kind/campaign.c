/* Campaigns as subjects of the city. No rule judges them; their end comes by itself: at 00:00 after
 * the last day it is recorded what was done and what was not. */
#include <errno.h>

#include "base/arena.h"
#include "model/campaign/campaign.h"
#include "model/core/matter.h"
#include "rules/subject.h"
#include "store/db/txn.h"

static int load(struct subject_scan *s)
{
	const Duban__Campaign *c = campaign_get(s->txn, s->arena, s->of->number);
	struct subject one = {.id = *s->of};

	if (!c || c->ended_date)
		return txn_error(s->txn);
	one.unit = c->unit;
	return s->see(s, &one);
}

static bool next(struct txn *t, struct arena *a, Duban__Subject *io)
{
	(void)a;
	return matter_next(t, "campaign", &io->number);
}

static bool touched(const Duban__Event *ev, Duban__Subject *ret)
{
	if (ev->body_case != DUBAN__EVENT__BODY_CAMPAIGN_PUT)
		return false;
	ret->number = ev->campaign_put->campaign->num;
	return true;
}

/* Done on its last day or before; of what has no day, as it is now. */
static bool was_done(const Duban__Campaign *c, const struct campaign_thing *x)
{
	return x->done && x->done_date <= c->until_date;
}

static int count(struct subject_scan *s, const Duban__Campaign *c, Duban__CampaignEnded *b)
{
	const char *after = "";
	const Duban__CampaignItem *i;
	int r = 0;

	while (!r && (i = campaign_next(s->txn, s->arena, c->id, after))) {
		struct campaign_thing x;

		after = i->subject;
		b->items++;
		r = campaign_thing(s->txn, s->arena, c, i->subject, &x);
		if (r || was_done(c, &x)) {
			b->done += !r;
			continue;
		}
		b->left = arena_grow(s->arena, b->left, b->n_left, sizeof *b->left);
		if (!b->left)
			return -ENOMEM;
		b->left[b->n_left++] = i->subject;
	}
	return r ? r : txn_error(s->txn);
}

static int end(struct subject_scan *s, const Duban__Campaign *c)
{
	Duban__CampaignEnded *b = arena_alloc(s->arena, sizeof *b);
	Duban__Event *ev = s->tell(s);

	if (!b || !ev)
		return -ENOMEM;
	duban__campaign_ended__init(b);
	b->num = c->num;
	ev->body_case = DUBAN__EVENT__BODY_CAMPAIGN_ENDED;
	ev->campaign_ended = b;
	return count(s, c, b);
}

static int follow(struct subject_scan *s, const struct subject *one)
{
	const Duban__Campaign *c = campaign_get(s->txn, s->arena, one->id.number);
	usec_t over;

	if (!c)
		return txn_error(s->txn);
	over = date_start(date_from_ymd(c->until_date) + 1, s->zone_minutes);
	if (over <= s->now)
		return end(s, c);
	s->again(s, over);
	return 0;
}

static bool about(struct subject_about *io)
{
	const Duban__Campaign *c = campaign_get(io->txn, io->arena, io->id->number);

	if (!c)
		return false;
	io->unit = c->unit;
	io->name = c->name;
	io->words = c->id;
	if (c->leader) {
		io->leader = c->leader->name;
		io->leader_num = c->leader->person;
	}
	return true;
}

SUBJECT_KIND(campaign, .page = "campaign show", .load = load, .next = next, .touched = touched,
	     .follow = follow, .about = about);
