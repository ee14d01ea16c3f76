/* What is proposed at its instant, who decides it, what follows from it, and when it lapses. The
 * snag of this folder proposes five things two days after its lamp was lit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "api/core/dispatch.h"
#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/rights/body.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "lib/world/wrecord.h"
#include "model/office/unit.h"
#include "proto/enums.h"
#include "proto/status.h"
#include "proto/wire_name.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define INVALID DUBAN__STATUS__STATUS_INVALID
#define CONFLICT DUBAN__STATUS__STATUS_CONFLICT
#define NOT_FOUND DUBAN__STATUS__STATUS_NOT_FOUND
#define DENIED DUBAN__STATUS__STATUS_DENIED
#define LAMP "W91-snag-4.2-p1-y2020-1"

static void as(struct world *w, Duban__Role role, const char *of)
{
	w->caller =
	    (struct caller){.role = role, .unit = *of ? unit_by_id(engine_txn(w->engine), of) : 0};
}

/* No ladder steps beside the snag's own. */
static void city(struct world *w)
{
	world_city(w);
	world_import(w, K(PARAMETERS), "key,value\nescalation.ladder,none\n");
	world_import(w, K(LISTS), "name,authority,elsewhere\n甲,市重点办,\n省重点,省发改委,是\n");
	world_import(w, K(MEMBERS), "project,list,joined,join_reason\nP1,甲,2020-01-02,年初\n");
	world_import(w, K(PROJECTS), "code,name,place\nP1,一号项目,2020-02-10\n");
}

static struct arena *sent; /* the request that is being sent */

static Duban__Request *ask(const char *request, const char *text)
{
	if (!sent)
		assert_int_equal(arena_new(&sent, 1024 * 1024), 0);
	arena_reset(sent);
	return body_request(sent, request, text, NULL);
}

static Duban__Reply *ok(struct world *w, const char *request, const char *text)
{
	return world_ok(w, ask(request, text));
}

static void refused(struct world *w, const char *request, const char *text, int status,
		    const char *code)
{
	world_refused(w, ask(request, text), status, code);
}

/* "talk open, refer lapsed" of all that the caller sees, in the order of the list. */
static void states(struct world *w, const char *body, const char *expected)
{
	Duban__ProposalListReply *b = ok(w, "proposal_list", body)->proposal_list;
	char text[512] = "";

	for (size_t i = 0; i < b->n_proposal; i++) {
		const Duban__ProposalRow *p = b->proposal[i];
		size_t n = strlen(text);
		const char *decision =
		    wire_enum_name(&duban__proposal_state__descriptor, (int)p->decision);

		(void)snprintf(text + n, sizeof text - n, "%s%s %s", i ? ", " : "",
			       wire_enum_name(&duban__proposal_kind__descriptor, (int)p->kind),
			       *decision ? decision : "open");
	}
	assert_string_equal(text, expected);
}

static void verify(struct world *w)
{
	assert_true(ok(w, "verify", "")->job->ok);
}

static void it_is_proposed_once_at_its_instant(void **state)
{
	struct world *w = *state;
	const Duban__ProposalRow *p;
	char path[512];

	city(w);
	world_until(w, "2020-02-11T23:59");
	states(w, "", "");
	world_until(w, "2020-02-12T00:00");
	states(w, "", "order open, talk open, circular open, leave open, refer open");
	p = ok(w, "proposal_list", "kind=talk")->proposal_list->proposal[0];
	assert_string_equal(p->id, "talk/" LAMP "/5");
	assert_string_equal(p->lamp, LAMP);
	assert_string_equal(p->project, "P1");
	assert_string_equal(p->subject, "拆迁");
	assert_string_equal(p->unit, "east");
	assert_string_equal(p->rule_name, "问题未解决");
	assert_int_equal(p->made_at, engine_now(w->engine));
	assert_int_equal(p->decided_date, 0);
	/* evaluated again, it is not proposed again, also after a rebuild from the journal */
	world_import(w, K(PROJECTS), "code,name,content\nP1,一号项目,扩建\n");
	world_until(w, "2020-03-20T00:00");
	world_restart(w, false);
	(void)snprintf(path, sizeof path, "%s/data.mdb", w->dir);
	assert_int_equal(unlink(path), 0);
	world_restart(w, false);
	states(w, "", "order open, talk open, circular open, leave open, refer open");
	states(w, "unit=west", "");
	states(w, "project=P2", "");
	verify(w);
}

