#include "lib/noun/tyear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/core/counter.h"
#include "model/project/project.h"

void verdicts_begin(struct verdicts *v)
{
	duban__report_review_request__init(&v->b);
	duban__request__init(&v->q);
	v->b.verdict = v->list;
	v->q.body_case = DUBAN__REQUEST__BODY_REPORT_REVIEW;
	v->q.report_review = &v->b;
}

void verdicts_add(struct verdicts *v, uint32_t report, int how)
{
	size_t i = v->b.n_verdict++;

	duban__report_verdict__init(&v->one[i]);
	v->one[i].report = report;
	v->one[i].verdict = (Duban__Verdict)how;
	v->one[i].reason = loose(how == RETURN ? "与形象进度不符" : "");
	v->list[i] = &v->one[i];
}

Duban__Request *collection(int body)
{
	static Duban__CollectionOpenRequest open;
	static Duban__CollectionFreezeRequest freeze;
	static Duban__CollectionMatchRequest match;
	static Duban__CollectionApproveRequest approve;
	static Duban__Request q;

	duban__request__init(&q);
	duban__collection_open_request__init(&open);
	duban__collection_freeze_request__init(&freeze);
	duban__collection_match_request__init(&match);
	duban__collection_approve_request__init(&approve);
	open.year = freeze.year = match.year = approve.year = 2021;
	open.until_date = 20201031;
	open.document = loose("关于征集2021年项目的通知");
	approve.document = loose("洪府发〔2020〕43号");
	q.body_case = (Duban__Request__BodyCase)body;
	if (body == DUBAN__REQUEST__BODY_COLLECTION_OPEN)
		q.collection_open = &open;
	else if (body == DUBAN__REQUEST__BODY_COLLECTION_FREEZE)
		q.collection_freeze = &freeze;
	else if (body == DUBAN__REQUEST__BODY_COLLECTION_MATCH)
		q.collection_match = &match;
	else
		q.collection_approve = &approve;
	return &q;
}

Duban__Request *collection_asks(const char *unit)
{
	static Duban__ElementAsk land, *ask[] = {&land};
	Duban__Request *q = collection(DUBAN__REQUEST__BODY_COLLECTION_MATCH);

	duban__element_ask__init(&land);
	land.element = loose("用地");
	land.unit = loose(unit);
	q->collection_match->ask = ask;
	q->collection_match->n_ask = 1;
	return q;
}

void list_turns(struct world *w, char *code)
{
	Duban__ListLeaveRequest leave = DUBAN__LIST_LEAVE_REQUEST__INIT;
	Duban__ListJoinRequest join = DUBAN__LIST_JOIN_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	as_office(w);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_LISTS,
		     "name,authority,fast_track,linked_leader,timely_reward\n"
		     "市重点推进,市重点办,是,是,是\n");
	leave.project = join.project = code;
	leave.list = join.list = loose("市重点推进");
	leave.reason = loose("进度达不到要求");
	leave.approver = loose("领导小组");
	join.reason = loose("问题已解决");
	q.body_case = DUBAN__REQUEST__BODY_LIST_LEAVE;
	q.list_leave = &leave;
	world_ok(w, &q);
	q.body_case = DUBAN__REQUEST__BODY_LIST_JOIN;
	q.list_join = &join;
	join.at_date = 20200701;
	world_refused(w, &q, STATUS_INVALID, "list.before_last_spell");
}

size_t lamps_lit(struct world *w, const char *rule)
{
	Duban__WarningListRequest b = DUBAN__WARNING_LIST_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	size_t n = 0;

	as(w, "", 0);
	b.rule = loose(rule);
	q.body_case = DUBAN__REQUEST__BODY_WARNING_LIST;
	q.warning_list = &b;
	do {
		world_ok(w, &q);
		n += w->reply->warning_list->n_warning;
		b.after = w->reply->warning_list->next;
	} while (b.after.len);
	return n;
}

void library_before(struct world *w, const char *day)
{
	struct txn *t = engine_txn(w->engine);
	char *csv = NULL;
	size_t size;
	FILE *f = open_memstream(&csv, &size);

	assert_non_null(f);
	(void)fprintf(f, "project,library\n");
	for (uint32_t p = 1; p <= counter_last(t, "project"); p++) {
		Duban__Project *one = project_get(t, w->arena, p);

		if (one->stage >= DUBAN__STAGE__STAGE_BUILDING &&
		    one->stage < DUBAN__STAGE__STAGE_WITHDRAWN)
			(void)fprintf(f, "%s,%s\n", one->code, day);
	}
	(void)fclose(f);
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_LIVES, csv);
	free(csv);
}
