#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include <cmocka.h>

#include "engine/core/rule_params.h"
#include "lib/noun/tcalendar.h"
#include "lib/noun/trule.h"
#include "model/chain/schedule.h"
#include "model/param/defs.h"
#include "model/param/parameter.h"
#include "proto/model.pb-c.h"
#include "rules/rule.h"
#include "rules/rules.h"

#define CASES 3000

static struct calendar *cal;
static uint64_t seed;

static uint32_t pick(uint32_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(seed >> 33) % n;
}

static void rules_are_found_by_number_and_id(void **state)
{
	(void)state;
	assert_int_equal(rules_count, 17);
	for (size_t i = 0; i < rules_count; i++) {
		char id[8];

		(void)snprintf(id, sizeof id, "W%02u", rules[i]->num);
		assert_string_equal(rules[i]->id, id);
		assert_ptr_equal(rule_by_num(rules[i]->num), rules[i]);
		assert_ptr_equal(rule_by_id(id), rules[i]);
		assert_true(rules[i]->version > 0);
		assert_non_null(rules[i]->evaluate);
		assert_true(*rules[i]->subject);
	}
	assert_null(rule_by_num(99));
	assert_null(rule_by_id("W99"));
	assert_int_not_equal(rules_version(), 0);
	assert_int_equal(rules_version(), rules_version());
}

static void every_parameter_of_a_rule_is_shipped_with_a_source(void **state)
{
	(void)state;
	for (size_t i = 0; i < rules_count; i++)
		for (size_t k = 0; k < RULE_PARAMS_MAX && rules[i]->params[k]; k++) {
			const struct parameter_def *d = parameter_def(rules[i]->params[k]);
			int64_t value;

			assert_non_null(d);
			assert_in_range(d->type, PARAMETER_DAYS, PARAMETER_CHOICE);
			assert_true(parameter_value(d, d->value, &value));
			if (d->type != PARAMETER_CHOICE)
				assert_in_range(value, d->min, d->max);
			assert_true(strlen(d->basis) > 0);
		}
}

static void every_rule_can_be_switched_off_and_given_a_grace(void **state)
{
	(void)state;
	for (size_t i = 0; i < rules_count; i++) {
		bool asks = strcmp(rules[i]->id, "W22") == 0;
		const struct parameter_def *on, *grace;
		char key[32];
		int64_t value;

		(void)snprintf(key, sizeof key, "%s.on", rules[i]->id);
		on = parameter_def(key);
		assert_non_null(on);
		assert_string_equal(on->value, asks ? "needs_chain" : "yes");
		/* of several lists the strictest */
		assert_string_equal(on->choices, "yes;needs_chain;no");
		assert_int_equal(on->stricter, PARAMETER_STRICT_SMALLER);
		assert_true(parameter_value(on, "yes", &value));
		assert_int_equal(value, RULE_ON_YES);
		assert_true(parameter_value(on, "needs_chain", &value));
		assert_int_equal(value, RULE_ON_NEEDS_CHAIN);
		assert_true(parameter_value(on, "no", &value));
		assert_int_equal(value, RULE_ON_NO);
		(void)snprintf(key, sizeof key, "%s.grace_cd", rules[i]->id);
		grace = parameter_def(key);
		assert_non_null(grace);
		assert_string_equal(grace->value, "0");
		assert_int_equal(grace->stricter, PARAMETER_STRICT_SMALLER);
	}
}

/* Wnn.on, Wnn.grace_cd, Wnn.exempt are read for every rule, and so must name one. */
static bool of_every_rule(const char *key)
{
	static const char *const ends[] = {"on", "grace_cd", "exempt"};
	const char *dot = strchr(key, '.');
	char id[8];

	if (!dot || dot - key >= (ptrdiff_t)sizeof id)
		return false;
	(void)snprintf(id, sizeof id, "%.*s", (int)(dot - key), key);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (strcmp(dot + 1, ends[i]) == 0)
			return rule_by_id(id);
	return false;
}

static bool used(const char *key)
{
	if (of_every_rule(key))
		return true;
	for (size_t i = 0; i < rules_count; i++)
		for (size_t k = 0; k < RULE_PARAMS_MAX && rules[i]->params[k]; k++)
			if (strcmp(rules[i]->params[k], key) == 0)
				return true;
	return false;
}

