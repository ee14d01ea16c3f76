/* Months in which people take lamps on, answer, clear and re-open them at random, while links move
 * and the daemon crashes. The whole database is checked after every step, the journal is folded
 * again at the end, and no lamp was cleared by who handled it, nor while its rule asked for it. The
 * seed is printed; DUBAN_SEED repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "engine/core/engine.h"
#include "lib/lamp/twarning.h"
#include "lib/noun/tconfirm.h"
#include "lib/noun/tevidence.h"
#include "lib/world/tclock.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"
#include "model/core/record.h"
#include "model/warning/subject.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "store/db/db.h"
#include "store/db/scan.h"
#include "text/date.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind

enum { STEPS = 220, LINKS = 4 };

static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % n);
}

static void city(struct world *w)
{
	world_city(w);
	world_import(w, K(CHAINS),
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "P1,1,甲,审批,east,李四,张三,,5wd,2020-01-02\n"
		     "P1,2,乙,审批,east,李四,张三,1,2020-01-20,2020-01-02\n"
		     "P1,3,丙,实施,west,李四,张三,2,2020-02-03,2020-01-02\n"
		     "P1,4,丁,审批,east,李四,张三,,20cd,2020-01-02\n");
	world_ok(w, hand_new("dong", ROLE(COUNTY), "east", "董"));
	world_ok(w, hand_new("xi", ROLE(COUNTY), "west", "席"));
	world_ok(w, hand_new("li", ROLE(OFFICE), "", "李"));
	world_ok(w, hand_new("du", ROLE(SUPERVISION), "", "杜"));
	fill(5);
	put(w, "P1");
}

static void random_move(struct world *w)
{
	static const char *const verbs[] = {"start",  "finish",	 "finish", "return",
					    "extend", "suspend", "resume", "cancel"};
	const char *verb = verbs[pick(pick(6) ? 7 : 8)];
	date_t day = engine_today(w->engine);
	char words[128], text[DATE_TEXT_MAX];

	day = strcmp(verb, "extend") == 0 ? day + (date_t)pick(20) : day - (date_t)pick(3);
	(void)snprintf(words, sizeof words, "%s P1 %u %s", verb, 1 + pick(LINKS),
		       date_text(day, text));
	world_ask(w, world_move(w, words));
}

/* The key of any stored warning: reopened ones are among the last. */
static void any_lamp(struct world *w, char id[WARNING_ID_MAX])
{
	struct scan s = scan_start(engine_txn(w->engine), TABLE_warning, BYTES("", 0));
	uint32_t n = 0;

	(void)snprintf(id, WARNING_ID_MAX, "W01-1-2020-1-1");
	while (scan_next(&s)) {
		Duban__Warning *r = record_unpack(engine_txn(w->engine), s.value,
						  &duban__warning__descriptor, w->arena);

		assert_non_null(r);
		if (r->level >= LEVEL(YELLOW) && pick(++n) == 0)
			warning_id_print(id, r->subject, r->rule, r->occurrence);
	}
}

static void random_deed(struct world *w)
{
	static const char *const who[] = {"dong", "xi", "li", "du"};
	static const char *const verbs[] = {"warning_ack", "warning_answer", "warning_answer",
					    "warning_clear", "warning_reopen"};
	const char *verb = verbs[pick(5)];
	char id[WARNING_ID_MAX], text[400];
	bool files = pick(2);

	any_lamp(w, id);
	if (strcmp(verb, "warning_ack") == 0)
		(void)snprintf(text, sizeof text, "id=%s until_date=%u", id,
			       date_ymd(engine_today(w->engine) + (date_t)pick(20)));
	else
		(void)snprintf(text, sizeof text, "id=%s %s=说明%s%s", id,
			       strcmp(verb, "warning_answer") == 0 ? "text" : "reason",
			       files && strcmp(verb, "warning_reopen") != 0 ? " evidence=" : "",
			       files && strcmp(verb, "warning_reopen") != 0 ? lamp_evidence() : "");
	hand_of(w, who[pick(4)]);
	world_ask(w, lamp_request(w, verb, text));
	hand_of(w, NULL);
}

static void passes(struct world *w)
{
	char text[INSTANT_TEXT_MAX];
	usec_t at = engine_now(w->engine) + pick(60 * 24 * 2) * USEC_PER_MIN;

	world_until(w, instant_text(at, engine_zone(w->engine), text));
}

/* What is true of every lamp, whatever people did. */
static void check_lamps(struct world *w, uint32_t *by_hand, uint32_t *reopened)
{
	struct scan s = scan_start(engine_txn(w->engine), TABLE_warning, BYTES("", 0));
	Duban__Warning *before = NULL;

	while (scan_next(&s)) {
		Duban__Warning *r = record_unpack(engine_txn(w->engine), s.value,
						  &duban__warning__descriptor, w->arena);
		bool by = r->cause == CLEAR_CAUSE(BY_HAND);

		if (by)
			assert_true(r->by_person && (r->n_clear_evidence || r->n_answer_evidence));
		if (by && r->acked_hand)
			assert_int_not_equal(r->cleared_principal, r->acked_hand->principal);
		if (by && r->answered_hand)
			assert_int_not_equal(r->cleared_principal, r->answered_hand->principal);
		if (r->reopened_from) {
			assert_true(before && subject_same(before->subject, r->subject));
			assert_int_equal(before->occurrence, r->reopened_from);
			assert_int_equal(r->reopened, before->reopened + 1);
		}
		*by_hand += by;
		*reopened += r->reopened_from != 0;
		before = r;
	}
}

static void nobody_clears_his_own_and_nothing_is_lost(void **state)
{
	const char *given = getenv("DUBAN_SEED");
	struct world *w = *state;
	uint32_t by_hand = 0, reopened = 0;

	seed = given ? strtoull(given, NULL, 10) : 20200108;
	print_message("DUBAN_SEED=%llu\n", (unsigned long long)seed);
	city(w);
	for (int i = 0; i < STEPS; i++) {
		switch (pick(8)) {
		case 0:
		case 1:
			random_move(w);
			break;
		case 2:
			passes(w);
			break;
		case 3:
			if (pick(4) == 0)
				world_restart(w, pick(2));
			break;
		default:
			random_deed(w);
		}
	}
	check_lamps(w, &by_hand, &reopened);
	clock_verify(w);
	print_message("%u cleared by hand, %u re-opened\n", by_hand, reopened);
	assert_true(given ||
		    (by_hand && reopened)); /* the walk of the test's own seed meets both */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(nobody_clears_his_own_and_nothing_is_lost, world_setup,
					    world_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
