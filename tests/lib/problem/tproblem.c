#include "lib/problem/tproblem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/noun/tevidence.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "model/problem/problem.h"
#include "model/proposal/proposal.h"
#include "proto/enums.h"
#include "text/hex.h"

void tproblem_city(struct world *w)
{
	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	world_import(w, IMPORT_KIND(UNITS),
		     "id,name,kind,parent\noffice,市重点办,office,\nduban,督查问责办,supervision,\n"
		     "east,东湖区,county,\nwest,西湖区,county,\ntrade,市交通局,sector,\n"
		     "site,东湖城投,owner,east\ncrew,东湖一队,owner,east\n");
	world_import(w, IMPORT_KIND(PROJECTS),
		     "code,name,unit,sector,category,stage,year\n"
		     "P1,一号项目,site,trade,工业,谋划储备,2020\n");
	fill(1);
	put(w, "P1");
}

void tproblem_as(struct world *w, Duban__Role role, const char *unit)
{
	w->caller = (struct caller){.role = (int)role, .principal = 60 + (uint32_t)role};
	if (*unit)
		w->caller.unit = unit_by_id(engine_txn(w->engine), unit);
	/* every unit has a principal of its own */
	w->caller.principal += w->caller.unit * 20;
}

void tproblem_until(struct world *w, const char *when)
{
	struct caller was = w->caller;

	w->caller = (struct caller){.role = DUBAN__ROLE__ROLE_LOCAL};
	world_until(w, when);
	w->caller = was;
}

const Duban__Reply *tproblem_ask(struct world *w, const char *request, const char *text)
{
	char hex[2 * HASH_SIZE + 1];
	struct body_word words[] = {{"file", NULL}, {NULL, NULL}};
	const Duban__Reply *p;
	struct arena *a;

	assert_int_equal(arena_new(&a, 64 * 1024), 0);
	words[0].text = hex_text(BYTES(digest, HASH_SIZE), hex);
	p = world_ask(w, body_request(a, request, text, words));
	arena_free(a);
	return p;
}

const Duban__Reply *tproblem_ok(struct world *w, const char *request, const char *text)
{
	const Duban__Reply *p = tproblem_ask(w, request, text);

	if (p->status != DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s: %s", request, text, p->n_problem ? p->problem[0]->code : "");
	return p;
}

void tproblem_no(struct world *w, const char *request, const char *text, const char *code)
{
	uint64_t before = engine_seq(w->engine);
	const Duban__Reply *p = tproblem_ask(w, request, text);

	if (p->status == DUBAN__STATUS__STATUS_OK)
		fail_msg("%s %s is not refused", request, text);
	assert_string_equal(p->problem[0]->code, code);
	assert_true(engine_seq(w->engine) == before);
}

const Duban__ProblemCase *tproblem_get(struct world *w, const char *id)
{
	struct txn *t = engine_txn(w->engine);
	const Duban__ProblemCase *p = problem_get(t, w->arena, problem_by_id(t, id));

	assert_non_null(p);
	return p;
}

bool tproblem_proposed(struct world *w, const char *id, Duban__ProblemTier to)
{
	const Duban__ProblemCase *p = tproblem_get(w, id);
	Duban__Subject of = problem_subject(p);
	struct proposal_name n = {.kind = DUBAN__PROPOSAL_KIND__PROPOSAL_KIND_RAISE,
				  .subject = &of,
				  .occurrence = p->clocks,
				  .step = to};
	const Duban__Proposal *x = proposal_get(engine_txn(w->engine), w->arena, &n);

	return x && x->state == DUBAN__PROPOSAL_STATE__PROPOSAL_STATE_OPEN;
}
