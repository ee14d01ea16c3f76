#include "api/chain/slice.h"

#include <string.h>

#include "api/chain/make.h"
#include "api/core/request.h"
#include "api/core/scope.h"
#include "model/project/project.h"
#include "model/year/year.h"
#include "proto/wire_name.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"

/* ---- which projects */

static bool within(const Duban__ChainNewRequest *q, const Duban__Project *p)
{
	return !*q->until || strcmp(p->code, q->until) <= 0;
}

/* The projects of the list after `after`. */
static int load_list(struct request *rq, const Duban__ChainNewRequest *q, struct slice *io)
{
	struct key *from = *q->after ? key_text(KEY(), q->after) : KEY();
	struct scan s = scan_after(rq->txn, TABLE_project_code, BYTES("", 0), key_bytes(from));

	while (scan_next(&s)) {
		Duban__Project *p = project_get(rq->txn, rq->arena,
						txn_get_u32(rq->txn, TABLE_project_code, s.key));

		if (!p)
			return txn_error(rq->txn) ? txn_error(rq->txn) : -EBADMSG;
		/* a former code: the project comes under its present code */
		if (!bytes_equal(s.key, key_bytes(key_text(KEY(), p->code))) ||
		    !project_on_list(p, q->list))
			continue;
		if (within(q, p) && io->n < CHAIN_SLICE)
			io->n++;
		else if (within(q, p))
			io->more = true;
		if (REQUEST_PUSH(rq, io->rest, io->n_rest, p))
			return -ENOMEM;
	}
	return txn_error(rq->txn);
}

int slice_load(struct request *rq, const Duban__ChainNewRequest *q, struct slice *ret)
{
	struct slice s = {.n = 0};
	Duban__Project *p;
	int r;

	if (*q->project) {
		r = request_project(rq, q->project, &p);
		if (!r)
			r = REQUEST_PUSH(rq, s.rest, s.n_rest, p);
		s.n = 1;
	} else {
		r = load_list(rq, q, &s);
		if (!r && !s.n_rest && !*q->after)
			r = request_refuse(rq, STATUS_NOT_FOUND, "list.empty", q->list, NULL);
	}
	*ret = s;
	return r;
}

bool slice_asked(struct request *rq, const Duban__ChainNewRequest *q, const char *code)
{
	Duban__Project *p = project_get(rq->txn, rq->arena, project_by_code(rq->txn, code));

	if (!p || strcmp(p->code, code) != 0)
		return false;
	return *q->project ? strcmp(q->project, code) == 0 : project_on_list(p, q->list);
}

/* ---- why not */

static bool has_chain(const struct chain_making *m, const Duban__Project *p, uint32_t year)
{
	return txn_has(m->rq->txn, TABLE_chain, key_bytes(key_u32(key_u32(KEY(), p->num), year)));
}

/* `arg` is ended by NULL. */
static int say(const struct chain_making *m, Duban__Problem **ret, const char *code,
	       const char *const *arg)
{
	Duban__Problem *b = REQUEST_NEW(m->rq, Duban__Problem, duban__problem__init);

	if (!b)
		return -ENOMEM;
	b->code = (char *)(uintptr_t)code;
	for (; *arg; arg++)
		if (REQUEST_PUSH(m->rq, b->arg, b->n_arg, (char *)(uintptr_t)*arg))
			return -ENOMEM;
	*ret = b;
	return 0;
}

/* `reached` beyond a step that the project has not taken: the stage counts. */
static int check_reached(const struct chain_making *m, const Duban__Project *p,
			 Duban__Problem **ret)
{
	const struct template_link *t = NULL;
	struct behind b;
	int r = m->q->reached ? chain_behind(m, p, &b) : 0;

	if (r || !m->q->reached)
		return r;
	t = behind_untaken(m->row, m->n, &b);
	if (!t)
		return 0;
	return say(m, ret, "chain.step_not_taken",
		   (const char *[]){p->code, arena_printf(m->rq->arena, "%u", t->no),
				    wire_enum_name(&duban__stage__descriptor, (int)p->stage),
				    NULL});
}

int slice_why_not(const struct chain_making *m, const Duban__Project *p, Duban__Problem **ret)
{
	uint32_t year = chain_year(m, p);
	char *text = arena_printf(m->rq->arena, "%u", year);

	*ret = NULL;
	if (!text)
		return -ENOMEM;
	if (!project_active(p))
		return say(m, ret, "project.closed", (const char *[]){p->code, NULL});
	if (year_closed(m->rq->txn, m->rq->arena, year))
		return say(m, ret, "chain.year_closed", (const char *[]){p->code, text, NULL});
	if (has_chain(m, p, year))
		return say(m, ret, "chain.exists", (const char *[]){p->code, text, NULL});
	if (!p->unit && !m->q->allow_gaps)
		return say(m, ret, "chain.no_unit", (const char *[]){p->code, NULL});
	if (!chain_person(p) && !m->q->allow_gaps)
		return say(m, ret, "chain.no_person", (const char *[]){p->code, NULL});
	return check_reached(m, p, ret);
}
