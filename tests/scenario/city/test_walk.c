/* Random sequences: weeks of moves, notices, parameters and crashes. The whole database is checked
 * after every step, and the journal is folded again at the end. The seed is printed; DUBAN_SEED
 * repeats a run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "lib/world/world_log.h"

enum { STEPS = 120, LINKS = 6 };

#define CHAINS DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS

static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % n);
}

static void later(struct world *w)
{
	usec_t to = engine_now(w->engine) + (usec_t)pick(60 * 24 * 4) * USEC_PER_MIN;
	char text[INSTANT_TEXT_MAX];

	world_until(w, instant_text(to, 480, text));
}

/* Makes any move on any link: it may be allowed or refused, but must not fail. */
static void random_move(struct world *w)
{
	static const char *const verbs[] = {"start",  "finish",	 "finish", "return",
					    "extend", "suspend", "resume", "cancel"};
	const char *verb = verbs[pick(pick(4) ? 7 : 8)];
	date_t day = engine_today(w->engine);
	char words[128], text[DATE_TEXT_MAX];

	day = strcmp(verb, "extend") == 0 ? day + (date_t)pick(40) : day - (date_t)pick(3);
	(void)snprintf(words, sizeof words, "%s P%u %u %s", verb, 1 + pick(2), 1 + pick(LINKS),
		       date_text(day, text));
	world_ask(w, world_move(w, words));
}

static void random_param(struct world *w)
{
	static const char *const keys[] = {"W00.remind_cd", "W01.y_before_wd", "W02.y_after_cd",
					   "W02.r_after_cd", "W03.y_after_wd"};
	static const Duban__ScopeKind scopes[] = {
	    DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT, DUBAN__SCOPE_KIND__SCOPE_KIND_LIST,
	    DUBAN__SCOPE_KIND__SCOPE_KIND_CATEGORY, DUBAN__SCOPE_KIND__SCOPE_KIND_PROJECT};
	static const char *const names[] = {"", "甲", "工业", "P1"};
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	uint32_t scope = pick(4);
	char value[8];

	(void)snprintf(value, sizeof value, "%u", 1 + pick(9));
	b.key = (char *)(uintptr_t)keys[pick(5)];
	b.value = value;
	b.scope = scopes[scope];
	b.scope_name = (char *)(uintptr_t)names[scope];
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ask(w, &q);
	world_work(w);
}

static void random_days_off(struct world *w)
{
	char csv[160], text[DATE_TEXT_MAX];
	date_t day = engine_today(w->engine) + (date_t)pick(20);

	(void)snprintf(csv, sizeof csv, "date,kind,name,source\n%s,%s,临时,通知%u\n",
		       date_text(day, text), pick(2) ? "holiday" : "workday", pick(1000));
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CALENDAR, csv);
}

static void random_chain(struct world *w)
{
	static const char *const classes[] = {"审批", "实施", "服务", "节点"};
	static const char *const limits[] = {"3wd", "10cd", "1m", "0", "2020-03-05", "12wd"};
	char csv[1024] = "project,no,name,class,unit,leader,person,after,limit\n";

	for (unsigned project = 1; project <= 2; project++)
		for (unsigned no = 1; no <= LINKS; no++) {
			size_t len = strlen(csv);
			char after[24] = "";

			if (no > 1 && pick(4))
				(void)snprintf(after, sizeof after, "%u", 1 + pick(no - 1));
			(void)snprintf(csv + len, sizeof csv - len,
				       "P%u,%u,环节,%s,east,,张三,%s,%s\n", project, no,
				       classes[pick(4)], after, limits[pick(6)]);
		}
	world_import(w, CHAINS, csv);
}

static void walk(struct world *w, int steps)
{
	for (int i = 0; i < steps; i++) {
		uint32_t what = pick(20);

		if (what < 7)
			later(w);
		else if (what < 16)
			random_move(w);
		else if (what == 16)
			random_param(w);
		else if (what == 17)
			random_days_off(w);
		else
			world_restart(w, what == 19);
	}
}

static void verify_holds(struct world *w)
{
	Duban__VerifyRequest b = DUBAN__VERIFY_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Reply *p;

	q.body_case = DUBAN__REQUEST__BODY_VERIFY;
	q.verify = &b;
	p = world_ok(w, &q);
	if (!p->job->ok)
		fail_msg("verify: %s", p->job->text);
}

static void a_random_walk_keeps_every_invariant(void **state)
{
	const char *given = getenv("DUBAN_SEED");
	int walks = given ? 1 : 4;

	(void)state;
	for (int i = 0; i < walks; i++) {
		struct world *w = world_new("2020-01-02T09:00", true);

		seed = given ? (uint64_t)strtoull(given, NULL, 10)
			     : UINT64_C(88172645463325252) + (uint64_t)i;
		printf("seed %llu\n", (unsigned long long)seed);
		world_city(w);
		random_chain(w);
		walk(w, STEPS);
		verify_holds(w);
		world_free(w);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_random_walk_keeps_every_invariant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
