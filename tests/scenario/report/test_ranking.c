/* Published rankings: they are derived again from the journal, light units, and propose rewards and
 * criticisms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/noun/treport.h"
#include "lib/order/torder.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "model/core/record.h"
#include "model/office/unit.h"
#include "model/ranking/ranking.h"
#include "proto/limits.h"
#include "store/db/key.h"
#include "store/db/txn.h"

enum { COUNTIES = 7 };

static void until(struct world *w, const char *when)
{
	as(w, "", 0);
	world_until(w, when);
}

/* Counties k1 to k7, a project Pn of 1000 yuan a year in each. */
static void counties(struct world *w)
{
	char units[600] = "id,name,kind,parent,gb_code\noffice,市重点办,office,,\n";
	char projects[900] = "code,name,unit,category,stage,total,plan,year,list\n";

	for (int i = 1; i <= COUNTIES; i++) {
		size_t u = strlen(units), p = strlen(projects);

		(void)snprintf(units + u, sizeof units - u, "k%d,第%d县,county,,36010%d\n", i, i,
			       i);
		(void)snprintf(projects + p, sizeof projects - p,
			       "P%d,项目%d,k%d,工业,在建,1000000,1200,2020,甲\n", i, i, i);
	}
	world_import(w, IMPORT_KIND(UNITS), units);
	world_import(w, IMPORT_KIND(PROJECTS), projects);
}

/* County n invests (8 - n) times the amount. */
static void month(struct world *w, uint32_t yyyymm, int64_t fen)
{
	for (int i = 1; i <= COUNTIES; i++) {
		char unit[16], project[16];

		(void)snprintf(unit, sizeof unit, "k%d", i);
		(void)snprintf(project, sizeof project, "P%d", i);
		as(w, unit, ROLE(UNIT));
		confirm(w, monthly(w, project, yyyymm, fen * (COUNTIES + 1 - i)));
	}
	as_office(w);
}

static const Duban__Reply *publish(struct world *w, uint32_t yyyymm)
{
	char text[120];

	as_office(w);
	(void)snprintf(text, sizeof text,
		       "list=甲 board=county month=%u document=1号 approver=王某", yyyymm);
	return torder_ok(w, "ranking_publish", text);
}

static const Duban__RankingProveReply *proof(struct world *w)
{
	as_office(w);
	return torder_ok(w, "ranking_prove", "list=甲 board=county month=202001")->ranking_prove;
}

/* ---- proofs */

static void a_ranking_is_proven_whatever_happened_later(void **state)
{
	struct world *w = *state;
	const Duban__RankingProveReply *b;

	counties(w);
	until(w, "2020-02-03 09:00");
	month(w, 202001, 1000);
	until(w, "2020-02-11 09:00");
	as_office(w);
	torder_refused(w, "ranking_prove", "list=甲 board=county month=202001",
		       "ranking.not_published");
	publish(w, 202001);
	b = proof(w);
	assert_string_equal(b->differs, "");
	assert_true(b->proven);
	assert_int_equal(b->units, COUNTIES);
	assert_int_equal(b->published_date, 20200211);
	assert_int_equal(strlen(b->head_hash), 64);
	/* a late report, another plan, a transfer, a renaming, a unit more, a parameter */
	month(w, 202002, 3000);
	as(w, "", 0);
	world_import(w, IMPORT_KIND(PROJECTS), "code,unit,plan\nP1,k2,900\n");
	world_import(w, IMPORT_KIND(UNITS),
		     "id,name,kind,gb_code\nk1,新第1县,,\nk8,第8县,county,360108\n");
	torder_ok(w, "param_set", "scope=default key=ranking.key value=completed");
	until(w, "2020-03-10 09:00");
	assert_true(proof(w)->proven);
	clock_verify(w);
}

static Duban__Ranking *get_ranking(struct world *w)
{
	Duban__Ranking *r =
	    ranking_get(engine_txn(w->engine), w->arena, "甲", DUBAN__BOARD__BOARD_COUNTY, 202001);

	assert_non_null(r);
	return r;
}

/* By a hand that writes no event. */
static void put_ranking(struct world *w, const Duban__Ranking *r)
{
	struct txn *t = engine_txn(w->engine);
	struct key *k = key_u32(key_u8(key_text(KEY(), "甲"), DUBAN__BOARD__BOARD_COUNTY), 202001);

	record_put(t, TABLE_ranking, key_bytes(k), r);
	assert_int_equal(txn_error(t), 0);
}

static void tamper(struct world *w, void (*change)(Duban__Ranking *r))
{
	Duban__Ranking *r = get_ranking(w);

	change(r);
	put_ranking(w, r);
}

/* It outlives the world's next answer. */
static Duban__Ranking *copy_ranking(struct world *w)
{
	const Duban__Ranking *r = get_ranking(w);
	uint8_t packed[VALUE_MAX];
	size_t n = duban__ranking__pack(r, packed);

	return duban__ranking__unpack(NULL, n, packed);
}

