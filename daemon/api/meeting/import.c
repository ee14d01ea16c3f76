/* Meetings from files, and one by hand (`meeting set`). */
#include "api/core/put.h"
#include "api/core/request.h"
#include "api/meeting/meeting.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "proto/enums.h"

static bool check_meeting(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	const Duban__Meeting *was = r->was;
	Duban__Meeting *now = r->now;
	const char *column, *code;

	/* the day alone says that it was held */
	if (cell_empty(row_cell(r, "state")) && now->state != MEETING_STATE(CANCELLED))
		now->state = now->held_date ? MEETING_STATE(HELD) : MEETING_STATE(PLANNED);
	if (was && !meeting_is_own(rq, was->unit))
		return cell_refuse(row_cell(r, "number"), "meeting.taken", NULL);
	code = meeting_settle(rq, now, &column);
	if (code)
		return cell_refuse(row_cell(r, column), code, NULL);
	if (!meeting_is_own(rq, now->unit))
		return cell_refuse(row_cell(r, "unit"), "scope.denied", NULL);
	return true;
}

RECORD_KIND(MEETINGS, .check = check_meeting);
