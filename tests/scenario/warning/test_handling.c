/* A lamp's life at people's hands (认领, 答复, 核销, 反弹). "当事人不得自行销号": the handler never
 * clears his own; what a fact clears is cleared by the fact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/lamp/twarning.h"
#include "lib/noun/tconfirm.h"
#include "lib/noun/tevidence.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "proto/enums.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define FIRST "W01-1-2020-1-1"
#define SECOND "W01-1-2020-1-2"

static void until(struct world *w, const char *when)
{
	struct caller caller = w->caller;

	hand_of(w, NULL);
	world_until(w, when);
	w->caller = caller;
}

/* P1's link 1 of `east` is due on 01-09: yellow on 01-08, red on 01-10. The people: of the county
 * dong and bei, of the office li, of the supervision du; zhuan belongs to the supervision too, but
 * sits in the county; shuang is the key that dong has as well. */
static void lamp(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,1,项目建议书批复,审批,east,李四,张三,,5wd,2020-01-02\n");
	world_do(w, "start P1 1");
	world_ok(w, hand_new("dong", ROLE(COUNTY), "east", "董科长"));
	world_ok(w, hand_new("bei", ROLE(COUNTY), "east", "白科员"));
	world_ok(w, hand_new("xi", ROLE(COUNTY), "west", "席科长"));
	world_ok(w, hand_new("li", ROLE(OFFICE), "", "李主任"));
	world_ok(w, hand_new("du", ROLE(SUPERVISION), "", "杜督查"));
	world_ok(w, hand_new("zhuan", ROLE(SUPERVISION), "east", "庄督查"));
	world_ok(w, hand_new("shuang", ROLE(OFFICE), "", "董科长"));
	fill(3);
	put(w, "P1");
	until(w, "2020-01-08T09:00");
	world_expect(w, "01-03 00:00 note P1/1 W00 due 01-09\n"
			"01-06 00:00 again P1/1 W00\n"
			"01-08 00:00 superseded P1/1 W00\n"
			"01-08 00:00 yellow P1/1 W01 due 01-09\n");
}

static void ask(struct world *w, const char *who, const char *request, const char *text)
{
	hand_of(w, who);
	world_ok(w, lamp_request(w, request, text));
}

static void refused(struct world *w, const char *who, const char *request, const char *text,
		    const char *code)
{
	hand_of(w, who);
	world_ask(w, lamp_request(w, request, text));
	assert_int_not_equal(w->reply->status, DUBAN__STATUS__STATUS_OK);
	assert_int_equal(w->reply->n_problem, 1);
	assert_string_equal(w->reply->problem[0]->code, code);
}

#define ACK "id=" FIRST " until_date=20200115"
#define CLEAR(id) "id=" id " reason=已办结"

static void who_takes_it_on_puts_nothing_off(void **state)
{
	struct world *w = *state;
	Duban__Warning *r;

	lamp(w);
	refused(w, "xi", "warning_ack", ACK, "warning.unknown");
	refused(w, "du", "warning_ack", ACK, "role.denied");
	refused(w, "dong", "warning_ack", "id=" FIRST, "warning.until_missing");
	refused(w, "dong", "warning_ack", "id=" FIRST " until_date=20200107",
		"warning.until_range");
	refused(w, "dong", "warning_ack", "id=" FIRST " until_date=20200801",
		"warning.until_range");
	ask(w, "dong", "warning_ack", ACK);
	r = lamp_stored(w, FIRST);
	assert_int_equal(r->handling, HANDLING_STATE(ACKED));
	assert_string_equal(r->acked_by->name, "董科长");
	assert_int_equal(r->acked_until_date, 20200115);
	assert_int_equal(r->acked_unit, r->unit);
	assert_true(r->acked_at == engine_now(w->engine));
	/* taken on by another: replaces it */
	ask(w, "bei", "warning_ack", "id=" FIRST " until_date=20200116 person=zhang");
	assert_string_equal(lamp_stored(w, FIRST)->acked_by->name, "张三");
	assert_int_equal(lamp_stored(w, FIRST)->acked_until_date, 20200116);
	/* red on the very same day as ever, and still taken on */
	until(w, "2020-01-12T09:00");
	world_expect(w, "01-08 09:00 acked P1/1 W01\n"
			"01-08 09:00 acked P1/1 W01\n"
			"01-10 00:00 red P1/1 W01 due 01-09\n");
	assert_int_equal(lamp_stored(w, FIRST)->handling, HANDLING_STATE(ACKED));
}

