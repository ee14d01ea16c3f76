/* `ranking publish`: freezes a ranking. Its bytes stay whatever is corrected, moved or renamed
 * later; they name the journal's place on which they rest. */
#include <errno.h>

#include "api/close/check.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/ranking/lines.h"
#include "api/ranking/propose.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "model/core/record.h"
#include "proto/limits.h"
#include "store/db/txn.h"
#include "store/journal/journal.h"
#include "text/date.h"

static int check_locked(struct request *rq, uint32_t month)
{
	struct check_days days;
	char day[DATE_TEXT_MAX];
	int r = check_days(rq, month, &days);

	if (r || rq->today > days.lock)
		return r;
	return request_refuse(rq, STATUS_CONFLICT, "ranking.not_locked",
			      arena_printf(rq->arena, "%u-%02u", month / 100, month % 100),
			      date_text(days.lock, day), NULL);
}

static int check(struct request *rq, const Duban__RankingPublishRequest *q,
		 const struct ranking_asked *asked)
{
	int r = ranking_check(rq, asked);

	if (!r)
		r = request_text(rq, "document", q->document, CODE_MAX, true);
	if (!r)
		r = request_text(rq, "approver", q->approver, NAME_MAX_BYTES, true);
	if (!r)
		r = check_locked(rq, q->month);
	if (!r && ranking_get(rq->txn, rq->arena, q->list, q->board, q->month))
		r = request_refuse(
		    rq, STATUS_CONFLICT, "ranking.published", q->list,
		    arena_printf(rq->arena, "%u-%02u", q->month / 100, q->month % 100), NULL);
	if (!r && txn_count(rq->txn, TABLE_sweep)) /* the tallies are on their way */
		r = request_refuse(rq, STATUS_UNAVAILABLE, "ranking.restating", NULL);
	/* it rests on what the journal holds */
	return r ? r : request_durable(rq);
}

static int ranking_publish(struct request *rq, const void *body)
{
	const Duban__RankingPublishRequest *q = body;
	struct ranking_asked asked = {.list = q->list, .board = q->board, .month = q->month};
	struct ranking_lines lines;
	Duban__Ranking *p;
	Duban__Event *e;
	int r = check(rq, q, &asked);

	if (!r)
		r = ranking_key_of(rq, &asked.key);
	if (!r)
		r = ranking_lines(rq, &asked, &lines);
	if (!r)
		r = check_lines(rq, &asked, &lines);
	if (r)
		return r;
	e = request_event(rq);
	p = REQUEST_NEW(rq, Duban__Ranking, duban__ranking__init);
	if (!e || !p)
		return -ENOMEM;
	p->list = q->list;
	p->board = q->board;
	p->month = q->month;
	p->line = lines.line;
	p->n_line = lines.n;
	p->document = q->document;
	p->approver = q->approver;
	p->published_date = date_ymd(rq->today);
	p->head_seq = engine_seq(rq->engine);
	p->head_hash.data = arena_alloc(rq->arena, HASH_SIZE);
	if (!p->head_hash.data)
		return -ENOMEM;
	p->head_hash.len = HASH_SIZE;
	journal_durable_hash(engine_journal(rq->engine), p->head_hash.data);
	e->body_case = DUBAN__EVENT__BODY_RANKING_PUBLISHED;
	e->ranking_published =
	    REQUEST_NEW(rq, Duban__RankingPublished, duban__ranking_published__init);
	if (!e->ranking_published)
		return -ENOMEM;
	e->ranking_published->ranking = p;
	if (!record_fits(p))
		return request_refuse(rq, STATUS_TOO_MANY, "ranking.too_many_units",
				      arena_printf(rq->arena, "%zu", lines.n), NULL);
	return ranking_propose(rq, p);
}

static int answer(struct request *rq, const void *body)
{
	Duban__RankingPublishReply *b =
	    REQUEST_NEW(rq, Duban__RankingPublishReply, duban__ranking_publish_reply__init);

	(void)body;
	if (!b)
		return -ENOMEM;
	if (rq->n_event)
		b->units = (uint32_t)rq->event[0]->ranking_published->ranking->n_line;
	rq->reply->body_case = DUBAN__REPLY__BODY_RANKING_PUBLISH;
	rq->reply->ranking_publish = b;
	return 0;
}
HANDLER(RANKING_PUBLISH, .kind = HANDLER_COMMAND, .roles = ROLES_OFFICE,
	.simulated_only_for_local = true, .decide = ranking_publish, .answer = answer);
