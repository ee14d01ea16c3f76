/* 200 delays are put into a city that otherwise does what it should, with the parameters as they
 * are shipped: each is found, by its rule and on its day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "proto/enums.h"
#include "text/date.h"

#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k

enum { EACH = 20, FEW = 10, SHARE_FEN = 10000000, MONTHS = 10, DELAYS_MAX = 256 };

/* Wednesdays of 2020 with an ordinary working week before and after. */
static const uint32_t wednesday[EACH] = {304, 311, 318, 325, 415, 513, 520, 527, 603, 610,
					 617, 701, 708, 715, 722, 729, 805, 812, 819, 826};
/* A month's figures are evaluated on this day: January's at the index 1. */
static const char *const evaluated[] = {"",	 "02-08", "03-07", "04-09", "05-12",
					"06-06", "07-08", "08-08", "09-08"};

/* What is looked for: the beginning of a line of the log of warnings. */
struct delay {
	char line[64];
	bool link;
};
static struct delay delays[DELAYS_MAX];
static size_t n_delay;

static void expect(bool link, const char *at, const char *code, int rule)
{
	struct delay *d = &delays[n_delay++];

	assert_in_range(n_delay, 1, DELAYS_MAX);
	d->link = link;
	(void)snprintf(d->line, sizeof d->line, "%s yellow %s/%d W%02d ", at, code, link, rule);
}

static const char *code(int rule, size_t k)
{
	static char buf[16];

	(void)snprintf(buf, sizeof buf, "R%d-%02zu", rule, k);
	return buf;
}

/* "03-05 00:00": `days` after a day of March to August, written 304. */
static const char *after(uint32_t md, int days)
{
	static char buf[32];
	date_t d = date_from_ymd(20200000 + md) + days;

	(void)snprintf(buf, sizeof buf, "%02u-%02u 00:00", date_ymd(d) / 100 % 100,
		       date_ymd(d) % 100);
	return buf;
}

static void add(char **text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add(char **text, const char *fmt, ...)
{
	char *line, *grown;
	va_list ap;

	va_start(ap, fmt);
	assert_true(vasprintf(&line, fmt, ap) >= 0);
	va_end(ap);
	assert_true(asprintf(&grown, "%s%s", *text, line) >= 0);
	free(line);
	free(*text);
	*text = grown;
}

static void import(struct world *w, Duban__ImportKind kind, char **csv)
{
	world_import(w, kind, *csv);
	free(*csv);
	*csv = strdup("");
}

/* ---- links: W01, W02, W03 */

static void late_links(struct world *w)
{
	static const struct {
		const char *class;
		int days; /* from the Wednesday to the lamp */
	} of[] = {[1] = {"审批", -1}, [2] = {"实施", 1}, [3] = {"审批", 5}};
	char *projects = strdup("code,name,unit,category,stage,total,year\n");
	char *chains = strdup("project,no,name,class,unit,leader,person,after,limit,chain_start\n");

	for (int rule = 1; rule <= 3; rule++)
		for (size_t k = 0; k < EACH; k++) {
			uint32_t m = wednesday[k] / 100, d = wednesday[k] % 100;

			add(&projects, "%s,环节%d之%zu,east,工业,前期,20000000,2020\n",
			    code(rule, k), rule, k);
			if (rule == 3)
				add(&chains, "%s,1,手续,%s,east,李四,张三,,60wd,2020-%02u-%02u\n",
				    code(rule, k), of[rule].class, m, d);
			else
				add(&chains,
				    "%s,1,手续,%s,east,李四,张三,,2020-%02u-%02u,2020-01-02\n",
				    code(rule, k), of[rule].class, m, d);
			expect(true, after(wednesday[k], of[rule].days), code(rule, k), rule);
		}
	import(w, KIND(PROJECTS), &projects);
	import(w, KIND(CHAINS), &chains);
	free(projects);
	free(chains);
}

/* ---- W04, W05, W06 */

static void first_of(int month, char at[16])
{
	(void)snprintf(at, 16, "%02d-01 00:00", month);
}

static void late_steps(struct world *w)
{
	char *projects = strdup("code,name,unit,category,stage,total,plan,year,planned_start,"
				"planned_finish\n");
	char *lives = strdup("project,started\n"), at[16];

	for (size_t k = 0; k < EACH; k++) {
		int month = (int)(k % MONTHS) + 1;

		add(&projects,
		    "%s,新开工%zu,east,工业,计划新开工,20000000,1200000,2020,2020-%02d,\n",
		    code(4, k), k, month);
		first_of(month + 1, at);
		expect(false, at, code(4, k), 4);
		add(&projects, "%s,在建%zu,east,工业,在建,20000000,,2020,,\n", code(5, k), k);
		add(&lives, "%s,2019-12-%02zu\n", code(5, k), k + 5);
		(void)snprintf(at, sizeof at, "01-%02zu 00:00", k + 5);
		expect(false, at, code(5, k), 5);
		add(&projects, "%s,完工%zu,east,工业,在建,20000000,,2020,2019-03,2020-%02d\n",
		    code(6, k), k, month);
		first_of(month + 1, at);
		expect(false, at, code(6, k), 6);
	}
	import(w, KIND(PROJECTS), &projects);
	import(w, KIND(LIVES), &lives);
	free(projects);
	free(lives);
}

/* ---- figures: W07, W08, W09, W17 */

/* The month in which the project goes wrong. */
static int wrong(int rule, size_t k)
{
	return rule == 7 ? 3 + (int)k % 6 : rule == 17 ? 1 + (int)k % 8 : 2 + (int)k % 7;
}

static size_t many(int rule)
{
	return rule == 17 ? FEW : EACH;
}

static void figures(struct world *w)
{
	static const int rules[] = {7, 8, 9, 17};
	char *projects = strdup("code,name,unit,category,stage,total,plan,year,planned_start\n");
	char at[32];

	for (size_t i = 0; i < 4; i++)
		for (size_t k = 0; k < many(rules[i]); k++) {
			int rule = rules[i], m = wrong(rule, k);

			add(&projects, "%s,数据%d之%zu,east,工业,%s,20000000,1200000,2020,%s\n",
			    code(rule, k), rule, k, rule == 9 ? "计划新开工" : "在建",
			    rule == 9 ? "2020-10" : "2019-03");
			(void)snprintf(at, sizeof at, "%s 00:00", evaluated[m]);
			if (rule == 17)
				(void)snprintf(at, sizeof at, "%02d-02 10:00", m + 1);
			expect(false, at, code(rule, k), rule);
		}
	import(w, KIND(PROJECTS), &projects);
	free(projects);
}

/* What the project reports of a month, in fen; -1: nothing. */
static int64_t told(int rule, size_t k, int month)
{
	int m = wrong(rule, k);

	switch (rule) {
	case 7: /* just enough, and then a little less */
		return month > m ? -1 : month < m ? SHARE_FEN / 5 * 4 : SHARE_FEN / 5 * 4 - 1;
	case 8:
		return month < m ? SHARE_FEN : -1;
	case 17:
		return month == m ? SHARE_FEN * 3 + 1 : SHARE_FEN;
	default:
		return -1;
	}
}

static void report_all(struct world *w, int month)
{
	uint32_t num[DELAYS_MAX];
	size_t n = 0;
	static const int rules[] = {7, 8, 17};

	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < many(rules[i]); k++) {
			Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
			Duban__Money money = DUBAN__MONEY__INIT;

			money.fen = told(rules[i], k, month);
			if (money.fen < 0)
				continue;
			b.project = (char *)(uintptr_t)code(rules[i], k);
			b.period_month = 202000 + (uint32_t)month;
			b.invested = &money;
			num[n++] = life_hand_in(w, &b);
		}
	if (n)
		life_confirm(w, num, n);
}