static void raise_amount(Duban__Ranking *r)
{
	r->line[1]->completed->fen++;
}

static void swap_names(Duban__Ranking *r)
{
	r->line[0]->name = r->line[6]->name;
}

static void drop_line(Duban__Ranking *r)
{
	r->n_line--;
}

static void other_hash(Duban__Ranking *r)
{
	r->head_hash.data[0] ^= 1;
}

static void a_record_that_was_changed_by_hand_is_not_proven(void **state)
{
	static const struct {
		void (*change)(Duban__Ranking *r);
		const char *differs;
	} cases[] = {
	    {raise_amount, "第2县: completed: 6001 (journal: 6000)"},
	    {swap_names, "第7县: name: 第7县 (journal: 第1县)"},
	    {drop_line, "lines: 6 (journal: 7)"},
	    {other_hash, "head_hash: "},
	};
	struct world *w = *state;

	counties(w);
	until(w, "2020-02-03 09:00");
	month(w, 202001, 1000);
	until(w, "2020-02-11 09:00");
	publish(w, 202001);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const Duban__RankingProveReply *b;
		Duban__Ranking *was;

		assert_true(proof(w)->proven);
		was = copy_ranking(w);
		tamper(w, cases[i].change);
		b = proof(w);
		assert_false(b->proven);
		if (strncmp(b->differs, cases[i].differs, strlen(cases[i].differs)) != 0)
			fail_msg("%s instead of %s", b->differs, cases[i].differs);
		put_ranking(w, was);
		duban__ranking__free_unpacked(was, NULL);
	}
}

/* ---- W21 */

static const Duban__WarningRow *lamp(struct world *w, const char *unit)
{
	const Duban__WarningListReply *b = torder_ok(w, "warning_list", "rule=W21")->warning_list;

	for (size_t i = 0; i < b->n_warning; i++)
		if (strcmp(b->warning[i]->unit, unit) == 0)
			return b->warning[i];
	return NULL;
}

static int level(struct world *w, const char *unit)
{
	const Duban__WarningRow *row = lamp(w, unit);

	return row ? (int)row->level : 0;
}

/* 100 yuan a month are the target. */
static void the_last_and_those_behind_the_plan_are_lit_at_publication(void **state)
{
	struct world *w = *state;

	counties(w);
	until(w, "2020-02-03 09:00");
	month(w, 202001, 2600); /* k4 104, k5 78, k6 52, k7 26 */
	until(w, "2020-02-11 09:00");
	as_office(w);
	assert_int_equal(level(w, "k7"), 0);
	publish(w, 202001);
	assert_int_equal(level(w, "k7"), DUBAN__LEVEL__LEVEL_YELLOW);
	assert_int_equal(level(w, "k5"), DUBAN__LEVEL__LEVEL_YELLOW);
	assert_int_equal(level(w, "k4"), 0);
	until(w, "2020-03-03 09:00");
	month(w, 202002, 7500); /* k4 404, k6 202, k7 101 of 200 */
	until(w, "2020-03-10 09:00");
	publish(w, 202002);
	assert_int_equal(level(w, "k7"), DUBAN__LEVEL__LEVEL_RED);
	assert_int_equal(level(w, "k6"), DUBAN__LEVEL__LEVEL_RED); /* reached it, but is last */
	assert_int_equal(level(w, "k4"), 0);
	clock_verify(w);
}

static void the_next_month_that_is_all_right_clears(void **state)
{
	struct world *w = *state;

	counties(w);
	as(w, "", 0);
	torder_ok(w, "param_set", "scope=default key=W21.exempt_if_target_met value=yes");
	until(w, "2020-02-03 09:00");
	month(w, 202001, 2600);
	until(w, "2020-02-11 09:00");
	publish(w, 202001);
	assert_int_equal(level(w, "k7"), DUBAN__LEVEL__LEVEL_YELLOW);
	until(w, "2020-03-03 09:00");
	month(w, 202002, 20000); /* k7 226 of 200 */
	until(w, "2020-03-10 09:00");
	assert_int_equal(level(w, "k7"), DUBAN__LEVEL__LEVEL_YELLOW); /* nothing is published */
	publish(w, 202002);
	assert_int_equal(level(w, "k7"), 0);
	clock_verify(w);
}

/* ---- proposals */

static size_t proposed(struct world *w, const char *kind, const char *unit, char *ret_id)
{
	const Duban__ProposalListReply *b;
	char text[80];

	(void)snprintf(text, sizeof text, "kind=%s%s%s", kind, unit ? " unit=" : "",
		       unit ? unit : "");
	b = torder_ok(w, "proposal_list", text)->proposal_list;
	if (ret_id && b->n_proposal)
		(void)snprintf(ret_id, 80, "%s", b->proposal[0]->id);
	return b->n_proposal;
}

