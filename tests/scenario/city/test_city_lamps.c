/* Two years of the sample city: the open warnings of each project and rule, compared with a
 * computation of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/core/engine.h"
#include "engine/keeper/invariants.h"
#include "lib/noun/tcity.h"
#include "lib/world/world.h"
#include "lib/world/world_life.h"
#include "model/project/project.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "store/db/key.h"
#include "store/db/txn.h"

#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k
#define CITY SOURCE_DIR "/tests/data/nanchang2020/"

enum {
	SAMPLE_MAX = 80,
	EVERY = 9,
	YELLOW = DUBAN__LEVEL__LEVEL_YELLOW,
	RED = DUBAN__LEVEL__LEVEL_RED
};

static struct tcity sample[SAMPLE_MAX];
static size_t n_sample;

static void add_line(char **text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void add_line(char **text, const char *fmt, ...)
{
	char *line, *grown;
	va_list ap;

	va_start(ap, fmt);
	assert_true(vasprintf(&line, fmt, ap) >= 0);
	va_end(ap);
	assert_true(asprintf(&grown, "%s%s\n", *text, line) >= 0);
	free(line);
	free(*text);
	*text = grown;
}

/* Imports the projects that become known in the month; half of them get a chain with one link in
 * the far future. */
static void import_known(struct world *w, int now)
{
	char *csv = strdup(""), *chains = strdup("");

	add_line(&csv, "code,name,unit,sector,category,stage,total,plan,year,planned_start,"
		       "planned_finish,list,batch");
	add_line(&chains, "project,no,name,class,unit,leader,person,after,limit,chain_start");
	for (size_t i = 0; i < n_sample; i++) {
		if (sample[i].known != now)
			continue;
		add_line(&csv, "%s", sample[i].line);
		if (sample[i].chain)
			add_line(&chains, "%s,1,竣工验收,实施,zdb,李四,张三,,2022-12-31,2020-01-02",
				 sample[i].code);
	}
	world_import(w, KIND(PROJECTS), csv);
	world_import(w, KIND(CHAINS), chains);
	for (size_t i = 0; i < n_sample; i++)
		if (sample[i].known == now)
			sample[i].num = project_by_code(engine_txn(w->engine), sample[i].code);
	free(csv);
	free(chains);
}

/* Loads every ninth project of the city. */
static void load_city(struct world *w)
{
	FILE *f = fopen(CITY "projects.csv", "re");
	char line[1024];

	assert_non_null(f);
	world_import_file(w, KIND(UNITS), CITY "units.csv");
	/* the reckoning asks every project for a chain */
	world_import(w, KIND(PARAMETERS), "key,value\nW22.on,yes\n");
	n_sample = 0;
	for (size_t row = 0; fgets(line, sizeof line, f); row++) {
		line[strcspn(line, "\r\n")] = 0;
		if (row && row % EVERY == 0) {
			tcity_take(&sample[n_sample], line, n_sample);
			n_sample++;
		}
	}
	(void)fclose(f);
	import_known(w, 0);
}

/* ---- the walk */

static int lit(struct world *w, uint32_t project, uint32_t rule)
{
	Duban__Subject whole = DUBAN__SUBJECT__INIT;
	struct key *k = KEY();
	Duban__Warning *v;

	whole.project = project;
	warning_key(k, &whole, rule);
	if (!txn_has(engine_txn(w->engine), TABLE_warning_open, key_bytes(k)))
		return 0;
	v = warning_of_open(engine_txn(w->engine), w->arena, key_bytes(k));
	assert_non_null(v);
	return (int)v->level;
}

/* How often each warning was seen at each level, and cleared: a comparison that never saw one would
 * prove nothing. */
static unsigned seen[RULES][RED + 1], out[RULES];
static int before[SAMPLE_MAX][RULES];

static void compare_one(struct world *w, size_t i, uint32_t r, int should)
{
	char day[DATE_TEXT_MAX];
	int is = sample[i].num ? lit(w, sample[i].num, r) : 0;

	if (is != should)
		fail_msg("%s: %s W%02u is at level %d, expected %d",
			 date_text(date_at(engine_now(w->engine), 480), day), sample[i].code, r, is,
			 should);
	seen[r][is]++;
	out[r] += before[i][r] && !is;
	before[i][r] = is;
}

/* Compares the open level of each warning with the expected one. */
static void compare(struct world *w, int now)
{
	for (size_t i = 0; i < n_sample; i++)
		for (uint32_t r = 0; r < RULES; r++) {
			int should = tcity_level(r, &sample[i], now);

			if (should >= 0)
				compare_one(w, i, r, should);
		}
}

static void compare_at_once(struct world *w, int now)
{
	for (size_t i = 0; i < n_sample; i++)
		compare_one(w, i, 17,
			    tcity_is_there(&sample[i], now - 1) ? tcity_w17_at_once(&sample[i], now)
								: 0);
}

static void reports_of(struct world *w, int month)
{
	uint32_t num[SAMPLE_MAX];
	size_t n = 0;

	for (size_t i = 0; i < n_sample; i++) {
		const struct tcity *p = &sample[i];
		Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
		Duban__Money money = DUBAN__MONEY__INIT, sum = DUBAN__MONEY__INIT;

		if (!p->fig[month])
			continue;
		b.project = (char *)(uintptr_t)p->code;
		b.period_month = tcity_yyyymm(month);
		b.invested = &money;
		money.fen = p->fig[month];
		sum.fen = month == 3 ? 1000 : 900;
		if (p->fell && (month == 3 || month == 4))
			b.cumulative = &sum;
		num[n++] = life_hand_in(w, &b);
	}
	if (n)
		life_confirm(w, num, n);
}

