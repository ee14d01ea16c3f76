#include "model/campaign/campaign.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "model/core/counter.h"
#include "model/core/fold.h"
#include "model/core/matter.h"
#include "model/core/record.h"
#include "model/problem/problem.h"
#include "model/project/life.h"
#include "model/project/project.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

Duban__Campaign *campaign_get(struct txn *t, struct arena *a, uint32_t num)
{
	if (num == 0)
		return NULL;
	return record_get(t, TABLE_campaign, key_bytes(key_u32(KEY(), num)),
			  &duban__campaign__descriptor, a);
}

uint32_t campaign_by_id(struct txn *t, const char *id)
{
	if (!*id || strlen(id) > ID_MAX)
		return 0;
	return txn_get_u32(t, TABLE_campaign_id, key_bytes(key_text(KEY(), id)));
}

Duban__CampaignItem *campaign_next(struct txn *t, struct arena *a, const char *campaign,
				   const char *after)
{
	struct key *of = key_text(KEY(), campaign);
	struct key *from = key_text(KEY(), campaign);
	struct scan s;

	if (*after)
		key_text(from, after);
	s = *after ? scan_after(t, TABLE_campaign_item, key_bytes(of), key_bytes(from))
		   : scan_start(t, TABLE_campaign_item, key_bytes(of));
	return scan_next(&s) ? record_unpack(t, s.value, &duban__campaign_item__descriptor, a)
			     : NULL;
}

char *campaign_of(struct txn *t, struct arena *a, const char *subject, const char *after)
{
	struct key *of = key_text(KEY(), subject);
	struct key_reader k;
	struct scan s;

	s = after ? scan_after(t, TABLE_campaign_subject, key_bytes(of),
			       key_bytes(key_text(key_text(KEY(), subject), after)))
		  : scan_start(t, TABLE_campaign_subject, key_bytes(of));
	if (!scan_next(&s))
		return NULL;
	k = (struct key_reader){.rest = s.key, .ok = true};
	(void)key_read_text(&k);
	return arena_str(a, key_read_text(&k));
}

/* ---- what an item is about */

/* The day on which the project reached the stage; 0: nobody wrote it down. */
static uint32_t reached(struct txn *t, struct arena *a, const Duban__Project *p, Duban__Stage goal)
{
	const Duban__Life *l = life_get(t, a, p->num);

	if (!l || p->stage == goal)
		return l ? l->stage_date : 0;
	return goal == STAGE(BUILDING) ? l->started_date : 0;
}

static void of_project(struct txn *t, struct arena *a, const Duban__Campaign *c,
		       struct campaign_thing *io)
{
	const Duban__Project *p = io->project;

	io->done = p && p->stage >= c->goal && p->stage != STAGE(WITHDRAWN);
	if (io->done)
		io->done_date = reached(t, a, p, c->goal);
}

int campaign_thing(struct txn *t, struct arena *a, const Duban__Campaign *c, const char *subject,
		   struct campaign_thing *ret)
{
	*ret = (struct campaign_thing){.done = false};
	if (c->kind == DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROJECTS) {
		ret->project = project_get(t, a, project_by_code(t, subject));
		of_project(t, a, c, ret);
		return txn_error(t);
	}
	ret->problem = problem_get(t, a, problem_by_id(t, subject));
	if (!ret->problem)
		return txn_error(t);
	ret->project = project_get(t, a, ret->problem->project);
	ret->done = ret->problem->state == PROBLEM_STATE(CLEARED);
	ret->done_date = ret->problem->cleared_date;
	return txn_error(t);
}

/* ---- folds */

static void put(struct txn *t, const Duban__Campaign *c)
{
	record_put(t, TABLE_campaign, key_bytes(key_u32(KEY(), c->num)), c);
	if (c->ended_date)
		matter_end(t, 0, "campaign", c->num);
	else
		matter_open(t, 0, "campaign", c->num);
}

static void fold_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__Campaign *c = ((const Duban__CampaignPut *)body)->campaign;

	(void)a;
	(void)e;
	put(t, c);
	txn_put_u32(t, TABLE_campaign_id, key_bytes(key_text(KEY(), c->id)), c->num);
	counter_raise(t, "campaign", c->num);
}
FOLD(CAMPAIGN_PUT, fold_put, .tallies = TALLY_NOTHING);

static void remove_campaign(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__Campaign *c =
	    record_unpack(t, BYTES(b->record.data, b->record.len), &duban__campaign__descriptor, a);

	if (!c)
		return;
	matter_end(t, 0, "campaign", c->num);
	txn_del(t, TABLE_campaign_id, key_bytes(key_text(KEY(), c->id)));
	txn_del(t, TABLE_campaign, key_bytes(key_u32(KEY(), c->num)));
}
REMOVE(campaign, remove_campaign);

static struct key *item_key(struct key *k, const Duban__CampaignItem *i)
{
	return key_text(key_text(k, i->campaign), i->subject);
}

static struct key *subject_key_of(struct key *k, const Duban__CampaignItem *i)
{
	return key_text(key_text(k, i->subject), i->campaign);
}

static void fold_item_put(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__CampaignItem *i = ((const Duban__CampaignItemPut *)body)->campaign_item;

	(void)a;
	(void)e;
	record_put(t, TABLE_campaign_item, key_bytes(item_key(KEY(), i)), i);
	txn_put(t, TABLE_campaign_subject, key_bytes(subject_key_of(KEY(), i)), BYTES("", 0));
}
FOLD(CAMPAIGN_ITEM_PUT, fold_item_put, .tallies = TALLY_NOTHING);

static void remove_item(struct txn *t, struct arena *a, const Duban__Event *e)
{
	const Duban__RecordRemoved *b = e->record_removed;
	const Duban__CampaignItem *i = record_unpack(t, BYTES(b->record.data, b->record.len),
						     &duban__campaign_item__descriptor, a);

	if (!i)
		return;
	txn_del(t, TABLE_campaign_subject, key_bytes(subject_key_of(KEY(), i)));
	txn_del(t, TABLE_campaign_item, key_bytes(item_key(KEY(), i)));
}
REMOVE(campaign_item, remove_item);

static void leave(struct txn *t, struct arena *a, const Duban__Campaign *c, const char *subject)
{
	struct key *k = key_text(key_text(KEY(), c->id), subject);
	Duban__CampaignItem *i =
	    record_get(t, TABLE_campaign_item, key_bytes(k), &duban__campaign_item__descriptor, a);

	/* the end of a campaign is the city's, an item is its project's: a past day of one project
	 * lacks those of the others */
	if (!i)
		return;
	i->left_date = c->until_date;
	record_put(t, TABLE_campaign_item, key_bytes(k), i);
}

static void fold_ended(struct txn *t, struct arena *a, const Duban__Event *e, const void *body)
{
	const Duban__CampaignEnded *b = body;
	Duban__Campaign *c = campaign_get(t, a, b->num);

	(void)e;
	if (!c) {
		txn_fail(t, -EBADMSG);
		return;
	}
	c->ended_date = c->until_date;
	c->ended_total = b->items;
	c->ended_done = b->done;
	put(t, c);
	for (size_t i = 0; i < b->n_left; i++)
		leave(t, a, c, b->left[i]);
}
FOLD(CAMPAIGN_ENDED, fold_ended, .tallies = TALLY_NOTHING, .family = "campaigns", .subject = "num");
