/* Two years of the sample city: what is lit, project by project and lamp by lamp, against a
 * reckoning of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world_life.h"
#include "model/nouns.h"
#include "store/key.h"

#define KIND(k) DUBAN__IMPORT_KIND__IMPORT_KIND_##k
#define STAGE(s) DUBAN__STAGE__STAGE_##s
#define CITY SOURCE_DIR "/tests/data/nanchang2020/"

enum { MONTHS = 24, SAMPLE_MAX = 80, EVERY = 9, CELLS = 13, NEVER = 1000, RULES = 23 };
enum { STOP_MONTH = 8, RESUME_MONTH = 10, NEXT_YEAR = 12 };

/* Months are counted from January 2020. What happens in one happens on its 16th; a month's
 * report is confirmed on the first day after it; each 20th everything is reckoned. */
struct sample {
	char code[32];
	Duban__Stage stage; /* at first */
	int start, finish;  /* planned in 2020 */
	int begun;	    /* NEVER; -1: before 2020, nobody said when */
	bool chain, stops, fell, replanned;
	int64_t plan;	     /* fen, of 2020; of 2021 the half where it is planned again */
	int64_t fig[MONTHS]; /* 0: none */
	uint32_t num;
};

static struct sample sample[SAMPLE_MAX];
static size_t n_sample;

static int month_of(const char *text)
{
	uint32_t m;

	return month_parse(text, &m) ? (int)(m / 100 - 2020) * 12 + (int)(m % 100) - 1 : NEVER;
}

static uint32_t yyyymm(int month)
{
	return (uint32_t)(2020 + month / 12) * 100 + (uint32_t)(month % 12) + 1;
}

static Duban__Stage stage_of(const char *word)
{
	static const struct {
		const char *word;
		Duban__Stage stage;
	} known[] = {
	    {"谋划储备", STAGE(RESERVE)},	  {"前期", STAGE(PRELIMINARY)},
	    {"计划新开工", STAGE(PLANNED_START)}, {"在建", STAGE(BUILDING)},
	    {"完工", STAGE(COMPLETED)},		  {"竣工", STAGE(ACCEPTED)},
	    {"退出", STAGE(WITHDRAWN)},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].word, word) == 0)
			return known[i].stage;
	fail_msg("stage %s", word);
	return 0;
}

/* Full, 70 %, 50 %, none, 120 % of the month's share, by turns of a project's number; now and
 * then nothing at all, and once four times the share. */
static int64_t invested(const struct sample *p, size_t i, int month)
{
	static const int64_t percent[] = {100, 70, 50, 0, 120};

	if ((i + (size_t)month) % 7 == 0)
		return 0;
	if (i % 13 == 5 && month == 5)
		return p->plan / 3;
	return p->plan / 12 * percent[i % 5] / 100;
}

static void take(char *line, size_t i)
{
	struct sample *p = &sample[n_sample++];
	char *cell[CELLS], *rest = line;

	for (size_t k = 0; k < CELLS; k++)
		cell[k] = strsep(&rest, ",");
	*p = (struct sample){.stage = stage_of(cell[5]),
			     .start = month_of(cell[9]),
			     .finish = month_of(cell[10]),
			     .begun = NEVER,
			     .chain = i % 2,
			     .fell = i % 17 == 2,
			     .replanned = i % 2 == 0,
			     .plan = strtoll(cell[7], NULL, 10) * 100};
	(void)snprintf(p->code, sizeof p->code, "%s", cell[0]);
	if (p->stage == STAGE(BUILDING))
		p->begun = -1;
	if (p->stage == STAGE(PLANNED_START) && p->start != NEVER && i % 5 != 4)
		p->begun = p->start + (int)(i % 5);
	p->stops = p->begun < STOP_MONTH && i % 11 == 3;
	for (int m = 0; m < MONTHS; m++)
		if (p->begun <= m)
			p->fig[m] = invested(p, i, m);
}

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

