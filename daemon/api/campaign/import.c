/* Campaigns and their items in files and by `set` and `add`. From a campaign's first day on its
 * list is fixed: what is added later says why. What has ended stays as it was recorded. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/core/api.h"
#include "api/core/request.h"
#include "api/problem/scheme.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/campaign/campaign.h"
#include "proto/enums.h"

static bool of_projects(const Duban__Campaign *c)
{
	return c->kind == DUBAN__CAMPAIGN_KIND__CAMPAIGN_KIND_PROJECTS;
}

static bool same_terms(const Duban__Campaign *a, const Duban__Campaign *b)
{
	return a->kind == b->kind && a->from_date == b->from_date &&
	       a->until_date == b->until_date && a->target == b->target && a->goal == b->goal;
}

static bool check_campaign(struct record_row *r)
{
	Duban__Campaign *c = r->now;
	const Duban__Campaign *was = r->was;
	uint32_t today = date_ymd(r->im->in.rq->today);

	if (was && was->ended_date && !same_terms(was, c))
		return cell_refuse(row_cell(r, "id"), "campaign.ended", c->id);
	if (was && was->from_date <= today &&
	    (c->kind != was->kind || c->from_date != was->from_date))
		return cell_refuse(row_cell(r, "id"), "campaign.begun", c->id);
	if (c->until_date < c->from_date)
		return cell_refuse(row_cell(r, "until"), "campaign.until_before", NULL);
	if (of_projects(c) && !c->goal)
		return cell_refuse(row_cell(r, "goal"), "campaign.no_goal", NULL);
	if (!of_projects(c) && c->goal)
		return cell_refuse(row_cell(r, "goal"), "campaign.no_goal_wanted", NULL);
	return true;
}

RECORD_KIND(CAMPAIGNS, .check = check_campaign);

/* ---- items */

static bool take_subject(struct record_row *r, const Duban__Campaign *c, Duban__CampaignItem *i)
{
	struct request *rq = r->im->in.rq;
	const struct cell *cell = row_cell(r, "subject");
	struct campaign_thing x;

	if (campaign_thing(rq->txn, r->im->in.scratch, c, i->subject, &x)) {
		r->im->in.full = true;
		return false;
	}
	if (of_projects(c) ? !x.project : !x.problem)
		return cell_refuse(cell, of_projects(c) ? "project.unknown" : "problem.unknown_id",
				   i->subject);
	r->project = x.project;
	if (!i->unit)
		i->unit = of_projects(c) ? x.project->unit : x.problem->unit;
	return true;
}

static bool check_new(struct record_row *r, const Duban__Campaign *c, Duban__CampaignItem *i)
{
	uint32_t today = date_ymd(r->im->in.rq->today);

	if (!i->added_date)
		i->added_date = today;
	if (c->ended_date && i->added_date > c->ended_date)
		return cell_refuse(row_cell(r, "campaign"), "campaign.ended", c->id);
	if (i->added_date >= c->from_date && !*i->reason)
		return cell_refuse(row_cell(r, "reason"), "campaign.fixed", c->id);
	return true;
}

static bool check_item(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	Duban__CampaignItem *i = r->now;
	const Duban__Campaign *c =
	    campaign_get(rq->txn, r->im->in.scratch, campaign_by_id(rq->txn, i->campaign));

	if (!c)
		return cell_refuse(row_cell(r, "campaign"), "campaign.unknown", i->campaign);
	if (!take_subject(r, c, i) || !scheme_read(r, &i->scheme))
		return false;
	if (!i->due_date)
		i->due_date = c->until_date;
	if (i->due_date < c->from_date || i->due_date > c->until_date)
		return cell_refuse(row_cell(r, "due"), "campaign.due_outside", c->id);
	return r->was || check_new(r, c, i);
}

static void write_item(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__CampaignItem *i = out_record(s, value, &duban__campaign_item__descriptor);

	(void)key;
	if (!i || !out_shown(s, i))
		return;
	out_row(s);
	out_fields(s, i);
	scheme_write(s, i->scheme);
}

RECORD_KIND(CAMPAIGN_ITEMS, .check = check_item, .write = write_item);
