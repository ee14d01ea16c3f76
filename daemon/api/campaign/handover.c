/* Who leaves hands over the campaigns that he leads, and their problems and projects. */
#include "api/office/handover.h"
#include "api/core/request.h"
#include "model/campaign/campaign.h"

static bool open_campaign(struct handover *h, const void *noun)
{
	const Duban__Campaign *c = noun;

	(void)h;
	return !c->ended_date;
}
HANDOVER(CAMPAIGNS, .open = open_campaign);

static bool open_item(struct handover *h, const void *noun)
{
	const Duban__CampaignItem *i = noun;
	const Duban__Campaign *c =
	    campaign_get(h->rq->txn, h->arena, campaign_by_id(h->rq->txn, i->campaign));

	return c && !c->ended_date;
}
HANDOVER(CAMPAIGN_ITEMS, .open = open_item);
