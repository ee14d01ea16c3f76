/* Exemptions (豁免): for exactly one of an area, a list, a project and a link, for a period,
 * approved one tier above. One for days that are past is judged anew at once, and the answer says
 * so. */
#include <string.h>

#include "api/cell/cell.h"
#include "api/cell/find.h"
#include "api/core/request.h"
#include "api/exemption/exemption.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/run.h"
#include "model/exemption/exemption.h"
#include "model/link/link.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "store/db/txn.h"

static bool one_scope(struct record_row *r, const Duban__Exemption *x)
{
	int n = !!x->unit + !!*x->list + !!x->project;

	if (x->link_no && !x->project)
		return cell_refuse(row_cell(r, "link"), "exemption.link_of_what", NULL);
	return n == 1 || cell_refuse(row_cell(r, n ? "unit" : "id"),
				     n ? "exemption.several_scopes" : "exemption.no_scope", NULL);
}

/* A link that exists; its year is the project's if none is given. */
static bool link_known(struct record_row *r, Duban__Exemption *x)
{
	struct request *rq = r->im->in.rq;
	const Duban__Project *p = project_get(rq->txn, r->im->in.scratch, x->project);

	if (!x->link_no) {
		x->link_year = 0;
		return true;
	}
	if (!x->link_year && p)
		x->link_year = p->year;
	if (link_get(rq->txn, r->im->in.scratch, x->project, x->link_year, x->link_no))
		return true;
	return cell_refuse(row_cell(r, "link"), "exemption.unknown_link", p ? p->code : "");
}

static bool is_rule(const char *id)
{
	for (size_t i = 0; i < rules_count; i++)
		if (strcmp(rules[i]->id, id) == 0)
			return true;
	return false;
}

static bool rules_known(struct record_row *r, const Duban__Exemption *x)
{
	for (size_t i = 0; i < x->n_rule; i++)
		if (!is_rule(x->rule[i]))
			return cell_refuse(row_cell(r, "rules"), "rule.unknown", x->rule[i]);
	return true;
}

/* The unit that the exemption is for; 0: a list, which is the city's. */
static uint32_t exempted_unit(struct record_row *r, const Duban__Exemption *x)
{
	const Duban__Project *p;

	if (x->unit)
		return x->unit;
	p = project_get(r->im->in.rq->txn, r->im->in.scratch, x->project);
	return p ? p->unit : 0;
}

/* Nobody exempts himself: the approving unit is neither the exempted one nor one below it. */
static bool approved_above(struct record_row *r, const Duban__Exemption *x)
{
	uint32_t unit = exempted_unit(r, x);

	if (!unit || !unit_within(r->im->in.rq->txn, r->im->in.scratch, x->approver_unit, unit))
		return true;
	return cell_refuse(row_cell(r, "approver_unit"), "exemption.approver_below",
			   request_unit_name(r->im->in.rq, unit));
}

static bool period(struct record_row *r, const Duban__Exemption *x)
{
	/* revoked: it covers no day, and ended before its first */
	bool empty = x->until_date < x->from_date;

	if (empty && !x->ended_date)
		return cell_refuse(row_cell(r, "until"), "exemption.until_before_from", NULL);
	if (date_from_ymd(x->until_date) - date_from_ymd(x->from_date) < EXEMPTION_DAYS_MAX)
		return true;
	return cell_refuse(row_cell(r, "until"), "exemption.too_long", NULL);
}

/* Lamps that are lit on a day that is exempted go out at once. */
static bool note_past(struct record_row *r, const Duban__Exemption *x)
{
	struct import *im = r->im;
	struct request *rq = im->in.rq;
	struct intake_names *names;
	const char *said;
	uint32_t lit;

	if (date_from_ymd(x->from_date) > rq->today)
		return true;
	names = im->own ? im->own : arena_alloc(rq->arena, sizeof *names);
	if (!names || exemption_lit(rq, im->in.scratch, x, &lit)) {
		im->in.full = true;
		return false;
	}
	names->seen.arena = rq->arena;
	im->own = names;
	said = arena_printf(rq->arena, "%s (%u)", x->id, lit);
	intake_note(&im->in, names, said ? said : "");
	return true;
}

static void say_past(struct import *im)
{
	if (im->own)
		import_remark(im, "exemption.past", im->own);
}

static bool check_exemption(struct record_row *r)
{
	Duban__Exemption *x = r->now;
	bool fine = one_scope(r, x) && link_known(r, x);

	fine = rules_known(r, x) && fine;
	fine = approved_above(r, x) && fine;
	fine = period(r, x) && fine;
	return fine && ((r->was && row_same(r)) || note_past(r, x));
}

RECORD_KIND(EXEMPTIONS, .check = check_exemption, .after = say_past);
