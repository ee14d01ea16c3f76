/* Import of series of 文号 and of the numbers that no order has. */
#include "api/cell/cell.h"
#include "api/core/request.h"
#include "api/order/series.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "model/core/record.h"
#include "model/order/order.h"
#include "store/db/txn.h"

static bool check_series(struct record_row *r)
{
	const Duban__OrderSeries *now = r->now;

	return series_text_valid(now->text) ||
	       cell_refuse(row_cell(r, "text"), "series.bad_text", now->text);
}

RECORD_KIND(SERIES, .check = check_series);

static bool check_void(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	const Duban__VoidNumber *now = r->now;
	const Duban__OrderSeries *s =
	    record_get(rq->txn, TABLE_order_series, key_bytes(key_text(KEY(), now->series)),
		       &duban__order_series__descriptor, r->im->in.scratch);
	const char *number = s ? series_number(rq, s, now->year, now->n) : "";

	if (!s)
		return cell_refuse(row_cell(r, "series"), "series.unknown", now->series);
	if (number && order_by_number(rq->txn, number))
		return cell_refuse(row_cell(r, "n"), "series.not_void", number);
	return number;
}

RECORD_KIND(VOIDS, .check = check_void);