static void an_answer_waits_and_nobody_takes_on_what_is_over(void **state)
{
	struct world *w = *state;

	lamp(w);
	refused(w, "dong", "warning_answer", "id=" FIRST, "text.empty");
	refused(w, "dong", "warning_answer", "id=" FIRST " text=已报送 evidence=00",
		"evidence.bad_digest");
	ask(w, "dong", "warning_answer", "id=" FIRST " text=已报送");
	assert_int_equal(lamp_stored(w, FIRST)->handling, HANDLING_STATE(ANSWERED));
	assert_string_equal(lamp_stored(w, FIRST)->answer, "已报送");
	refused(w, "bei", "warning_ack", ACK, "warning.answered_already");
	ask(w, "bei", "warning_answer", "id=" FIRST " text=又报送");
	assert_string_equal(lamp_stored(w, FIRST)->answer, "又报送");
	/* the rule still asks for the finish, and the fact clears it */
	refused(w, "du", "warning_clear", CLEAR(FIRST), "warning.still_holds");
	refused(w, "du", "warning_reopen", CLEAR(FIRST), "warning.still_open");
	hand_of(w, NULL);
	world_do(w, "finish P1 1");
	world_expect(w, "01-08 09:00 answered P1/1 W01\n"
			"01-08 09:00 answered P1/1 W01\n"
			"01-08 09:00 done P1/1 W01\n");
	/* an acknowledgement never undoes a clearing */
	refused(w, "dong", "warning_ack", ACK, "warning.cleared_already");
	refused(w, "dong", "warning_answer", "id=" FIRST " text=已报送", "warning.cleared_already");
	assert_int_equal(lamp_stored(w, FIRST)->state, WARNING_STATE(CLEARED));
	world_expect(w, "");
}

/* The lamp was cleared by a finish that was not so. */
static void reopened(struct world *w)
{
	lamp(w);
	hand_of(w, NULL);
	world_do(w, "finish P1 1");
	ask(w, "du", "warning_reopen", "id=" FIRST " reason=批文系伪造");
	world_expect(w, "01-08 09:00 done P1/1 W01\n"
			"01-08 09:00 reopened P1/1 W01\n");
}

static void what_was_reopened_stays_until_another_hand_clears_it(void **state)
{
	struct world *w = *state;
	Duban__Warning *r;
	char text[200];

	reopened(w);
	r = lamp_stored(w, SECOND);
	assert_int_equal(r->reopened, 1);
	assert_int_equal(r->reopened_from, 1);
	assert_true(r->by_person);
	assert_int_equal(r->handling, HANDLING_STATE(INVALID));
	refused(w, "du", "warning_reopen", "id=" FIRST " reason=再", "warning.lit_since");
	world_restart(w, false);
	until(w, "2020-02-20T09:00"); /* neither time nor the recorded fact clears it */
	assert_int_equal(lamp_stored(w, SECOND)->state, WARNING_STATE(OPEN));
	refused(w, "dong", "warning_clear", CLEAR(SECOND), "role.denied");
	refused(w, "zhuan", "warning_clear", CLEAR(SECOND), "hand.same_unit");
	refused(w, "du", "warning_clear", CLEAR(SECOND), "warning.no_evidence");
	(void)snprintf(text, sizeof text, "id=%s text=批文已补 evidence=%s", SECOND,
		       lamp_evidence());
	ask(w, "dong", "warning_answer", text);
	refused(w, "shuang", "warning_clear", CLEAR(SECOND), "hand.same");
	/* whoever of the office answered for himself does not clear it either */
	ask(w, "li", "warning_answer", text);
	refused(w, "li", "warning_clear", CLEAR(SECOND), "hand.same");
	ask(w, "du", "warning_clear", CLEAR(SECOND));
	r = lamp_stored(w, SECOND);
	assert_int_equal(r->state, WARNING_STATE(CLEARED));
	assert_int_equal(r->cause, CLEAR_CAUSE(BY_HAND));
	assert_int_equal(r->cleared_on_date, 20200220);
	assert_string_equal(r->clear_reason, "已办结");
	assert_true(r->cleared_principal == w->caller.principal);
	ask(w, "li", "warning_reopen", "id=" SECOND " reason=又不实");
	assert_int_equal(lamp_stored(w, "W01-1-2020-1-3")->reopened, 2);
}

static void once_the_rule_asks_again_the_fact_clears_it(void **state)
{
	struct world *w = *state;

	reopened(w);
	assert_true(lamp_stored(w, SECOND)->by_person);
	hand_of(w, NULL);
	world_do(w, "return P1 1"); /* the false finish is taken back */
	world_expect(w, "01-08 09:00 upheld P1/1 W01\n");
	assert_false(lamp_stored(w, SECOND)->by_person);
	assert_int_equal(lamp_stored(w, SECOND)->state, WARNING_STATE(OPEN));
	refused(w, "du", "warning_clear", CLEAR(SECOND), "warning.still_holds");
	hand_of(w, NULL);
	world_do(w, "finish P1 1");
	assert_int_equal(lamp_stored(w, SECOND)->cause, CLEAR_CAUSE(DONE));
}

static void lit_again_soon_it_is_a_relapse_and_later_another_lamp(void **state)
{
	struct world *w = *state;

	lamp(w);
	until(w, "2020-01-10T09:00");
	hand_of(w, NULL);
	world_do(w, "finish P1 1");
	until(w, "2020-02-09T09:00"); /* 30 days later */
	world_do(w, "return P1 1");
	assert_int_equal(lamp_stored(w, SECOND)->reopened, 1);
	assert_int_equal(lamp_stored(w, SECOND)->reopened_from, 1);
	assert_false(lamp_stored(w, SECOND)->by_person);
	world_do(w, "finish P1 1");
	until(w, "2020-03-11T09:00"); /* 31 days later */
	world_do(w, "return P1 1");
	assert_int_equal(lamp_stored(w, "W01-1-2020-1-3")->reopened, 0);
	assert_int_equal(lamp_stored(w, "W01-1-2020-1-3")->reopened_from, 0);
}