static void every_shipped_threshold_is_used(void **state)
{
	const struct parameter_def *defs;
	size_t n = parameter_defs(&defs);

	(void)state;
	for (size_t i = 0; i < n; i++)
		if (defs[i].key[0] == 'W' && !used(defs[i].key))
			fail_msg("%s is read by no rule", defs[i].key);
}

static const struct {
	const char *key, *value;
} defaults[] = {
    {"W00.remind_cd", "7"},
    {"W00.remind_wd", "3"},
    {"W01.y_before_wd", "1"},
    {"W01.r_after_wd", "1"},
    {"W02.y_after_cd", "1"},
    {"W02.r_after_cd", "15"},
    {"W03.y_after_wd", "3"},
    {"W03.r_after_wd", "10"},
    {"plan.roll.approval", "next"},
    {"plan.roll.service", "next"},
    {"plan.roll.construction", "none"},
    {"plan.roll.milestone", "none"},
    {"collection.rounds", "2"},
    {"ranking.key", "rate"},
    {"report.lock_wd", "5"},
    {"W22.y_after_wd", "5"},
    {"W22.r_after_wd", "15"},
    {"approval.cap_gov", "79"},
    {"approval.cap_filing", "37"},
    {"approval.cap_enterprise", "60"},
    {"W04.y_months", "1"},
    {"W04.r_months", "3"},
    {"W05.y_months", "1"},
    {"W05.r_months", "2"},
    {"W05.min_total_wan", "500"},
    {"W05.unknown_start", "no"},
    {"W06.y_months", "1"},
    {"W06.r_months", "3"},
    {"W07.mode", "ratio"},
    {"W07.y_percent", "80"},
    {"W07.r_percent", "60"},
    {"W07.y_points", "10"},
    {"W07.r_points", "30"},
    {"W07.start_month", "3"},
    {"W08.y_months", "1"},
    {"W08.r_months", "2"},
    {"W09.window_months", "6"},
    {"W09.y_months", "1"},
    {"W09.r_months", "2"},
    {"W12.y_after_wd", "1"},
    {"W12.r_after_wd", "5"},
    {"problem.accept_wd", "1"},
    {"problem.L1_wd", "3"},
    {"problem.L2_wd", "7"},
    {"problem.L2b_wd", "7"},
    {"problem.L3_cd", "15"},
    {"problem.L4_cd", "30"},
    {"problem.raise_wd", "5"},
    {"problem.object_wd", "1"},
    {"problem.chase_months", "1"},
    {"W13.y_after_wd", "1"},
    {"W13.r_after_wd", "5"},
    {"W20.y_periods", "1"},
    {"W20.r_periods", "2"},
    {"W21.y_months", "1"},
    {"W21.r_months", "2"},
    {"W21.bottom", "3"},
    {"W21.exempt_if_target_met", "no"},
    {"ranking.propose", "yes"},
    {"close.objection_wd", "1"},
    {"cadence.profile", "nanchang2020"},
    {"W17.share_times", "3"},
    {"W17.gap_percent", "20"},
    {"W17.r_after_wd", "5"},
    {"report.review_wd", "3"},
    {"extension.max", "2"},
    {"extension.ask_before_wd", "1"},
    {"second.person", "no"},
    {"second.import_rows", "500"},
    {"second.hours", "72"},
    {"access.months", "12"},
    {"principal.recovery_cd", "3"},
    {"warning.reopen_cd", "30"},
    {"escalation.ladder", "nanchang2020"},
    {"W17.exempt", "no"},
    {"W18.sign_wd", "1"},
    {"W18.y_before_wd", "1"},
    {"W18.r_after_wd", "1"},
    {"W22.exempt", "no"},
    {"adjustment.reds", "2"},
    {"brief.list", "none"},
    {"brief.draft", "yes"},
    {"bulletin.draft", "yes"},
    {"pack.draft", "yes"},
    {"daily.draft", "no"},
    {"brief.report_to", "市委书记、市长，市四套班子领导"},
    {"brief.send_to", "市重大重点项目协调推进领导小组成员单位"},
    {"brief.copy_to", "各县区（开发区、管理局）、市直项目责任单位"},
    {"circular.deducted", "5"},
    {"score.appeal_wd", "5"},
    {"score.bonus", "10"},
    {"score.list", "none"},
    {"score.pass", "60"},
    {"score.profile", "nanchang"},
    {"W20.carried", "yes"},
    {"clearing.carried", "no"},
    {"problem.carried", "no"},
    {"reds.carried", "no"},
    {"order.answer_wd", "7"},
    {"order.co_answer_wd", "3"},
    {"order.object_wd", "1"},
    {"notice.from", "08:30"},
    {"notice.gather_minutes", "10"},
    {"notice.idle_wd", "3"},
    {"notice.max.contact", "3"},
    {"notice.max.county_leader", "0"},
    {"notice.max.executive_mayor", "0"},
    {"notice.max.linked_leader", "0"},
    {"notice.max.mayor", "0"},
    {"notice.max.other", "10"},
    {"notice.max.vice_mayor", "0"},
    {"notice.monday", "yes"},
    {"notice.on", "yes"},
    {"notice.tries", "2"},
    {"notice.until", "18:00"},
    {"notice.valid_wd", "2"},
    {"referral.deducted", "0"},
    {"referral.reply_wd", "20"},
    {"todo.soon_cd", "7"},
    {"talk.deducted", "2"},
    {"talk.hold_wd", "5"},
};

