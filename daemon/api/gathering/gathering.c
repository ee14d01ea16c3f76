/* `gathering show`: a 集中开工 and the progress of its projects, each until 入库, to find those
 * that were opened with a ceremony and then forgotten (一开了之) or stopped right after it
 * (开工即停工). */
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/core/record.h"
#include "model/project/life.h"
#include "model/project/paper.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

enum { MONTHS_OF_QUARTER = 3, ROOM = 2 * VALUE_MAX };

struct followed {
	Duban__Gathering *gathering;
	Duban__Project *project;
	Duban__Life *life;
	Duban__GatheringRow *row;
};

static int row_missing(struct request *rq, struct followed *f, Duban__GatheringShowReply *b)
{
	static char start[] = "开工", library[] = "入库纳统";
	Duban__GatheringRow *row = f->row;
	struct paper_names m = {.n = 0};
	bool started = f->project->stage >= DUBAN__STAGE__STAGE_BUILDING &&
		       f->project->stage <= DUBAN__STAGE__STAGE_ARCHIVED;
	int r = 0;

	b->projects++;
	b->started += started;
	b->in_library += f->life->library_date != 0;
	if (f->life->library_date || f->project->stage == DUBAN__STAGE__STAGE_WITHDRAWN)
		return 0;
	if (!started)
		r = REQUEST_PUSH(rq, row->missing, row->n_missing, start);
	if (!r)
		r = REQUEST_PUSH(rq, row->missing, row->n_missing, library);
	if (!r)
		r = papers_missing(rq->txn, rq->arena, f->project->num, &m);
	for (size_t i = 0; !r && i < m.n; i++)
		r = REQUEST_PUSH(rq, row->missing, row->n_missing, m.name[i]);
	return r;
}

static int add(struct request *rq, Duban__Gathering *g, Duban__Project *p,
	       Duban__GatheringShowReply *b)
{
	struct followed f = {.gathering = g, .project = p};

	f.life = life_get(rq->txn, rq->arena, p->num);
	f.row = REQUEST_NEW(rq, Duban__GatheringRow, duban__gathering_row__init);
	if (!f.life || !f.row)
		return -ENOMEM;
	f.row->project = p->code;
	f.row->project_name = p->name;
	f.row->unit = request_unit_id(rq, p->unit);
	f.row->venue = g->venue;
	f.row->place = g->place;
	if (g->leader)
		f.row->leader = g->leader->name;
	f.row->stage = p->stage;
	f.row->started_date = f.life->started_date;
	f.row->library_date = f.life->library_date;
	f.row->stopped_after = p->stage == DUBAN__STAGE__STAGE_STOPPED;
	return REQUEST_PUSH(rq, b->row, b->n_row, f.row) ? -ENOMEM : row_missing(rq, &f, b);
}

static void say_head(Duban__GatheringShowReply *b, const Duban__Gathering *g)
{
	b->id = g->id;
	b->name = g->name;
	b->held_date = g->held_date;
	b->quarter = (g->held_date / 100 % 100 - 1) / MONTHS_OF_QUARTER + 1;
}

/* Rows in the order of the projects' numbers, beginning after the project `after`. */
static int fill(struct request *rq, const Duban__GatheringShowRequest *q,
		Duban__GatheringShowReply *b)
{
	uint32_t after = project_by_code(rq->txn, q->after);
	struct key *from = key_text(KEY(), q->id);
	struct scan s;
	size_t bytes = 0;
	int r = 0;

	if (after)
		key_u32(from, after);
	s = scan_after(rq->txn, TABLE_gathering, key_bytes(key_text(KEY(), q->id)),
		       key_bytes(from));
	while (!r && scan_next(&s)) {
		Duban__Gathering *g =
		    record_unpack(rq->txn, s.value, &duban__gathering__descriptor, rq->arena);
		Duban__Project *p = g ? project_get(rq->txn, rq->arena, g->project) : NULL;

		if (!p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		if (!scope_reads(rq, p))
			continue;
		say_head(b, g);
		r = add(rq, g, p, b);
		if (!r)
			bytes += duban__gathering_row__get_packed_size(b->row[b->n_row - 1]) + 8;
		if (request_page_full(rq, bytes, ROOM)) {
			b->next = p->code;
			break;
		}
	}
	return r;
}

static int gathering_show(struct request *rq, const void *body)
{
	const Duban__GatheringShowRequest *q = body;
	Duban__GatheringShowReply *b =
	    REQUEST_NEW(rq, Duban__GatheringShowReply, duban__gathering_show_reply__init);
	int r = b ? request_text(rq, "id", q->id, ID_MAX, true) : -ENOMEM;

	if (!r)
		r = request_text(rq, "after", q->after, CODE_MAX, false);
	if (!r)
		r = fill(rq, q, b);
	if (!r && !*b->id && !*q->after)
		r = request_refuse(rq, STATUS_NOT_FOUND, "gathering.unknown", q->id, NULL);
	if (r)
		return r;
	rq->reply->body_case = DUBAN__REPLY__BODY_GATHERING_SHOW;
	rq->reply->gathering_show = b;
	return 0;
}
HANDLER(GATHERING_SHOW, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.simulated_only_for_local = true, .decide = gathering_show);
