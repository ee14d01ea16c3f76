/* Import of comments (征求意见) of units on the candidates of a frozen round, and of the office's
 * answers. */
#include <string.h>

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

/* A row with an answer but no comment answers the unit's last comment. */
static uint32_t round_answered(struct record_row *r, const Duban__Comment *key)
{
	struct import *im = r->im;
	Duban__Comment one = *key;

	while (cell_empty(row_cell(r, "text")) && one.round > 0) {
		if (comment_get(im->in.rq->txn, im->in.scratch, &one))
			return one.round;
		one.round--;
	}
	return key->round;
}

/* Sets the round: the last frozen one if the row names none. */
static bool find_round(struct record_row *r, Duban__Comment *key)
{
	struct txn *t = r->im->in.rq->txn;
	struct arena *a = r->im->in.scratch;
	const struct cell *year = row_cell(r, "year");
	Duban__Collection *c = collection_get(t, a, key->year);
	const Duban__Candidate *one;

	if (!c)
		return cell_refuse(year, "collection.not_opened", NULL);
	if (!c->opening && c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_APPROVED)
		return cell_refuse(year, "collection.is_approved", NULL);
	if (cell_empty(row_cell(r, "round"))) {
		key->round = c->round;
		if (c->state == DUBAN__COLLECTION_STATE__COLLECTION_STATE_OPEN)
			key->round--;
		key->round = round_answered(r, key);
	}
	/* In an opening balance there are no frozen copies, so the present candidate is used. */
	one = key->round ? candidate_get(t, a, key->year, c->opening ? 0 : key->round, key->code)
			 : NULL;
	return (one && candidate_shown(r->im->in.rq, one)) ||
	       cell_refuse(row_cell(r, "code"), "comment.not_frozen", NULL);
}

static bool derive_comment(struct record_row *r)
{
	struct request *rq = r->im->in.rq;
	Duban__Comment *key = r->now;

	if (!request_by_office(rq) &&
	    (!rq->caller->unit ||
	     !unit_within(rq->txn, r->im->in.scratch, key->unit, rq->caller->unit)))
		return cell_refuse(row_cell(r, "unit"), "comment.not_yours", NULL);
	return find_round(r, key) && row_find(r);
}

static bool check_comment(struct record_row *r)
{
	const Duban__Comment *was = r->was;
	Duban__Comment *now = r->now;
	const char *said = was ? was->answer : "";

	if (!request_by_office(r->im->in.rq) && strcmp(said, now->answer) != 0)
		return cell_refuse(row_cell(r, "answer"), "comment.office_answers", NULL);
	/* a changed comment loses the answer to the old one */
	if (was && strcmp(was->text, now->text) != 0 && strcmp(said, now->answer) == 0)
		now->answer = (char *)(uintptr_t)protobuf_c_empty_string;
	return true;
}

/* A comment is shown to the unit that wrote it and to those that may see the candidate. */
static bool shown(struct rows_out *s, const Duban__Comment *m)
{
	struct request *rq = s->rq;
	Duban__Candidate *c;

	if (!out_shown(s, m))
		return false;
	if (rq->caller->unit && unit_within(rq->txn, s->scratch, m->unit, rq->caller->unit))
		return true;
	c = candidate_get(rq->txn, s->scratch, m->year, m->round, m->code);
	if (!c) /* in an opening balance */
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
	out_fields(s, m);
}

RECORD_KIND(COMMENTS, .derive = derive_comment, .check = check_comment, .write = write_comment);
