#include "api/list/lack.h"

#include "api/core/request.h"
#include "model/link/link.h"
#include "model/project/code.h"

const char *lack_name(int lack)
{
	static const char *const names[LACK_MAX_] = {
	    [LACK_TOTAL] = "total",
	    [LACK_CODE] = "code",
	    [LACK_LEADER] = "leader",
	    [LACK_CHAIN] = "chain",
	    [LACK_SIX_LEADER] = "six.leader",
	    [LACK_SIX_RESPONSIBLE] = "six.responsible",
	    [LACK_SIX_TEAM] = "six.team",
	    [LACK_SIX_SCHEME] = "six.scheme",
	    [LACK_SIX_CREW] = "six.crew",
	    [LACK_LEADER_CITY] = "leader_city",
	    [LACK_LEADER_COUNTY] = "leader_county",
	    [LACK_HEAD] = "head",
	};

	return names[lack];
}

unsigned lacks_asked_for(const Duban__List *l)
{
	unsigned set = 0;

	if (l->min_total)
		set |= 1u << LACK_TOTAL;
	if (l->needs_code)
		set |= 1u << LACK_CODE;
	if (l->needs_leader)
		set |= 1u << LACK_LEADER;
	if (l->needs_chain)
		set |= 1u << LACK_CHAIN;
	for (int lack = LACK_SIX_LEADER; l->needs_six && lack <= LACK_SIX_CREW; lack++)
		set |= 1u << lack;
	return set;
}

unsigned lacks_checked(const Duban__List *l, const Duban__Project *p)
{
	bool early = p->stage <= DUBAN__STAGE__STAGE_PRELIMINARY;
	unsigned set = ~(1u << LACK_TOTAL);

	if (!l || !l->linked_leader)
		set &= ~(1u << LACK_LEADER_CITY | 1u << LACK_LEADER_COUNTY | 1u << LACK_HEAD);

	if (early)
		set &= ~(1u << LACK_CODE); /* it gets one with 立项 */
	return l ? set | lacks_asked_for(l) : set;
}

/* Is there a chain of the project's present year with at least one link that is not cancelled? */
static int has_chain(struct request *rq, const Duban__Project *p, bool *ret)
{
	struct chain c;
	int r = chain_load(rq->txn, rq->arena, p->num, p->year, &c);

	*ret = false;
	for (size_t i = 0; !r && i < c.n; i++)
		if (c.progress[i]->state != DUBAN__LINK_STATE__LINK_STATE_CANCELLED)
			*ret = true;
	return r;
}

int lacks_of(struct request *rq, const Duban__Project *p, const Duban__Money *min_total,
	     unsigned *ret)
{
	bool leader = p->n_leader_city || p->n_leader_county;
	bool there[LACK_MAX_] = {
	    [LACK_TOTAL] = !min_total || (p->total && p->total->fen >= min_total->fen),
	    [LACK_CODE] = project_code_valid(p->code),
	    [LACK_LEADER] = leader,
	    [LACK_SIX_LEADER] = leader,
	    [LACK_SIX_RESPONSIBLE] =
		p->responsible_first || p->responsible_main || p->responsible_direct,
	    [LACK_SIX_TEAM] = *p->team != '\0',
	    [LACK_SIX_SCHEME] = *p->scheme != '\0',
	    [LACK_SIX_CREW] = *p->crew != '\0',
	    [LACK_LEADER_CITY] = p->n_leader_city != 0,
	    [LACK_LEADER_COUNTY] = p->n_leader_county != 0,
	    [LACK_HEAD] = p->responsible_first != NULL,
	};
	int r = has_chain(rq, p, &there[LACK_CHAIN]);

	*ret = 0;
	for (int lack = 0; lack < LACK_MAX_; lack++)
		if (!there[lack])
			*ret |= 1u << lack;
	return r;
}