/* Every ninth project of the city; half of them get a chain of one link far away. */
static void load_city(struct world *w)
{
	FILE *f = fopen(CITY "projects.csv", "re");
	char line[1024], *csv = strdup(""), *chains = strdup("");

	assert_non_null(f);
	world_import_file(w, KIND(UNITS), CITY "units.csv");
	n_sample = 0;
	for (size_t row = 0; fgets(line, sizeof line, f); row++) {
		line[strcspn(line, "\r\n")] = 0;
		if (row && row % EVERY)
			continue;
		add_line(&csv, "%s", line);
		if (row)
			take(line, n_sample);
	}
	(void)fclose(f);
	world_import(w, KIND(PROJECTS), csv);
	add_line(&chains, "project,no,name,class,unit,leader,person,after,limit,chain_start");
	for (size_t i = 0; i < n_sample; i++) {
		sample[i].num = project_by_code(engine_txn(w->engine), sample[i].code);
		if (sample[i].chain)
			add_line(&chains, "%s,1,竣工验收,实施,zdb,李四,张三,,2022-12-31,2020-01-02",
				 sample[i].code);
	}
	world_import(w, KIND(CHAINS), chains);
	free(csv);
	free(chains);
}

/* ---- the reckoning */

#define YELLOW DUBAN__LEVEL__LEVEL_YELLOW
#define RED DUBAN__LEVEL__LEVEL_RED

static int after(int now, int yellow, int red)
{
	if (now >= red)
		return RED;
	return now >= yellow ? YELLOW : 0;
}

static bool is_stopped(const struct sample *p, int now)
{
	return p->stops && now >= STOP_MONTH && now < RESUME_MONTH;
}

static bool is_begun(const struct sample *p, int now)
{
	return p->begun <= now;
}

static int w04(const struct sample *p, int now)
{
	int start = p->replanned && now >= NEXT_YEAR ? 17 : p->start;

	if (p->stage > STAGE(PLANNED_START) || is_begun(p, now) || start == NEVER)
		return 0;
	return after(now, start + 1, start + 3);
}

static int w05(const struct sample *p, int now)
{
	return p->begun >= 0 && is_begun(p, now) ? after(now, p->begun + 1, p->begun + 2) : 0;
}

static int w06(const struct sample *p, int now)
{
	int finish = p->replanned && now >= NEXT_YEAR ? 23 : p->finish;

	if ((!is_begun(p, now) && p->stage != STAGE(COMPLETED)) || finish == NEVER)
		return 0;
	return after(now, finish + 1, finish + 3);
}

static int64_t plan_of(const struct sample *p, int month)
{
	if (month < NEXT_YEAR)
		return p->plan;
	return p->replanned ? p->plan / 2 : 0;
}

static int w07(const struct sample *p, int now)
{
	int month = now - 1, of_year = month % 12 + 1;
	int64_t sum = 0, share = plan_of(p, month) * of_year;

	if (month < 0 || of_year < 3 || !is_begun(p, month) || !share)
		return 0;
	for (int m = month - of_year + 1; m <= month; m++)
		sum += p->fig[m];
	if (sum * 12 * 10 < share * 6)
		return RED;
	return sum * 12 * 10 < share * 8 ? YELLOW : 0;
}

/* How many months in a row up to the last brought nothing, and the first of them. */
static int idle(const struct sample *p, int now, int *ret_first)
{
	int first = p->begun + 1 > 1 ? p->begun + 1 : 1, m = now - 1;

	if (p->stops && now >= RESUME_MONTH)
		first = RESUME_MONTH + 1;
	while (m >= first && !p->fig[m])
		m--;
	*ret_first = m + 1;
	return now - 1 - m;
}

static int w08(const struct sample *p, int now)
{
	int first;

	if (!is_begun(p, now) || is_stopped(p, now))
		return 0;
	return after(idle(p, now, &first), 1, 2);
}

static int w09(const struct sample *p, int now)
{
	int first, months;

	if (p->begun < 0 || !is_begun(p, now))
		return 0;
	if (is_stopped(p, now))
		return STOP_MONTH <= p->begun + 6 ? RED : 0;
	months = idle(p, now, &first);
	return first <= p->begun + 5 ? after(months, 1, 2) : 0;
}

static int w17(const struct sample *p, int now)
{
	for (int m = 0; m < now && m < MONTHS; m++) {
		if (plan_of(p, m) && p->fig[m] * 12 > 3 * plan_of(p, m))
			return RED;
		if (p->fell && m == 4 && is_begun(p, 3) && p->fig[3] && p->fig[4])
			return RED;
	}
	return 0;
}