static void defaults_are_those_of_the_research(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
		const struct parameter_def *d = parameter_def(defaults[i].key);

		assert_non_null(d);
		assert_string_equal(d->value, defaults[i].value);
	}
	/* and two for each rule: Wnn.on, Wnn.grace_cd */
	assert_int_equal(parameter_defs(NULL),
			 sizeof defaults / sizeof *defaults + 2 * rules_count);
}

static void random_link(struct tlink *l, char *limit, size_t size)
{
	date_t start = date_of(2019, 11, 1) + (date_t)pick(800);
	char day[DATE_TEXT_MAX];

	*l = (struct tlink){
	    .class = 1 + (int)pick(4),
	    .state = pick(2) ? IDLE : ACTIVE,
	    .limit = limit,
	    .start = date_ymd(start),
	    .begin = pick(3) ? 0 : date_ymd(start + (date_t)pick(60)),
	    .shift = pick(4) ? 0 : pick(8),
	};
	if (pick(3) == 0)
		l->before = pick(3) ? date_ymd(start + (date_t)pick(50)) : TRULE_OPEN;
	switch (pick(4)) {
	case 0:
		(void)snprintf(limit, size, "%s", date_text(start + (date_t)pick(90), day));
		break;
	case 1:
		(void)snprintf(limit, size, "%uwd", pick(25));
		break;
	case 2:
		(void)snprintf(limit, size, "%ucd", pick(40));
		break;
	default:
		(void)snprintf(limit, size, "%um", pick(5));
		break;
	}
}

static void nothing_changes_before_the_next_look_and_something_at_it(void **state)
{
	const char *given = getenv("DUBAN_SEED");

	(void)state;
	if (given)
		seed = strtoull(given, NULL, 0);
	else if (getrandom(&seed, sizeof seed, 0) != sizeof seed)
		fail();
	print_message("DUBAN_SEED=%llu\n", (unsigned long long)seed);
	for (int n = 0; n < CASES; n++) {
		int64_t param[RULE_PARAMS_MAX];
		char limit[LIMIT_TEXT_MAX];
		struct tlink l;

		random_link(&l, limit, sizeof limit);
		for (size_t i = 0; i < rules_count; i++) {
			if (strcmp(rules[i]->subject, "link") != 0)
				continue;
			trule_defaults(rules[i], param);
			for (size_t k = 0; pick(2) && k < RULE_PARAMS_MAX; k++)
				param[k] = 1 + pick(12);
			trule_walk(rules[i], &l, cal, param);
		}
	}
}

static int setup(void **state)
{
	(void)state;
	cal = tcalendar_shipped();
	return cal ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(cal);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rules_are_found_by_number_and_id),
	    cmocka_unit_test(every_parameter_of_a_rule_is_shipped_with_a_source),
	    cmocka_unit_test(every_rule_can_be_switched_off_and_given_a_grace),
	    cmocka_unit_test(every_shipped_threshold_is_used),
	    cmocka_unit_test(defaults_are_those_of_the_research),
	    cmocka_unit_test(nothing_changes_before_the_next_look_and_something_at_it),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
