/* Comments (征求意见) of units on the candidates of a frozen round, and the office's answers. */
#include <string.h>

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

enum {
	COMMENT_YEAR,
	COMMENT_CODE,
	COMMENT_UNIT,
	COMMENT_ROUND,
	COMMENT_TEXT,
	COMMENT_ANSWER,
};
static const struct import_column comment_columns[] = {
    {"year", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"code", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"unit", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"round", DUBAN__SHEET_TYPE__SHEET_TYPE_NUMBER},
    {"text", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {"answer", DUBAN__SHEET_TYPE__SHEET_TYPE_TEXT},
    {NULL, 0},
};

static bool is_office(const struct request *rq)
{
	return (1u << rq->caller->role) & IMPORT_BY_OFFICE;
}

/* An answer without a comment goes to what that unit said last. */
static uint32_t round_answered(struct import *im, const Duban__Comment *key)
{
	struct cell text = import_cell(im, COMMENT_TEXT);
	Duban__Comment one = *key;

	while (cell_empty(&text) && one.round > 0) {
		if (comment_get(im->in.rq->txn, im->in.scratch, &one))
			return one.round;
		one.round--;
	}
	return key->round;
}

/* The round meant: the last one frozen if none is named. */
static bool read_round(struct import *im, Duban__Comment *key)
{
	struct cell round = import_cell(im, COMMENT_ROUND), year = import_cell(im, COMMENT_YEAR);
	struct cell code = import_cell(im, COMMENT_CODE);
	struct txn *t = im->in.rq->txn;
	Duban__Collection *c = collection_get(t, im->in.scratch, key->year);

	if (!c)
		return cell_refuse(&year, "collection.not_opened", NULL);
	if (!c->opening && c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED)
		return cell_refuse(&year, "collection.is_approved", NULL);
	key->round = c->round;
	if (c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN)
		key->round--;
	if (!cell_number(&round, 1, 99, &key->round))
		return false;
	if (cell_empty(&round))
		key->round = round_answered(im, key);
	/* An opening balance has no frozen copies: the candidate as it stands is the one meant. */
	return (key->round && candidate_get(t, im->in.scratch, key->year,
					    c->opening ? 0 : key->round, key->code)) ||
	       cell_refuse(&code, "comment.not_frozen", NULL);
}

static bool read_place(struct import *im, struct import_map *seen, Duban__Comment *key)
{
	struct request *rq = im->in.rq;
	struct cell year = import_cell(im, COMMENT_YEAR), code = import_cell(im, COMMENT_CODE);
	struct cell unit = import_cell(im, COMMENT_UNIT);
	const char *text = "";
	char *all;

	if (!cell_required(&year) | !cell_required(&code) | !cell_required(&unit))
		return false;
	if (!cell_year(&year, &key->year) | !cell_key(&code, CODE_MAX, "-_.", &text) |
	    !cell_unit(&unit, &key->unit))
		return false;
	key->code = (char *)(uintptr_t)text;
	if (!is_office(rq) && (!rq->caller->unit ||
			       !unit_within(rq->txn, im->in.scratch, key->unit, rq->caller->unit)))
		return cell_refuse(&unit, "comment.not_yours", NULL);
	if (!read_round(im, key))
		return false;
	all = arena_printf(rq->arena, "%u/%u/%s/%u", key->year, key->round, text, key->unit);
	im->in.full |= !all;
	return all && import_key(im, seen, &code, all);
}

static void read_comment(struct import *im, struct import_map *seen)
{
	struct cell text = import_cell(im, COMMENT_TEXT), answer = import_cell(im, COMMENT_ANSWER);
	Duban__Comment now = DUBAN__COMMENT__INIT, *was;
	const char *said;

	if (!read_place(im, seen, &now))
		return;
	was = comment_get(im->in.rq->txn, im->in.scratch, &now);
	if (was)
		now = *was;
	said = now.answer;
	if (!cell_needed(&text, !was) | !cell_text(&text, TEXT_MAX, &now.text) |
	    !cell_text(&answer, TEXT_MAX, &now.answer))
		return;
	if (!is_office(im->in.rq) && strcmp(said, now.answer) != 0) {
		(void)cell_refuse(&answer, "comment.office_answers", NULL);
		return;
	}
	/* Another comment is not answered by what was said to the old one. */
	if (was && strcmp(was->text, now.text) != 0 && strcmp(said, now.answer) == 0)
		now.answer = (char *)(uintptr_t)protobuf_c_empty_string;
	import_put(im, &(struct import_put){.body = DUBAN__EVENT__BODY_COMMENT_PUT,
					    .now = &now,
					    .was = was,
					    .line = im->row->line});
}

static int read_comments(struct import *im)
{
	struct import_map seen = {.arena = im->in.rq->arena};

	for (size_t i = 0; i < im->rows.n && !im->in.full; i++) {
		import_row(im, i);
		read_comment(im, &seen);
		arena_reset(im->in.scratch);
	}
	return 0;
}

/* For who wrote it and for whom it is about. */
static bool shown(struct rows_out *s, const Duban__Comment *m)
{
	struct request *rq = s->rq;
	Duban__Candidate *c;

	if (!out_city(s, m->unit, m->year))
		return false;
	if (rq->caller->unit && unit_within(rq->txn, s->scratch, m->unit, rq->caller->unit))
		return true;
	c = candidate_get(rq->txn, s->scratch, m->year, m->round, m->code);
	if (!c) /* of an opening balance */
		c = candidate_get(rq->txn, s->scratch, m->year, 0, m->code);
	return c && candidate_shown(rq, c);
}

static void write_comment(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Comment *m = out_record(s, value, &duban__comment__descriptor);

	(void)key;
	if (!m || !shown(s, m))
		return;
	out_row(s);
	out_number(s, COMMENT_YEAR, m->year);
	out_text(s, COMMENT_CODE, m->code);
	out_unit(s, COMMENT_UNIT, m->unit);
	out_number(s, COMMENT_ROUND, m->round);
	out_text(s, COMMENT_TEXT, m->text);
	out_text(s, COMMENT_ANSWER, m->answer);
}

IMPORT_KIND(comments, .kind = DUBAN__IMPORT_KIND__IMPORT_KIND_COMMENTS, .column = comment_columns,
	    .n_key = 3,
	    .roles = IMPORT_BY_OFFICE | ROLE_BIT(COUNTY) | ROLE_BIT(UNIT) | ROLE_BIT(SECTOR),
	    .read = read_comments, .table = TABLE_comment, .write = write_comment);
