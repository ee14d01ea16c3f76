/* Import of a project's dates as an opening balance: what happened before the project was entered
 * in duban. */
#include "api/records/kind.h"
#include "api/records/row.h"

enum { LIFE_BEGUN_BY = 14 };

static bool derive_life(struct record_row *r)
{
	if (!row_find(r))
		return false;
	/* The import of the project itself has set begun_by_date, because it came in this stage. An
	 * export with this column knows the value, even if it is empty. */
	if (r->im->place[LIFE_BEGUN_BY] >= 0 && !r->im->one)
		((Duban__Life *)r->now)->begun_by_date = 0;
	return true;
}

/* Checks that the dates from 开工 to 归档 are in order. */
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