/* A start in the month before the first one without progress. */
static void start_some(struct world *w, int month)
{
	for (size_t k = 0; k < EACH; k++)
		if (wrong(9, k) == month + 1)
			life_move(w, code(9, k), STAGE(BUILDING), 0);
}

/* ---- W22 */

static void list_one(struct world *w, size_t k)
{
	char *csv = strdup("code,name,unit,category,stage,total,year,list\n");

	add(&csv, "%s,缺链条%zu,east,工业,前期,20000000,2020,市重点\n", code(22, k), k);
	import(w, KIND(PROJECTS), &csv);
	free(csv);
}

/* ---- the year */

static void until(struct world *w, int month, int day, const char *hour)
{
	char when[32];

	(void)snprintf(when, sizeof when, "2020-%02d-%02dT%s", month, day, hour);
	world_until(w, when);
}

static void city(struct world *w)
{
	world_import(w, KIND(UNITS),
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n");
	world_import(w, KIND(LISTS), "name,needs_chain\n市重点,yes\n");
	late_links(w);
	late_steps(w);
	figures(w);
	for (size_t k = 0; k < FEW; k++)
		expect(false, after(wednesday[2 * k], 7), code(22, k), 22);
}

static void walk(struct world *w)
{
	size_t k = 0;

	for (int month = 1; month <= MONTHS; month++) {
		until(w, month, 2, "10:00");
		if (month > 1)
			report_all(w, month - 1);
		for (;
		     k < FEW && (int)wednesday[2 * k] / 100 == month && wednesday[2 * k] % 100 < 16;
		     k++) {
			until(w, month, (int)wednesday[2 * k] % 100, "10:00");
			list_one(w, k);
		}
		until(w, month, 16, "10:00");
		start_some(w, month);
		for (; k < FEW && (int)wednesday[2 * k] / 100 == month; k++) {
			until(w, month, (int)wednesday[2 * k] % 100, "10:00");
			list_one(w, k);
		}
	}
	world_until(w, "2020-11-02T10:00");
}

static void each_of_200_delays_is_found_by_its_rule_on_its_day(void **state)
{
	struct world *w = *state;
	size_t missed = 0;

	w->check = false;
	city(w);
	walk(w);
	assert_int_equal(n_delay, 200);
	for (size_t i = 0; i < n_delay; i++)
		if (!strstr(delays[i].link ? w->log : w->project_log, delays[i].line)) {
			print_message("not found: %s\n", delays[i].line);
			missed++;
		}
	assert_int_equal(missed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(each_of_200_delays_is_found_by_its_rule_on_its_day,
					    world_setup, world_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