static void accept_of(struct world *w, const struct tcity *p)
{
	char *csv = strdup("");

	add_line(&csv, "project,organiser,accepted,owner,owner_result,design,design_result,builder,"
		       "builder_result,supervision,supervision_result,fire,fire_result,quality,"
		       "quality_result");
	add_line(&csv, "%s,市住建局,2021-03-15,甲,合格,乙,合格,丙,合格,丁,合格,戊,合格,己,合格",
		 p->code);
	world_import(w, KIND(ACCEPTANCES), csv);
	free(csv);
	life_move(w, p->code, STAGE(ACCEPTED), 0);
}

static void moves_of(struct world *w, int now)
{
	for (size_t i = 0; i < n_sample; i++) {
		const struct tcity *p = &sample[i];

		if (p->begun == now)
			life_move(w, p->code, STAGE(BUILDING), 0);
		if (p->stops && now == STOP)
			life_move(w, p->code, STAGE(STOPPED), 0);
		if (p->stops && now == RESUME)
			life_move(w, p->code, STAGE(BUILDING), 0);
		if (p->left == now)
			life_move(w, p->code, STAGE(WITHDRAWN), 0);
		if (p->done == now)
			life_move(w, p->code, STAGE(COMPLETED), 0);
		if (p->done + 1 == now)
			accept_of(w, p);
		if (p->library == now)
			life_enter_library(w, p->code, 0);
	}
}

/* May's figure is halved by a correction, and its cumulative figure is no longer below April's;
 * June's is explained. */
static void answers_of(struct world *w, int now)
{
	for (size_t i = 0; i < n_sample; i++) {
		const struct tcity *p = &sample[i];

		if (now == CORRECT && p->corrected)
			life_correct_all(w, p->code, 202005, p->fig[4] / 2, 1000);
		if (now == EXPLAIN && p->explained && p->fig[5])
			life_explain(w, p->code, 202006);
	}
}

/* Adds a second link that is in time, with its person or without. */
static void gaps_of(struct world *w, const char *person)
{
	char *csv = strdup("");

	add_line(&csv, "project,no,name,class,unit,leader,person,after,limit,chain_start");
	for (size_t i = 0; i < n_sample; i++)
		if (sample[i].chain && sample[i].gap && tcity_is_there(&sample[i], GAP))
			add_line(&csv, "%s,2,装修,实施,zdb,李四,%s,,2022-12-31,2020-01-02",
				 sample[i].code, person);
	world_import(w, KIND(CHAINS), csv);
	free(csv);
}

/* Adjusts the plans: half of the amount, other months. */
static void plans_of(struct world *w, int now)
{
	bool next = now == NEXT_YEAR;
	char *csv = strdup("");

	add_line(&csv, "project,year,amount,planned_start,planned_finish,adopted");
	for (size_t i = 0; i < n_sample; i++)
		if ((next ? sample[i].replanned : sample[i].again) &&
		    tcity_is_there(&sample[i], now))
			add_line(&csv, "%s,%s,%lld.%02lld元,%s,%s", sample[i].code,
				 next ? "2021" : "2020", (long long)(sample[i].plan / 2 / 100),
				 (long long)(sample[i].plan / 2 % 100),
				 next ? "2021-06,2021-12" : "2020-12,2020-12",
				 next ? "2021-01-16" : "2020-08-16");
	world_import(w, KIND(PLANS), csv);
	free(csv);
}

static void until(struct world *w, int month, const char *day)
{
	char when[32];

	(void)snprintf(when, sizeof when, "%04u-%02u-%s", tcity_yyyymm(month) / 100,
		       tcity_yyyymm(month) % 100, day);
	world_until(w, when);
}

static void on_the_16th(struct world *w, int now)
{
	if (now == ARRIVE)
		import_known(w, now);
	moves_of(w, now);
	answers_of(w, now);
	if (now == AGAIN || now == NEXT_YEAR)
		plans_of(w, now);
	if (now == GAP || now == MEND)
		gaps_of(w, now == GAP ? "" : "张三");
}

static void two_years_of_the_city_as_reckoned_apart(void **state)
{
	struct world *w = *state;
	char *broken;

	w->check = false;
	load_city(w);
	for (int now = 0; now <= MONTHS; now++) {
		until(w, now, now ? "01T10:00" : "02T10:00");
		if (now)
			reports_of(w, now - 1);
		until(w, now, "02T12:00");
		compare_at_once(w, now);
		until(w, now, "16T10:00");
		on_the_16th(w, now);
		until(w, now, "20T08:00");
		compare(w, now);
		broken = engine_invariants(w->engine);
		if (broken)
			fail_msg("invariant in %u: %s", tcity_yyyymm(now), broken);
	}
	for (uint32_t r = 0; r < RULES; r++) {
		if (tcity_level(r, &sample[0], 0) >= 0 &&
		    (seen[r][0] < 20 || seen[r][YELLOW] < 2 || seen[r][RED] < 3 || !out[r]))
			fail_msg("W%02u: dark %u, yellow %u, red %u, out %u", r, seen[r][0],
				 seen[r][YELLOW], seen[r][RED], out[r]);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(two_years_of_the_city_as_reckoned_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