static const Duban__Circular *circular(struct world *w, const char *number, const char *unit)
{
	struct txn *t = engine_txn(w->engine);
	struct key *k = key_u32(key_text(KEY(), number), unit_by_id(t, unit));

	return record_get(t, TABLE_circular, key_bytes(k), &duban__circular__descriptor, w->arena);
}

static void a_person_rewards_the_first_and_criticises_the_last(void **state)
{
	char first[80], last[80], text[200];
	const Duban__Circular *c;
	struct world *w = *state;

	counties(w);
	until(w, "2020-02-03 09:00");
	month(w, 202001, 1000);
	until(w, "2020-02-11 09:00");
	publish(w, 202001);
	assert_int_equal(proposed(w, "reward", NULL, NULL), 3);
	assert_int_equal(proposed(w, "circular", NULL, NULL), 3);
	assert_int_equal(proposed(w, "reward", "k2", first), 1);
	assert_int_equal(proposed(w, "circular", "k6", last), 1);
	assert_int_equal(proposed(w, "reward", "k4", NULL), 0);
	(void)snprintf(text, sizeof text, "id=%s document=奖1号 reason=投资完成靠前", first);
	torder_ok(w, "proposal_accept", text);
	c = circular(w, "奖1号", "k2");
	assert_int_equal(c->kind, DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_REWARD);
	assert_int_equal(c->about_month, 202001);
	assert_int_equal(c->rank, 2);
	assert_string_equal(c->source[0], first);
	assert_int_equal(c->deducted, 0);
	(void)snprintf(text, sizeof text, "id=%s document=通1号 reason=投资完成靠后", last);
	torder_ok(w, "proposal_accept", text);
	c = circular(w, "通1号", "k6");
	assert_int_equal(c->kind, DUBAN__CIRCULAR_KIND__CIRCULAR_KIND_CRITICISM);
	assert_int_equal(c->about_month, 202001);
	assert_int_equal(c->rank, 2); /* from the last */
	assert_int_equal(c->deducted, 5);
	clock_verify(w);
}

/* Two lists of one month: each proposes, and each finds its own place again. */
static void each_list_proposes_for_itself(void **state)
{
	const Duban__ProposalListReply *b;
	struct world *w = *state;
	char id[2][80], text[200];

	counties(w);
	world_import(w, IMPORT_KIND(MEMBERS),
		     "project,list,joined\nP2,丙,2020-01-02\nP6,丙,2020-01-02\n");
	until(w, "2020-02-03 09:00");
	month(w, 202001, 1000);
	until(w, "2020-02-11 09:00");
	publish(w, 202001); /* k2 is the second */
	torder_ok(w, "ranking_publish",
		  "list=丙 board=county month=202001 document=2号 approver=王某"); /* the first */
	b = torder_ok(w, "proposal_list", "kind=reward unit=k2")->proposal_list;
	assert_int_equal(b->n_proposal, 2);
	for (size_t i = 0; i < 2; i++)
		(void)snprintf(id[i], sizeof id[i], "%s", b->proposal[i]->id);
	for (size_t i = 0; i < 2; i++) {
		(void)snprintf(text, sizeof text, "id=%s document=奖%zu号 reason=靠前", id[i], i);
		torder_ok(w, "proposal_accept", text);
	}
	assert_int_equal(circular(w, "奖0号", "k2")->rank, 2);
	assert_int_equal(circular(w, "奖1号", "k2")->rank, 1);
}

static void nothing_is_proposed_if_the_office_wants_none(void **state)
{
	struct world *w = *state;

	counties(w);
	as(w, "", 0);
	torder_ok(w, "param_set", "scope=default key=ranking.propose value=no");
	until(w, "2020-02-11 09:00");
	publish(w, 202001);
	assert_int_equal(proposed(w, "reward", NULL, NULL), 0);
	assert_int_equal(proposed(w, "circular", NULL, NULL), 0);
}

/* ---- public edition */

/* A ranking names units and numbers: nobody's name, no problem, no signer. */
static void a_ranking_holds_no_persons_and_no_problems(void **state)
{
	static const char *const people[] = {"person",	  "leader",   "problem", "contact",
					     "principal", "approver", "reason",	 "objection"};
	const ProtobufCMessageDescriptor *d = &duban__ranking_row__descriptor;

	(void)state;
	for (unsigned i = 0; i < d->n_fields; i++)
		for (size_t k = 0; k < sizeof people / sizeof *people; k++)
			if (strstr(d->fields[i].name, people[k]))
				fail_msg("a ranking shows %s", d->fields[i].name);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_ranking_is_proven_whatever_happened_later),
	    TEST(a_record_that_was_changed_by_hand_is_not_proven),
	    TEST(the_last_and_those_behind_the_plan_are_lit_at_publication),
	    TEST(the_next_month_that_is_all_right_clears),
	    TEST(a_person_rewards_the_first_and_criticises_the_last),
	    TEST(each_list_proposes_for_itself),
	    TEST(nothing_is_proposed_if_the_office_wants_none),
	    cmocka_unit_test(a_ranking_holds_no_persons_and_no_problems),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
