/* `campaign show`: how far a campaign has come, item by item. The caller sees the items of what he
 * may read; the counts are those of the whole. */
#include <string.h>

#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/problem/act.h"
#include "model/campaign/campaign.h"
#include "proto/enums.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "text/rate.h"

struct campaign_showing {
	struct request *rq;
	const Duban__CampaignShowRequest *q;
	Duban__CampaignShowReply *b;
	const Duban__Campaign *c;
	size_t bytes;
};

static bool may_read(const struct campaign_showing *g, const Duban__CampaignItem *i,
		     const struct campaign_thing *x)
{
	if (x->problem && problem_read(g->rq, x->problem, x->project))
		return true;
	return (x->project && scope_reads(g->rq, x->project)) || scope_reads_of(g->rq, i->unit);
}

static void say_thing(Duban__CampaignRow *row, const struct campaign_thing *x)
{
	if (x->problem) {
		row->name = x->problem->title;
		row->state = x->problem->state;
	} else if (x->project) {
		row->name = x->project->name;
		row->stage = x->project->stage;
	}
}

static uint32_t days_late(const struct campaign_showing *g, const Duban__CampaignItem *i,
			  const struct campaign_thing *x)
{
	date_t due = date_from_ymd(i->due_date);
	date_t until = x->done ? date_from_ymd(x->done_date) : g->rq->today;

	return until != DATE_NONE && until > due ? (uint32_t)(until - due) : 0;
}

static int add(struct campaign_showing *g, const Duban__CampaignItem *i,
	       const struct campaign_thing *x)
{
	struct request *rq = g->rq;
	Duban__CampaignRow *row = REQUEST_NEW(rq, Duban__CampaignRow, duban__campaign_row__init);

	if (!row)
		return -ENOMEM;
	row->subject = i->subject;
	row->unit = request_unit_id(rq, i->unit);
	if (i->leader)
		row->leader = i->leader->name;
	row->due_date = i->due_date;
	row->done = x->done;
	row->done_date = x->done_date;
	row->days_late = days_late(g, i, x);
	row->scheme = i->scheme;
	row->left_date = i->left_date;
	say_thing(row, x);
	g->bytes += duban__campaign_row__get_packed_size(row) + 8;
	if (request_page_full(rq, g->bytes, VALUE_MAX))
		g->b->next = i->subject;
	return REQUEST_PUSH(rq, g->b->item, g->b->n_item, row);
}

/* The counts are of all items; the rows begin after that of the page before. */
static int walk(struct campaign_showing *g)
{
	struct request *rq = g->rq;
	const Duban__CampaignItem *i;
	const char *after = "";
	int r = 0;

	while (!r && (i = campaign_next(rq->txn, rq->arena, g->c->id, after))) {
		struct campaign_thing x;

		after = i->subject;
		r = campaign_thing(rq->txn, rq->arena, g->c, i->subject, &x);
		g->b->items++;
		g->b->done += x.done;
		if (r || *g->b->next || strcmp(i->subject, g->q->after) <= 0 ||
		    (g->q->left && x.done) || !may_read(g, i, &x))
			continue;
		r = add(g, i, &x);
	}
	return r ? r : txn_error(rq->txn);
}

static int say_rate(struct campaign_showing *g)
{
	char *buf = arena_alloc(g->rq->arena, RATE_TEXT_MAX);
	uint32_t whole = g->c->target ? g->c->target : g->b->items;

	if (!buf)
		return -ENOMEM;
	g->b->rate = rate_text(g->b->done, whole, buf);
	return 0;
}

static int campaign_show(struct request *rq, const void *body)
{
	struct campaign_showing g = {.rq = rq, .q = body};
	Duban__CampaignShowReply *b =
	    REQUEST_NEW(rq, Duban__CampaignShowReply, duban__campaign_show_reply__init);
	int r;

	g.b = b;
	g.c = campaign_get(rq->txn, rq->arena, campaign_by_id(rq->txn, g.q->id));
	if (!g.c)
		return request_refuse(rq, STATUS_NOT_FOUND, "campaign.unknown", g.q->id, NULL);
	if (!b)
		return -ENOMEM;
	b->id = g.c->id;
	b->name = g.c->name;
	b->kind = g.c->kind;
	b->from_date = g.c->from_date;
	b->until_date = g.c->until_date;
	b->target = g.c->target;
	b->ended_date = g.c->ended_date;
	b->ended_total = g.c->ended_total;
	b->ended_done = g.c->ended_done;
	if (g.c->leader)
		b->leader = g.c->leader->name;
	rq->reply->body_case = DUBAN__REPLY__BODY_CAMPAIGN_SHOW;
	rq->reply->campaign_show = b;
	r = walk(&g);
	return r ? r : say_rate(&g);
}
HANDLER(CAMPAIGN_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = campaign_show, .simulated_only_for_local = true);
