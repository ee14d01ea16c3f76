#include "api/ranking/lines.h"

#include "api/core/request.h"
#include "api/figures/figures.h"
#include "base/arena.h"
#include "model/report/period.h"
#include "proto/limits.h"

int ranking_lines(struct request *rq, const struct ranking_asked *q, struct ranking_lines *ret)
{
	const struct figures_asked asked = {
	    .list = q->list, .kind = TALLY_GROUP_UNIT, .year = q->month / 100};
	struct tally_years all;
	int r = figures_of(rq, &asked, &all);

	if (!r)
		r = ranking_lines_of(rq->txn, rq->arena, q, &all, ret);
	if (r == STATUS_TOO_MANY)
		return request_refuse(rq, r, "ranking.too_many_units",
				      arena_printf(rq->arena, "%d", RANKING_LINES_MAX), NULL);
	return r;
}

int ranking_check(struct request *rq, const struct ranking_asked *q)
{
	char *month = arena_printf(rq->arena, "%u-%02u", q->month / 100, q->month % 100);
	int r = request_text(rq, "list", q->list, NAME_MAX_BYTES, true);

	if (r)
		return r;
	if (q->board != DUBAN__BOARD__BOARD_COUNTY && q->board != DUBAN__BOARD__BOARD_MUNICIPAL)
		return request_refuse(rq, STATUS_INVALID, "ranking.no_board", NULL);
	if (!date_month_valid(q->month))
		return request_refuse(rq, STATUS_INVALID, "month.impossible", month, NULL);
	if (q->month >= period_of(rq->today))
		return request_refuse(rq, STATUS_CONFLICT, "month.not_over", month, NULL);
	return 0;
}

int ranking_key_of(struct request *rq, enum ranking_key *ret)
{
	return ranking_key_in_force(rq->txn, rq->arena, ret);
}