static void switched_off_its_rule_holds_no_lamp_of_any_kind(void **state)
{
	struct world *w = *state;

	reopened(w);
	hand_of(w, NULL);
	world_import(w, K(PARAMETERS), "key,scope,of,value\nW01.on,default,,no\n");
	assert_int_equal(lamp_stored(w, SECOND)->cause, CLEAR_CAUSE(OFF));
	refused(w, "du", "warning_reopen", "id=" SECOND " reason=再", "warning.no_deed");
	refused(w, "du", "warning_reopen", "id=W01-1-2020-9-1 reason=再", "warning.unknown");
}

static void nothing_is_reopened_where_its_rule_is_off(void **state)
{
	struct world *w = *state;

	lamp(w);
	hand_of(w, NULL);
	world_do(w, "finish P1 1");
	world_import(w, K(PARAMETERS), "key,scope,of,value\nW01.on,default,,no\n");
	refused(w, "du", "warning_reopen", "id=" FIRST " reason=再", "warning.rule_off");
}

/* 受理: from then on it is the department's turn, and what the county said does not bind it. */
static void passed_on_nobody_has_taken_it_on(void **state)
{
	struct world *w = *state;
	const Duban__Warning *r;

	lamp(w);
	hand_of(w, NULL);
	world_import(w, K(UNITS), "id,name,kind,parent\nfgw,市发改委,行业主管部门,office\n");
	world_import(w, K(CHAINS), "project,no,service_unit\nP1,1,fgw\n");
	ask(w, "dong", "warning_ack", ACK);
	hand_of(w, NULL);
	world_do(w, "accept P1 1");
	r = lamp_stored(w, FIRST);
	assert_int_equal(r->turn, TURN(DEPARTMENT));
	assert_int_equal(r->handling, HANDLING_STATE(INVALID));
	assert_null(r->acked_by);
	assert_int_equal(r->acked_at, 0);
}

/* What a person re-opened in a wrong future was not lit by the clock: it stays, and was recorded
 * before the repair. */
static void a_repaired_clock_undoes_nobodys_deed(void **state)
{
	struct world *w = world_new("2020-01-02T09:00", false);
	const Duban__Warning *r;

	(void)state;
	clock_city(w);
	world_clock(w, "2020-01-13T09:00");
	world_do(w, "finish P1 1");
	world_clock(w, "2020-03-13T09:00");
	world_ok(w, lamp_request(w, "warning_reopen", "id=" FIRST " reason=不实"));
	world_ok(w, lamp_request(w, "warning_ack", "id=" SECOND " until_date=20200401"));
	w->wall = clock_instant("2020-01-14T09:00");
	world_ok(w, clock_repair("2020-01-14T09:00", false));
	world_work(w);
	r = lamp_stored(w, SECOND);
	assert_int_equal(r->state, WARNING_STATE(OPEN));
	assert_true(r->by_person);
	assert_true(r->raised_at <= engine_now(w->engine));
	assert_true(r->acked_at <= engine_now(w->engine));
	clock_verify(w);
	world_free(w);
}

static void the_socket_is_a_hand_of_its_own_unless_it_types_for_others(void **state)
{
	struct world *w = *state;
	Duban__Request *q;
	char text[200];

	reopened(w);
	(void)snprintf(text, sizeof text, "id=%s text=批文已补 evidence=%s", SECOND,
		       lamp_evidence());
	ask(w, NULL, "warning_answer", text);
	refused(w, NULL, "warning_clear", CLEAR(SECOND), "hand.same");
	q = lamp_request(w, "warning_answer", text);
	q->for_unit = (char *)(uintptr_t) "east";
	world_ok(w, q);
	assert_string_equal(lamp_stored(w, SECOND)->answered_by->name, "东湖区");
	ask(w, NULL, "warning_clear", CLEAR(SECOND));
	assert_int_equal(lamp_stored(w, SECOND)->cause, CLEAR_CAUSE(BY_HAND));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
	    T(who_takes_it_on_puts_nothing_off),
	    T(an_answer_waits_and_nobody_takes_on_what_is_over),
	    T(what_was_reopened_stays_until_another_hand_clears_it),
	    T(once_the_rule_asks_again_the_fact_clears_it),
	    T(lit_again_soon_it_is_a_relapse_and_later_another_lamp),
	    T(switched_off_its_rule_holds_no_lamp_of_any_kind),
	    T(nothing_is_reopened_where_its_rule_is_off),
	    T(passed_on_nobody_has_taken_it_on),
	    cmocka_unit_test(a_repaired_clock_undoes_nobodys_deed),
	    T(the_socket_is_a_hand_of_its_own_unless_it_types_for_others),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