static void an_accepted_talk_is_planned_in_the_same_command(void **state)
{
	struct world *w = *state;
	const Duban__ProposalRow *p;

	city(w);
	world_import(w, K(PEOPLE), "id,name,unit\nqian,钱主任,east\n");
	world_import(w, K(POSTS),
		     "person,unit,title,kind,from\nqian,east,区长,主要负责人,2019-01-01\n");
	world_until(w, "2020-02-12T09:00");
	p = ok(w, "proposal_accept",
	       "id=talk/" LAMP "/5 document=约谈3号 reason=拆迁滞后 by=赵督查")
		->proposal->proposal;
	assert_string_equal(p->effect, "talk 约谈3号");
	assert_int_equal(p->decided_date, 20200212);
	/* the head of the unit, five working days on (02-13, 14, 17, 18, 19), two points */
	world_rows(w, TALKS, "约谈3号,east,P1,qian,赵督查,2020-02-19,,,,拆迁滞后,,,2," LAMP "\n");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈4号 reason=再谈", CONFLICT,
		"proposal.over");
	refused(w, "proposal_refuse", "id=talk/" LAMP "/5 reason=不谈", CONFLICT, "proposal.over");
	states(w, "open=1", "order open, circular open, leave open, refer open");
	verify(w);
}

/* Two proposals under one 文号 are one record, that names both lamps. */
static void one_number_is_one_record_of_one_unit(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, K(TALKS),
		     "number,unit,planned,reason,source\n约谈1号,west,2020-03-01,别处,\n"
		     "约谈2号,east,2020-03-01,进度,W02-1-2020-1-1\n"
		     "约谈3号,east,2020-01-02,进度,\n");
	world_import(w, K(TALKS), "number,held,result\n约谈3号,2020-01-02,已整改\n");
	world_until(w, "2020-02-12T09:00");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈1号 reason=滞后", CONFLICT,
		"conduct.number_taken");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈3号 reason=滞后", CONFLICT,
		"talk.over");
	(void)ok(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈2号 reason=滞后");
	world_rows(w, TALKS,
		   "约谈1号,west,,,,2020-03-01,,,,别处\n"
		   "约谈2号,east,,,,2020-03-01,,,,进度,,,,W02-1-2020-1-1;" LAMP "\n"
		   "约谈3号,east,,,,2020-01-02,2020-01-02,,,进度,已整改\n");
}

static void each_kind_has_its_effect(void **state)
{
	struct world *w = *state;
	const Duban__ProposalRow *p;

	city(w);
	world_until(w, "2020-02-12T09:00");
	p = ok(w, "proposal_accept",
	       "id=circular/" LAMP "/6 document=通报5号 reason=滞后 deducted=6 has_deducted=1")
		->proposal->proposal;
	assert_string_equal(p->effect, "circular 通报5号");
	world_rows(w, CIRCULARS, "通报5号,east,criticism,P1,,2020-02-12,,,滞后,,,6,," LAMP "\n");
	p = ok(w, "proposal_accept",
	       "id=refer/" LAMP "/8 document=移交1号 reason=滞后 offence=slowness person=张三")
		->proposal->proposal;
	assert_string_equal(p->effect, "referral 移交1号");
	world_rows(w, REFERRALS, "移交1号,east,P1,zhang,slowness,,2020-02-12,滞后,,,,," LAMP "\n");
	p = ok(w, "proposal_accept",
	       "id=order/" LAMP "/4 document=督办1号 reason=限期整改 on_date=20200228")
		->proposal->proposal;
	assert_string_equal(p->effect, "order 督办1号");
	p = ok(w, "proposal_accept", "id=leave/" LAMP "/7 document=调整1号 reason=滞后")
		->proposal->proposal;
	assert_string_equal(p->effect, "adjustment 2020-H1");
	world_rows(w, ADJUSTMENTS, "甲,2020-H1,P1,leave," LAMP ";leave/" LAMP "/7,proposed\n");
	states(w, "",
	       "order accepted, talk open, circular accepted, leave accepted, "
	       "refer accepted");
	verify(w);
}

/* What a batch rests on is decided with it. */
static void the_adjustment_decides_what_it_rests_on(void **state)
{
	struct world *w = *state;
	Duban__AdjustmentReply *b;
	const Duban__ProposalRow *p;

	city(w);
	world_until(w, "2020-02-12T09:00");
	b = ok(w, "adjustment_propose", "list=甲 period=2020-H1")->adjustment;
	assert_int_equal(b->n_item, 1);
	assert_string_equal(b->item[0]->grounds[0], "leave/" LAMP "/7");
	(void)ok(w, "adjustment_approve",
		 "list=甲 period=2020-H1 document=洪项办3号 approver=领导 reason=调整");
	p = ok(w, "proposal_list", "kind=leave")->proposal_list->proposal[0];
	assert_int_equal(p->decision, PROPOSAL_STATE(ACCEPTED));
	assert_string_equal(p->effect, "adjustment 甲/2020-H1/P1");
	assert_string_equal(p->document, "洪项办3号");
	verify(w);
}