static int w22(const struct sample *p, int now)
{
	if (p->chain || p->stage < STAGE(PLANNED_START) || p->stage > STAGE(COMPLETED))
		return 0;
	return now >= 1 ? RED : YELLOW;
}

static int (*const reckoned[RULES])(const struct sample *p, int now) = {
    [4] = w04, [5] = w05, [6] = w06, [7] = w07, [8] = w08, [9] = w09, [17] = w17, [22] = w22,
};

/* ---- the walk */

static int lit(struct world *w, uint32_t project, uint32_t rule)
{
	struct key *k = key_u32(key_u32(key_u32(key_u32(KEY(), project), 0), 0), rule);
	Duban__Warning *v;

	if (!txn_has(engine_txn(w->engine), TABLE_warning_open, key_bytes(k)))
		return 0;
	v = warning_of_open(engine_txn(w->engine), w->arena, key_bytes(k));
	assert_non_null(v);
	return (int)v->level;
}

/* Level by level what is lit, and what should be. */
static unsigned compare(struct world *w, int now)
{
	unsigned lamps = 0;

	for (size_t i = 0; i < n_sample; i++)
		for (uint32_t r = 0; r < RULES; r++) {
			int is, should;

			if (!reckoned[r])
				continue;
			is = lit(w, sample[i].num, r);
			should =
			    sample[i].stage == STAGE(WITHDRAWN) ? 0 : reckoned[r](&sample[i], now);
			if (is != should)
				fail_msg("%u: %s W%02u is lit at %d, reckoned %d", yyyymm(now),
					 sample[i].code, r, is, should);
			lamps += is > 0;
		}
	return lamps;
}

static void reports_of(struct world *w, int month)
{
	uint32_t num[SAMPLE_MAX];
	size_t n = 0;

	for (size_t i = 0; i < n_sample; i++) {
		const struct sample *p = &sample[i];
		Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
		Duban__Money money = DUBAN__MONEY__INIT, sum = DUBAN__MONEY__INIT;

		if (!p->fig[month])
			continue;
		b.project = (char *)(uintptr_t)p->code;
		b.period_month = yyyymm(month);
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

static void moves_of(struct world *w, int now)
{
	for (size_t i = 0; i < n_sample; i++) {
		const struct sample *p = &sample[i];

		if (p->begun == now)
			life_move(w, p->code, STAGE(BUILDING), 0);
		if (p->stops && now == STOP_MONTH)
			life_move(w, p->code, STAGE(STOPPED), 0);
		if (p->stops && now == RESUME_MONTH)
			life_move(w, p->code, STAGE(BUILDING), 0);
	}
}

static void plans_of_next_year(struct world *w)
{
	char *csv = strdup("");

	add_line(&csv, "project,year,amount,planned_start,planned_finish,adopted");
	for (size_t i = 0; i < n_sample; i++)
		if (sample[i].replanned)
			add_line(&csv, "%s,2021,%lld.%02lld元,2021-06,2021-12,2021-01-16",
				 sample[i].code, (long long)(sample[i].plan / 2 / 100),
				 (long long)(sample[i].plan / 2 % 100));
	world_import(w, KIND(PLANS), csv);
	free(csv);
}

static void until(struct world *w, int month, const char *day)
{
	char when[32];

	(void)snprintf(when, sizeof when, "%04u-%02u-%s", yyyymm(month) / 100, yyyymm(month) % 100,
		       day);
	world_until(w, when);
}

static void two_years_of_the_city_as_reckoned_apart(void **state)
{
	struct world *w = *state;
	unsigned lamps = 0;
	char *broken;

	w->check = false;
	load_city(w);
	for (int now = 0; now <= MONTHS; now++) {
		until(w, now, now ? "01T10:00" : "02T10:00");
		if (now)
			reports_of(w, now - 1);
		until(w, now, "16T10:00");
		moves_of(w, now);
		if (now == NEXT_YEAR)
			plans_of_next_year(w);
		until(w, now, "20T08:00");
		lamps += compare(w, now);
		broken = engine_invariants(w->engine);
		if (broken)
			fail_msg("invariant in %u: %s", yyyymm(now), broken);
	}
	assert_true(lamps > 1000);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(two_years_of_the_city_as_reckoned_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
