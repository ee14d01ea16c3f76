/* The office's own lines of a profile (计分项), and points that persons enter (录入). */
#include <string.h>

#include "api/core/request.h"
#include "api/records/kind.h"
#include "api/records/row.h"
#include "api/records/rows_out.h"
#include "api/score/asked.h"
#include "base/arena.h"
#include "model/office/unit.h"
#include "model/param/defs.h"
#include "model/ranking/ranking.h"
#include "model/score/score.h"
#include "proto/limits.h"
#include "text/date.h"

static bool read_points(const struct cell *c, bool may_fall, int64_t *io)
{
	int64_t v = 0;

	if (c->clear)
		*io = 0;
	if (cell_empty(c))
		return true;
	if (!score_parse(c->text, &v) || (v < 0 && !may_fall))
		return cell_refuse(c, "score.bad_points", NULL);
	*io = v;
	return true;
}

static void write_points(struct rows_out *s, size_t column, int64_t points)
{
	char text[SCORE_TEXT_MAX];

	if (points)
		out_text(s, column, score_text(points, text));
}

/* ---- lines of a profile */

enum { ITEM_WEIGHT = 5, ITEM_EACH, ITEM_BEYOND };

/* A line that the office has not changed yet starts from the shipped one. */
static bool derive_item(struct record_row *r)
{
	Duban__ScoreItem *now = r->now;
	const Duban__ScoreItem *shipped;
	int64_t index;

	if (!row_once(r) || !row_find(r))
		return false;
	if (!parameter_value(parameter_def("score.profile"), now->profile, &index))
		return cell_refuse(row_cell(r, "profile"), "score.no_profile",
				   parameter_def("score.profile")->choices);
	shipped = r->was ? NULL : score_item_shipped(now->profile, now->item);
	if (shipped)
		*now = *shipped;
	return true;
}

static bool check_item(struct record_row *r)
{
	Duban__ScoreItem *now = r->now;

	if (!read_points(&r->cell[ITEM_WEIGHT], false, &now->weight) ||
	    !read_points(&r->cell[ITEM_EACH], false, &now->each) ||
	    !read_points(&r->cell[ITEM_BEYOND], false, &now->beyond))
		return false;
	if (!*now->name)
		return cell_refuse(row_cell(r, "name"), "score.no_name", NULL);
	if (!score_basis_fits(now->part, now->basis))
		return cell_refuse(row_cell(r, "basis"), "score.bad_basis", NULL);
	if (now->part == SCORE_PART(BASE) && !now->weight)
		return cell_refuse(row_cell(r, "weight"), "score.no_weight", NULL);
	return true;
}

static void write_item(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__ScoreItem *i = out_record(s, value, &duban__score_item__descriptor);

	(void)key;
	if (!i || !out_shown(s, i))
		return;
	out_row(s);
	out_fields(s, i);
	write_points(s, ITEM_WEIGHT, i->weight);
	write_points(s, ITEM_EACH, i->each);
	write_points(s, ITEM_BEYOND, i->beyond);
}
RECORD_KIND(SCORE_ITEMS, .derive = derive_item, .check = check_item, .write = write_item);

/* ---- entries */

enum { ENTRY_POINTS = 4 };

/* The item, of the profile by which the year is scored. False: reported. */
static bool check_entry_item(struct record_row *r, const Duban__ScoreYear *y)
{
	struct request *rq = r->im->in.rq;
	const Duban__ScoreEntry *now = r->now;
	struct score_asked asked = {.month = 0};
	struct score_profile p;
	const struct cell *c = &r->cell[ENTRY_POINTS];
	const Duban__ScoreItem *item;
	size_t at;

	if (score_asked_of(rq, y, &asked) ||
	    score_profile_load(rq->txn, r->im->in.scratch, asked.profile, &p)) {
		r->im->in.full = true;
		return false;
	}
	at = score_item_place(&p, now->item);
	if (at == SIZE_MAX)
		return cell_refuse(row_cell(r, "item"), "score.no_item_here", asked.profile);
	item = p.item[at];
	if (item->basis != SCORE_BASIS(ENTRIES))
		return true;
	if (item->part == SCORE_PART(DEDUCTION))
		return now->points <= 0 || cell_refuse(c, "score.entry_adds", item->name);
	return now->points >= 0 || cell_refuse(c, "score.entry_deducts", item->name);
}

static bool check_entry(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	struct arena *a = r->im->in.scratch;
	Duban__ScoreEntry *now = r->now;
	const Duban__ScoreYear *y = score_year_get(rq->txn, a, now->year);
	const Duban__Unit *u = unit_get(rq->txn, a, now->unit);

	if (y && y->state == SCORE_STATE(FROZEN))
		return cell_refuse(row_cell(r, "year"), "score.year_frozen", NULL);
	if (!u || !ranking_board(u) || ranking_unit(rq->txn, a, u->num) != u->num)
		return cell_refuse(row_cell(r, "unit"), "score.unit_not_scored", NULL);
	if (!read_points(&r->cell[ENTRY_POINTS], true, &now->points))
		return false;
	if (!now->points && !now->no_evidence)
		return cell_refuse(&r->cell[ENTRY_POINTS], "score.no_points", NULL);
	return check_entry_item(r, y);
}

static void write_entry(struct rows_out *s, struct bytes key, struct bytes value)
{
	const Duban__ScoreEntry *e = out_record(s, value, &duban__score_entry__descriptor);

	(void)key;
	if (!e || !out_shown(s, e))
		return;
	out_row(s);
	out_fields(s, e);
	write_points(s, ENTRY_POINTS, e->points);
}
RECORD_KIND(SCORE_ENTRIES, .check = check_entry, .write = write_entry);
