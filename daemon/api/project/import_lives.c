/* A project's dates as an opening balance: what was before duban knew it. */
#include "api/records/kind.h"
#include "api/records/row.h"

enum { LIFE_BEGUN_BY = 14 };

static bool derive_life(struct record_row *r)
{
	if (!row_find(r))
		return false;
	/* The import of its row has just said so of a project that came at this stage: an export
	 * that says nothing knows better. */
	if (r->im->place[LIFE_BEGUN_BY] >= 0 && !r->im->one)
		((Duban__Life *)r->now)->begun_by_date = 0;
	return true;
}

/* 开工 to 归档 in their order. */
static bool check_life(struct record_row *r)
{
	const Duban__Life *l = r->now;
	const struct {
		const char *column;
		uint32_t date;
	} order[] = {
	    {"started", l->started_date},     {"completed", l->completed_date},
	    {"accepted", l->accepted_date},   {"operating", l->operating_date},
	    {"on_target", l->on_target_date}, {"archived", l->archived_date},
	};
	uint32_t last = 0;

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if (order[i].date && order[i].date < last)
			return cell_refuse(row_cell(r, order[i].column), "life.order", NULL);
		last = order[i].date ? order[i].date : last;
	}
	return true;
}

RECORD_KIND(LIVES, .derive = derive_life, .check = check_life);