static void it_lapses_with_its_lamp(void **state)
{
	struct world *w = *state;
	const Duban__ProposalRow *p;

	city(w);
	world_until(w, "2020-02-12T09:00");
	(void)ok(w, "proposal_refuse", "id=circular/" LAMP "/6 reason=已整改 document=会纪2号");
	world_until(w, "2020-02-14T09:00");
	world_import(w, K(PROJECTS), "code,name,place\nP1,一号项目,已拆\n");
	states(w, "", "order lapsed, talk lapsed, circular refused, leave lapsed, refer lapsed");
	states(w, "open=1", "");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈1号 reason=滞后", CONFLICT,
		"proposal.over");
	p = ok(w, "proposal_list", "kind=talk")->proposal_list->proposal[0];
	assert_int_equal(p->decided_date, 20200214);
	p = ok(w, "proposal_list", "kind=circular")->proposal_list->proposal[0];
	assert_string_equal(p->reason, "已整改");
	assert_string_equal(p->document, "会纪2号");
	verify(w);
}

static void who_is_concerned_does_not_decide(void **state)
{
	struct world *w = *state;
	const char *talk = "id=talk/" LAMP "/5 document=约谈1号 reason=滞后";

	city(w);
	world_until(w, "2020-02-12T09:00");
	as(w, ROLE(COUNTY), "east");
	refused(w, "proposal_accept", talk, DENIED, "role.denied");
	/* what is to be handed over is not told to who it is about */
	states(w, "", "order open, talk open, circular open, leave open");
	as(w, ROLE(COUNTY), "west");
	states(w, "", "");
	as(w, ROLE(LEADER), "");
	refused(w, "proposal_accept", talk, DENIED, "role.denied");
	as(w, ROLE(SUPERVISION), "east");
	refused(w, "proposal_accept", talk, DENIED, "proposal.own_unit");
	as(w, ROLE(SUPERVISION), "");
	(void)ok(w, "proposal_accept", talk);
	as(w, ROLE(LOCAL), "");
}

static void what_is_wrong_changes_nothing(void **state)
{
	struct world *w = *state;
	uint64_t seq;

	city(w);
	world_until(w, "2020-02-12T09:00");
	seq = engine_seq(w->engine);
	refused(w, "proposal_accept", "id=talk/" LAMP "/9 document=1号 reason=滞后", NOT_FOUND,
		"proposal.unknown");
	refused(w, "proposal_accept", "id=约谈 document=1号 reason=滞后", NOT_FOUND,
		"proposal.unknown");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 reason=滞后", INVALID, "text.empty");
	refused(w, "proposal_accept", "id=talk/" LAMP "/5 document=1号", INVALID, "text.empty");
	refused(w, "proposal_refuse", "id=talk/" LAMP "/5 document=1号", INVALID, "text.empty");
	refused(w, "proposal_accept",
		"id=talk/" LAMP "/5 document=1号 reason=滞后 offence=inaction", INVALID,
		"proposal.option_unused");
	refused(w, "proposal_accept",
		"id=talk/" LAMP "/5 document=1号 reason=滞后 on_date=20200211", INVALID,
		"proposal.day_past");
	refused(w, "proposal_accept",
		"id=circular/" LAMP "/6 document=1号 reason=滞后 on_date=20200213", INVALID,
		"date.future");
	refused(w, "proposal_accept", "id=refer/" LAMP "/8 document=1号 reason=滞后", INVALID,
		"proposal.needs_offence");
	refused(w, "proposal_list", "after=x", INVALID, "page.bad_token");
	assert_int_equal(engine_seq(w->engine), seq);
}

/* The project's history tells what was proposed and decided; not that a lead was handed over. */
static void the_projects_history_tells_of_it(void **state)
{
	struct world *w = *state;
	Duban__ProjectHistoryReply *b;
	int made = 0, decided = 0, talks = 0, referrals = 0;

	city(w);
	world_until(w, "2020-02-12T09:00");
	(void)ok(w, "proposal_accept", "id=talk/" LAMP "/5 document=约谈3号 reason=滞后");
	(void)ok(w, "proposal_accept",
		 "id=refer/" LAMP "/8 document=移交1号 reason=滞后 offence=inaction");
	b = ok(w, "project_history", "project=P1")->project_history;
	for (size_t i = 0; i < b->n_row; i++) {
		made += strcmp(b->row[i]->kind, "proposal_made") == 0;
		decided += strcmp(b->row[i]->kind, "proposal_decided") == 0;
		talks += strcmp(b->row[i]->kind, "talk_put") == 0;
		referrals += strcmp(b->row[i]->kind, "referral_put") == 0;
	}
	assert_int_equal(made, 4);
	assert_int_equal(decided, 1);
	assert_int_equal(talks, 1);
	assert_int_equal(referrals, 0);
}

