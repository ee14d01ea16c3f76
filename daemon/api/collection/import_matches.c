/* 要素匹配: the office asks departments whether land, funds and the like are there for a
 * candidate; each department fills in its own rows. */
#include "api/collection/show.h"
#include "api/core/api.h"
#include "api/core/request.h"
#include "api/records/cell.h"
#include "api/records/cell_value.h"
#include "api/records/kind.h"
#include "api/records/rows_out.h"
#include "api/records/run.h"
#include "model/collection/collection.h"
#include "model/office/unit.h"
#include "proto/limits.h"

enum { MATCH_YEAR, MATCH_CODE, MATCH_ELEMENT, MATCH_UNIT, MATCH_RESULT, MATCH_TEXT };
static const struct import_column match_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"element", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"result", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"text", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};

#define RESULT(x) DUBAN__MATCH_RESULT__MATCH_RESULT_##x
static const struct cell_word result_word[] = {
    {"已落实", RESULT(MET)},
    {"满足", RESULT(MET)},
    {"有条件落实", RESULT(CONDITIONAL)},
    {"基本满足", RESULT(CONDITIONAL)},
    {"未落实", RESULT(LACKING)},
    {"不满足", RESULT(LACKING)},
};
static const struct cell_words result_words = {.names = &duban__match_result__descriptor,
					       .code = "match.unknown_result",
					       .word = result_word,
					       .n = sizeof result_word / sizeof *result_word};

static bool is_office(const struct request *rq)
{
	return (1u << rq->caller->role) & IMPORT_BY_OFFICE;
}

static bool own(const struct request *rq, struct arena *scratch, uint32_t unit)
{
	return unit && rq->caller->unit && unit_within(rq->txn, scratch, unit, rq->caller->unit);
}

static bool check_collection(struct import *im, const struct cell *year, uint32_t y)
{
	Duban__Collection *c = collection_get(im->in.rq->txn, im->in.scratch, y);

	if (!c)
		return cell_refuse(year, "collection.not_opened", NULL);
	return c->opening || c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_MATCHING ||
	       cell_refuse(year, "collection.not_matching", NULL);
}

static bool read_place(struct import *im, struct import_map *seen, Duban__Match *key)
{
	struct cell year = import_cell(im, MATCH_YEAR), code = import_cell(im, MATCH_CODE);
	struct cell element = import_cell(im, MATCH_ELEMENT);
	struct request *rq = im->in.rq;
	const char *text = "";
	char *all;

	if (!cell_required(&year) | !cell_required(&code) | !cell_required(&element))
		return false;
	if (!cell_year(&year, &key->year) | !cell_key(&code, CODE_MAX, "-_.", &text) |
	    !cell_text(&element, NAME_MAX_BYTES, &key->element))
		return false;
	key->code = (char *)(uintptr_t)text;
	if (!check_collection(im, &year, key->year))
		return false;
	if (!candidate_get(rq->txn, im->in.scratch, key->year, 0, text))
		return cell_refuse(&code, "candidate.unknown", NULL);
	all = arena_printf(rq->arena, "%u/%s/%s", key->year, text, key->element);
	im->in.full |= !all;
	return all && import_key(im, seen, &element, all);
}

static void read_match(struct import *im, struct import_map *seen)
{
	struct request *rq = im->in.rq;
	struct cell unit = import_cell(im, MATCH_UNIT), result = import_cell(im, MATCH_RESULT);
	struct cell text = import_cell(im, MATCH_TEXT), element = import_cell(im, MATCH_ELEMENT);
	Duban__Match now = DUBAN__MATCH__INIT, *was;
	uint32_t asked;
	int value;

	if (!read_place(im, seen, &now))
		return;
	was = match_get(rq->txn, im->in.scratch, now.year, now.code, now.element);
	if (was)
		now = *was;
	/* A department answers what it was asked, no more. */
	if (!is_office(rq) && (!was || !own(rq, im->in.scratch, was->unit))) {
		(void)cell_refuse(&element, "match.not_yours", NULL);
		return;
	}
	value = (int)now.result;
	asked = now.unit;
	if (!cell_needed(&unit, !was) | !cell_unit(&unit, &now.unit) |
	    !cell_enum(&result, &result_words, &value) | !cell_text(&text, REASON_MAX, &now.text))
		return;
	if (!is_office(rq) && now.unit != asked) {
		(void)cell_refuse(&unit, "match.not_yours", NULL);
		return;
	}
	now.result = (Duban__MatchResult)value;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_MATCH_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_matches(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_match(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

static bool shown(struct rows_out *s, const Duban__Match *m)
{
	struct request *rq = s->rq;
	Duban__Candidate *c;

	if (!out_city(s, m->unit, m->year))
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
	out_number(s, MATCH_YEAR, m->year);
	out_text(s, MATCH_CODE, m->code);
	out_text(s, MATCH_ELEMENT, m->element);
	out_unit(s, MATCH_UNIT, m->unit);
	if (m->result)
		out_enum(s, MATCH_RESULT, &duban__match_result__descriptor, (int)m->result);
	out_text(s, MATCH_TEXT, m->text);
}

IMPORT_KIND(matches, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_MATCHES, .column = match_columns,
	    .n_key = 3,
	    .roles = IMPORT_BY_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	    .read = read_matches, .table = TABLE_match, .write = write_match);
