/* `chain check`: links that are steps of their project where the chain's own record says otherwise.
 * The project's stage counts. Such records come from stores in which a link could be finished
 * without its project. */
#include <string.h>

#include "api/chain/chain.h"
#include "api/core/api.h"
#include "api/core/handler.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/link/link.h"
#include "model/link/step.h"
#include "model/project/project.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* Projects looked at for one page. A page may therefore be short; `next` says where to continue. */
enum { PROJECTS_MAX = 1000 };

struct apart_listing {
	struct request *rq;
	const Duban__ChainCheckRequest *q;
	Duban__ChainCheckReply *b;
	size_t looked, bytes;
};

static int add(struct apart_listing *g, const Duban__Project *p, const struct chain *c, size_t i)
{
	struct request *rq = g->rq;
	Duban__ChainCheckRow *row =
	    REQUEST_NEW(rq, Duban__ChainCheckRow, duban__chain_check_row__init);
	int r = row ? row_chain_link(rq, c, i, &row->link) : -ENOMEM;

	if (r)
		return r;
	row->project = p->code;
	row->project_name = p->name;
	row->year = c->year;
	row->stage = p->stage;
	g->bytes += duban__chain_check_row__get_packed_size(row) + 8;
	return REQUEST_PUSH(rq, g->b->row, g->b->n_row, row);
}

static int check_chain(struct apart_listing *g, const Duban__Project *p, uint32_t year)
{
	struct chain c;
	bool dated = false;
	int r = chain_load(g->rq->txn, g->rq->arena, p->num, year, &c);

	for (size_t i = 0; !r && i < c.n; i++) {
		if (!step_apart(c.recorded[i], c.progress[i]))
			continue;
		if (!dated)
			r = chain_dates(g->rq, p, &c);
		dated = true;
		if (!r)
			r = add(g, p, &c, i);
	}
	return r;
}

/* The project's chains of all years. */
static int check_project(struct apart_listing *g, const Duban__Project *p)
{
	struct scan s = scan_start(g->rq->txn, TABLE_chain, key_bytes(key_u32(KEY(), p->num)));
	int r = 0;

	while (!r && scan_next(&s)) {
		struct key_reader k = {.rest = s.key, .ok = true};

		(void)key_read_u32(&k);
		r = check_chain(g, p, key_read_u32(&k));
	}
	g->looked++;
	return r ? r : txn_error(g->rq->txn);
}

static int check_all(struct apart_listing *g)
{
	struct request *rq = g->rq;
	struct key *from = *g->q->after ? key_text(KEY(), g->q->after) : KEY();
	struct scan s = scan_after(rq->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));
	int r = 0;

	while (!r && !*g->b->next && scan_next(&s)) {
		Duban__Project *p = project_get(rq->txn, rq->arena,
						txn_get_u32(rq->txn, TABLE_project_code, s.key));

		if (!p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		/* A former code: the project is looked at under its present code. */
		if (!bytes_equal(s.key, key_bytes(key_text(KEY(), p->code))) ||
		    (*g->q->list && !project_on_list(p, g->q->list)) || !scope_reads(rq, p))
			continue;
		r = check_project(g, p);
		if (g->looked >= PROJECTS_MAX || request_page_full(rq, g->bytes, VALUE_MAX))
			g->b->next = p->code;
	}
	return r ? r : txn_error(rq->txn);
}

static int chain_check(struct request *rq, const void *body)
{
	struct apart_listing g = {.rq = rq, .q = body};
	Duban__Project *p;
	int r;

	g.b = REQUEST_NEW(rq, Duban__ChainCheckReply, duban__chain_check_reply__init);
	if (!g.b)
		return -ENOMEM;
	rq->reply->body_case = DUBAN__REPLY__BODY_CHAIN_CHECK;
	rq->reply->chain_check = g.b;
	if (!*g.q->project)
		return check_all(&g);
	r = request_project(rq, g.q->project, &p);
	return r ? r : check_project(&g, p);
}
HANDLER(CHAIN_CHECK, .kind = HANDLER_QUERY, .roles = ROLES_ALL & ~ROLE_BIT(SECURITY),
	.decide = chain_check, .simulated_only_for_local = true);