/* "due days_late" of the things of a kind that are to be done. */
static void to_do(struct world *w, const char *body, const char *kind, const char *expected)
{
	Duban__TodoListReply *b = ok(w, "todo_list", body)->todo_list;
	char text[512] = "";

	for (size_t i = 0; i < b->n_row; i++) {
		size_t n = strlen(text);

		if (strcmp(b->row[i]->kind, kind) == 0)
			(void)snprintf(text + n, sizeof text - n, "%u %u; ", b->row[i]->due_date,
				       b->row[i]->days_late);
	}
	assert_string_equal(text, expected);
}

static void what_waits_is_to_be_done(void **state)
{
	struct world *w = *state;

	city(w);
	world_import(w, K(UNITS), "id,name,kind\nducha,督查问责办,supervision\n");
	world_import(w, K(TALKS),
		     "number,unit,planned,reason\n约谈1号,west,2020-02-13,滞后\n"
		     "约谈2号,west,2020-02-12,滞后\n");
	world_import(w, K(TALKS), "number,cancelled,result\n约谈2号,2020-01-02,已整改\n");
	world_import(w, K(REFERRALS),
		     "number,unit,offence,sent,reason\n移交1号,west,不作为,2020-01-02,滞后\n"
		     "移交2号,west,不作为,2020-01-02,滞后\n");
	world_import(w, K(REFERRALS), "number,replied,reply\n移交2号,2020-01-02,诫勉\n");
	world_import(w, K(ADJUSTMENTS),
		     "list,period,project,direction,ground\n甲,2020-H1,P2,调出,滞后\n");
	world_until(w, "2020-02-12T09:00");
	(void)ok(w, "proposal_refuse", "id=talk/" LAMP "/5 reason=不谈");
	to_do(w, "unit=office", "proposal", "0 0; 0 0; 0 0; 0 0; ");
	to_do(w, "unit=office", "adjustment", "20200630 0; ");
	/* the reply was due on the twentieth working day after 01-02 */
	to_do(w, "unit=ducha", "talk", "20200213 0; ");
	to_do(w, "unit=ducha", "referral", "20200206 6; ");
	/* who is concerned sees the talk, and nothing of what was handed over */
	as(w, ROLE(COUNTY), "west");
	to_do(w, "", "talk", "20200213 0; ");
	to_do(w, "", "referral", "");
	as(w, ROLE(COUNTY), "east");
	to_do(w, "", "talk", "");
	to_do(w, "", "proposal", "0 0; 0 0; 0 0; ");
	as(w, ROLE(LOCAL), "");
	world_until(w, "2020-02-14T09:00");
	to_do(w, "unit=ducha", "talk", "20200213 1; ");
}

static void pages_hold_all_of_them_once(void **state)
{
	struct world *w = *state;
	Duban__ProposalListReply *b;
	char after[256] = "";
	size_t n = 0, pages = 0;

	city(w);
	world_until(w, "2020-02-12T09:00");
	api_set_page(w->api, 1);
	do {
		b = ok(w, "proposal_list", after)->proposal_list;
		n += b->n_proposal;
		pages++;
		(void)snprintf(after, sizeof after, "after=%s", b->next);
	} while (*b->next);
	assert_int_equal(n, 5);
	assert_true(pages >= 5);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
	const struct CMUnitTest tests[] = {
	    TEST(it_is_proposed_once_at_its_instant),
	    TEST(an_accepted_talk_is_planned_in_the_same_command),
	    TEST(one_number_is_one_record_of_one_unit),
	    TEST(each_kind_has_its_effect),
	    TEST(the_adjustment_decides_what_it_rests_on),
	    TEST(it_lapses_with_its_lamp),
	    TEST(who_is_concerned_does_not_decide),
	    TEST(what_is_wrong_changes_nothing),
	    TEST(the_projects_history_tells_of_it),
	    TEST(what_waits_is_to_be_done),
	    TEST(pages_hold_all_of_them_once),
	};

	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	arena_free(sent);
	return failed;
}
