/* Import of years as an opening balance: a year that was closed in another store is closed here. A
 * year of this store is closed by its own command, which carries the open projects over. */
#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/year/carry.h"
#include "api/year/year.h"
#include "model/core/record.h"
#include "proto/enums.h"
#include "store/db/scan.h"
#include "text/date.h"

static bool check_closed(struct record_row *r, const Duban__Year *now)
{
	const struct cell *closed = row_cell(r, "closed");

	if (now->state != YEAR_STATE(CLOSED))
		return !now->closed_date || cell_refuse(closed, "year.open_has_no_day", NULL);
	if (now->closed_date > date_ymd(r->im->in.rq->today))
		return cell_refuse(closed, "date.future", closed->text);
	return now->closed_date > now->year * 10000 + 1231 ||
	       cell_refuse(closed, "year.closed_too_early", NULL);
}

/* Everything that goes on must have been carried: the rows of projects and links must be imported
 * first. */
static bool check_carried(struct record_row *r, const Duban__Year *now)
{
	_cleanup_(arena_freep) struct arena *one = NULL;
	const struct cell *year = row_cell(r, "year");
	struct request *rq = r->im->in.rq;
	struct scan s = scan_start(rq->txn, TABLE_project, BYTES("", 0));
	uint32_t pending = 0;

	if (now->state != YEAR_STATE(CLOSED))
		return true;
	if (arena_new(&one, WIRE_ARENA_MAX)) {
		r->im->in.full = true;
		return false;
	}
	while (scan_next(&s)) {
		Duban__Project *p =
		    record_unpack(rq->txn, s.value, &duban__project__descriptor, one);

		if (!p)
			return false;
		if (p->year && p->year <= now->year && carry_needed(rq, one, p, p->year))
			return cell_refuse(year, "year.still_runs", p->code);
		arena_reset(one);
	}
	if (year_pending(rq, now->year, false, &pending) || pending == 0)
		return true;
	return cell_refuse(year, "year.has_pending",
			   arena_printf(r->im->in.scratch, "%u", pending));
}

static bool check_year(struct record_row *r)
{
	const Duban__Year *now = r->now;

	if (!check_closed(r, now))
		return false;
	if (r->was && !row_same(r))
		return cell_refuse(row_cell(r, "year"), "year.known", NULL);
	return r->was || check_carried(r, now);
}

RECORD_KIND(YEARS, .check = check_year);
