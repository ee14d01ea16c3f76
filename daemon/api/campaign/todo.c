/* To do: what campaigns have on their lists and is not done, each by its leader; also after the
 * end, until it is done. */
#include <errno.h>

#include "api/core/request.h"
#include "api/todo/source.h"
#include "model/campaign/campaign.h"
#include "model/core/record.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

static int add(struct todo *t, const Duban__Campaign *c, const Duban__CampaignItem *i,
	       const struct campaign_thing *x)
{
	bool ended = c->ended_date != 0;

	return todo_add(
	    t,
	    &(struct todo_item){
		.kind = "campaign",
		.id = c->id,
		.what = x->problem   ? x->problem->title
			: x->project ? x->project->name
				     : "",
		.project = x->project,
		.due = i->due_date,
		.why = {ended ? "todo.why.campaign_left" : "todo.why.campaign_due", {c->id}},
		.next_step = {ended ? NULL : "todo.next.campaign_left", {NULL}},
		.next_at =
		    ended ? 0 : date_start(date_from_ymd(c->until_date) + 1, t->rq->zone_minutes),
		.unit = i->unit,
		.person = {todo_who(i->leader)},
	    });
}

static int each_item(struct todo *t, const Duban__Campaign *c)
{
	const Duban__CampaignItem *i;
	const char *after = "";
	int r = 0;

	while (!r && (i = campaign_next(t->rq->txn, t->arena, c->id, after))) {
		struct campaign_thing x;

		after = i->subject;
		r = campaign_thing(t->rq->txn, t->arena, c, i->subject, &x);
		if (!r && !x.done)
			r = add(t, c, i, &x);
	}
	return r;
}

/* Campaigns are of the city, whatever their items are of. */
static int each(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_campaign, BYTES("", 0));
	uint32_t today = date_ymd(t->rq->today);
	int r = 0;

	while (!r && !t->project && scan_next(&s)) {
		const Duban__Campaign *c;

		todo_next(t);
		c = record_unpack(t->rq->txn, s.value, &duban__campaign__descriptor, t->arena);
		if (!c)
			break;
		if (c->from_date <= today)
			r = each_item(t, c);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(campaign, .each = each);
