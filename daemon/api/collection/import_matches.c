/* Import of matches (要素匹配): the office asks departments whether land, funds and other elements
 * are available for a candidate; each department fills in its own rows. */
#include "api/collection/find.h"
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "model/collection/collection.h"
#include "model/office/unit.h"

static bool own(const struct request *rq, struct arena *scratch, uint32_t unit)
{
	return unit && rq->caller->unit && unit_within(rq->txn, scratch, unit, rq->caller->unit);
}

static bool check_collection(struct record_row *r, uint32_t y)
{
	const struct cell *year = row_cell(r, "year");
	Duban__Collection *c = collection_get(r->im->in.rq->txn, r->im->in.scratch, y);

	if (!c)
		return cell_refuse(year, "collection.not_opened", NULL);
	return c->opening || c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_MATCHING ||
	       cell_refuse(year, "collection.not_matching", NULL);
}

static bool derive_match(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	struct arena *a = r->im->in.scratch;
	const Duban__Match *now = r->now, *was;
	const Duban__Candidate *c;

	if (!check_collection(r, now->year))
		return false;
	c = candidate_get(rq->txn, a, now->year, 0, now->code);
	if (c && !row_find(r))
		return false;
	was = r->was;
	if (!c || !(candidate_shown(rq, c) || (was && own(rq, a, was->unit))))
		return cell_refuse(row_cell(r, "code"), "candidate.unknown", NULL);
	/* a department may only answer what it was asked */
	return request_by_office(rq) || (was && own(rq, a, was->unit)) ||
	       cell_refuse(row_cell(r, "element"), "match.not_yours", NULL);
}

static bool check_match(struct record_row *r)
{
	const Duban__Match *now = r->now, *was = r->was;

	return request_by_office(r->im->in.rq) || now->unit == was->unit ||
	       cell_refuse(row_cell(r, "unit"), "match.not_yours", NULL);
}

static bool shown(struct rows_out *s, const Duban__Match *m)
{
	struct request *rq = s->rq;
	Duban__Candidate *c;

	if (!out_shown(s, m))
		return false;
	if (own(rq, s->scratch, m->unit))
		return true;
	c = candidate_get(rq->txn, s->scratch, m->year, 0, m->code);
	return c && candidate_shown(rq, c);
}

static void write_match(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Match *m = out_record(s, value, &duban__match__descriptor);

	(void)key;
	if (!m || !shown(s, m))
		return;
	out_row(s);
	out_fields(s, m);
}

RECORD_KIND(MATCHES, .derive = derive_match, .check = check_match, .write = write_match);
