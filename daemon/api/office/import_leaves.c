/* Leave (请假): what concerns several columns. */
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"

static bool check_leave(struct record_row *r)
{
	const Duban__Leave *now = r->now;

	if (now->until_date < now->from_date)
		return cell_refuse(row_cell(r, "until"), "leave.until_before_from", NULL);
	return now->substitute != now->person ||
	       cell_refuse(row_cell(r, "substitute"), "leave.own_substitute", NULL);
}

RECORD_KIND(LEAVES, .check = check_leave);
