#include "api/score/rows.h"

#include <errno.h>

#include "api/core/request.h"
#include "base/arena.h"
#include "model/score/score.h"
#include "proto/limits.h"

enum { ROW_OVERHEAD = 8 };

static char *text(struct request *rq, int64_t points)
{
	char buf[SCORE_TEXT_MAX];

	return arena_str(rq->arena, score_text(points, buf));
}

static Duban__ScoreRow *new_row(struct request *rq, const Duban__ScoreUnit *u)
{
	Duban__ScoreRow *row = REQUEST_NEW(rq, Duban__ScoreRow, duban__score_row__init);

	if (!row)
		return NULL;
	row->unit = request_unit_id(rq, u->unit);
	row->name = u->name;
	row->board = u->board;
	row->rank = u->rank;
	return row->unit ? row : NULL;
}

static int push(struct request *rq, Duban__ScoreRow *row, struct score_rows *io)
{
	io->bytes += protobuf_c_message_get_packed_size(&row->base) + ROW_OVERHEAD;
	if (io->bytes > WIRE_PAGE_MAX)
		return request_refuse(rq, STATUS_TOO_MANY, "score.name_unit", NULL);
	return REQUEST_PUSH(rq, io->row, io->n, row);
}

static int64_t of_part(const Duban__ScoreUnit *u, Duban__ScorePart part)
{
	int64_t sum = 0;

	for (size_t i = 0; i < u->n_point; i++)
		sum += u->point[i]->part == part ? u->point[i]->points : 0;
	return sum;
}

/* A unit without projects has no points. */
static int add_unit(struct request *rq, const Duban__ScoreUnit *u, struct score_rows *io)
{
	Duban__ScoreRow *row = new_row(rq, u);

	if (!row)
		return -ENOMEM;
	if (!u->rank)
		return push(rq, row, io);
	row->points = text(rq, u->points);
	row->basic = text(rq, of_part(u, SCORE_PART(BASE)));
	row->bonus = text(rq, of_part(u, SCORE_PART(BONUS)));
	row->deducted = text(rq, of_part(u, SCORE_PART(DEDUCTION)));
	row->barred = u->barred;
	return row->points && row->basic && row->bonus && row->deducted ? push(rq, row, io)
									: -ENOMEM;
}

static int add_item(struct request *rq, const Duban__ScoreUnit *u, const Duban__ScorePoint *p,
		    struct score_rows *io)
{
	Duban__ScoreRow *row = new_row(rq, u);

	if (!row)
		return -ENOMEM;
	row->item = p->item;
	row->item_name = p->name;
	row->points = text(rq, p->points);
	row->weight = p->weight ? text(rq, p->weight) : row->weight;
	row->counted = p->counted;
	row->ground = p->ground;
	row->n_ground = p->n_ground;
	return row->points && row->weight ? push(rq, row, io) : -ENOMEM;
}

int score_rows_add(struct request *rq, const Duban__ScoreUnit *u, bool explain,
		   struct score_rows *io)
{
	int r = add_unit(rq, u, io);

	for (size_t i = 0; i < u->n_point && !r && explain; i++)
		r = add_item(rq, u, u->point[i], io);
	return r;
}
