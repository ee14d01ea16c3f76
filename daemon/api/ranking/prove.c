#include "api/ranking/prove.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/admin/job.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/ranking/lines.h"
#include "base/arena.h"
#include "engine/keeper/again.h"
#include "model/core/money.h"
#include "model/tally/tally.h"
#include "store/db/txn.h"
#include "store/journal/reader.h"

/* ---- in the process of its own */

static bool parse(const char *what, struct ranking_asked *ret)
{
	unsigned board = 0;
	int n = 0;

	*ret = (struct ranking_asked){.list = NULL};
	if (sscanf(what, "%u %" SCNu32 " %n", &board, &ret->month, &n) != 2 || !n)
		return false;
	ret->board = (Duban__Board)board;
	ret->list = what + n;
	return *ret->list;
}

static const char *value_text(struct arena *a, const Duban__RankingLine *l,
			      const ProtobufCFieldDescriptor *f)
{
	const void *at = (const uint8_t *)l + f->offset;

	if (f->type == PROTOBUF_C_TYPE_STRING)
		return *(char *const *)at;
	if (f->type == PROTOBUF_C_TYPE_UINT32)
		return arena_printf(a, "%" PRIu32, *(const uint32_t *)at);
	return arena_printf(a, "%" PRId64, money_fen(*(Duban__Money *const *)at));
}

/* 0, or the text names the first field that is another one. */
static int compare_line(struct again *v, struct arena *a, const Duban__RankingLine *stored,
			const Duban__RankingLine *derived)
{
	const ProtobufCMessageDescriptor *d = &duban__ranking_line__descriptor;

	for (unsigned i = 0; i < d->n_fields; i++) {
		const char *x = value_text(a, stored, &d->fields[i]);
		const char *y = value_text(a, derived, &d->fields[i]);

		if (!x || !y)
			return -ENOMEM;
		if (strcmp(x, y) != 0)
			return again_says(v, "%s: %s: %s (journal: %s)", stored->name,
					  d->fields[i].name, x, y);
	}
	return 0;
}

static int compare(struct again *v, struct arena *a, const Duban__Ranking *stored,
		   const struct ranking_lines *derived)
{
	int r = 0;

	for (size_t i = 0; i < stored->n_line && i < derived->n && !r; i++)
		r = compare_line(v, a, stored->line[i], derived->line[i]);
	if (!r && stored->n_line != derived->n)
		return again_says(v, "lines: %zu (journal: %zu)", stored->n_line, derived->n);
	return r;
}

/* The state of the scratch store is that before the publication. */
static int derive(struct again *v, struct arena *a, const struct ranking_asked *q,
		  struct ranking_lines *ret)
{
	const struct tally_asked tallies = {
	    .list = q->list, .kind = TALLY_GROUP_UNIT, .year = q->month / 100};
	struct ranking_asked asked = *q;
	struct tally_years all;
	int r = ranking_key_in_force(v->fold, a, &asked.key);

	if (!r)
		r = tally_read(v->fold, a, &tallies, &all);
	return r ? r : ranking_lines_of(v->fold, a, &asked, &all, ret);
}

static int check_journal(struct again *v, const Duban__Ranking *stored)
{
	uint8_t there[HASH_SIZE];

	if (stored->head_hash.len == HASH_SIZE && stored->head_seq <= v->seq &&
	    journal_hash_at(v->journal, stored->head_seq, there) == 0 &&
	    memcmp(there, stored->head_hash.data, HASH_SIZE) == 0)
		return 0;
	return again_says(v, "head_hash: event %" PRIu64 " of the journal has another one",
			  stored->head_seq);
}

static int prove(struct again *v, struct arena *a, const struct ranking_asked *q)
{
	const Duban__Ranking *stored = ranking_get(v->read, a, q->list, q->board, q->month);
	struct ranking_lines derived;
	int r;

	if (!stored)
		return txn_error(v->read) ? txn_error(v->read)
					  : again_says(v, "it is not published");
	r = check_journal(v, stored);
	if (!r)
		r = again_fold(v, stored->head_seq);
	if (!r)
		r = derive(v, a, q, &derived);
	return r ? r : compare(v, a, stored, &derived);
}

int ranking_prove(const char *dir, const char *what, bool *ret_ok, uint64_t *ret_seq,
		  char **ret_text)
{
	_cleanup_(arena_freep) struct arena *a = NULL;
	struct again v = {.dir = dir};
	struct ranking_asked q;
	int r = parse(what, &q) ? arena_new(&a, WIRE_ARENA_MAX) : -EINVAL;

	if (!r)
		r = again_open(&v);
	if (!r)
		r = prove(&v, a, &q);
	r = again_explain(&v, r);
	if (r >= 0) {
		*ret_ok = r == 0;
		*ret_seq = v.seq;
		*ret_text = TAKE_PTR(v.text);
	}
	again_close(&v);
	return r < 0 ? r : 0;
}

/* ---- the request */

static int fill(struct request *rq, const Duban__Ranking *p, const Duban__JobReply *job)
{
	Duban__RankingProveReply *b =
	    REQUEST_NEW(rq, Duban__RankingProveReply, duban__ranking_prove_reply__init);

	if (!b)
		return -ENOMEM;
	b->proven = job->ok;
	if (!job->ok)
		b->differs = job->text;
	b->head_seq = p->head_seq;
	b->head_hash = request_hex(rq, BYTES(p->head_hash.data, p->head_hash.len));
	b->units = (uint32_t)p->n_line;
	b->published_date = p->published_date;
	rq->reply->body_case = DUBAN__REPLY__BODY_RANKING_PROVE;
	rq->reply->ranking_prove = b;
	return b->head_hash ? 0 : -ENOMEM;
}

static int request_prove(struct request *rq, const void *body)
{
	const Duban__RankingProveRequest *q = body;
	const struct ranking_asked asked = {.list = q->list, .board = q->board, .month = q->month};
	const char *what = arena_printf(rq->arena, "%u %u %s", q->board, q->month, q->list);
	struct job_order order = {.verb = "prove", .arg = what, .passphrase = ""};
	Duban__JobReply *job = NULL;
	const Duban__Ranking *p;
	int r = ranking_check(rq, &asked);

	if (r || !what)
		return r ? r : -ENOMEM;
	p = ranking_get(rq->txn, rq->arena, q->list, q->board, q->month);
	if (!p)
		return request_refuse(
		    rq, STATUS_NOT_FOUND, "ranking.not_published", q->list,
		    arena_printf(rq->arena, "%u-%02u", q->month / 100, q->month % 100), NULL);
	r = job_run(rq, &order, &job);
	return r ? r : fill(rq, p, job);
}
HANDLER(RANKING_PROVE, .kind = HANDLER_JOB, .roles = ROLES_CITY, .simulated_only_for_local = true,
	.decide = request_prove);
