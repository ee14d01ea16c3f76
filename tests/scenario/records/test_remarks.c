/* Amounts and codes that are probably a slip: nothing is refused, but the answer of an import, a
 * set and a report says each, with its row and field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/records/remarks.h"
#include "lib/world/world.h"

#define PROJECTS DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS
#define PLANS DUBAN__IMPORT_KIND__IMPORT_KIND_PLANS
#define REPORTS DUBAN__IMPORT_KIND__IMPORT_KIND_REPORTS
#define CANDIDATES DUBAN__IMPORT_KIND__IMPORT_KIND_CANDIDATES

/* "2 plan remark.plan_above_total A 300万元 200万元\n" for each; those of whole files are left
 * out. */
static char *said(Duban__Remark *const *remark, size_t n)
{
	static char text[16384];
	size_t at = 0;

	*text = '\0';
	for (size_t i = 0; i < n; i++) {
		const Duban__Remark *m = remark[i];

		if (strncmp(m->code, "remark.", 7) != 0)
			continue;
		at += (size_t)snprintf(text + at, sizeof text - at, "%u %s %s", m->line, m->column,
				       m->code + 7);
		for (size_t k = 0; k < m->n_arg; k++)
			at += (size_t)snprintf(text + at, sizeof text - at, " %s", m->arg[k]);
		at += (size_t)snprintf(text + at, sizeof text - at, "\n");
	}
	return text;
}

static void imports(struct world *w, Duban__ImportKind kind, const char *csv, const char *expect)
{
	const Duban__ImportDone *d;

	world_import(w, kind, csv);
	d = w->reply->import->done;
	assert_string_equal(said(d->remark, d->n_remark), expect);
}

static void sets(struct world *w, Duban__ImportKind kind, const char *cells, const char *expect)
{
	Duban__RecordSetRequest b = DUBAN__RECORD_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Cell cell[12], *at[12];
	char *text = strdup(cells), *rest = text;
	const Duban__ImportDone *d;

	b.kind = kind;
	b.cell = at;
	for (char *one; (one = strsep(&rest, "|")); b.n_cell++) {
		duban__cell__init(&cell[b.n_cell]);
		cell[b.n_cell].column = strsep(&one, "=");
		cell[b.n_cell].value = one;
		at[b.n_cell] = &cell[b.n_cell];
	}
	q.body_case = DUBAN__REQUEST__BODY_RECORD_SET;
	q.record_set = &b;
	world_ask(w, &q);
	free(text);
	if (w->reply->status != DUBAN__STATUS__STATUS_OK) {
		assert_string_equal(w->reply->problem[0]->code, expect);
		return;
	}
	d = w->reply->import->done;
	assert_string_equal(said(d->remark, d->n_remark), expect);
}

static void reports(struct world *w, uint32_t month, int64_t invested, int64_t cumulative,
		    const char *expect)
{
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT, sum = DUBAN__MONEY__INIT;
	const Duban__ReportReply *r;

	b.project = (char *)(uintptr_t) "P1";
	b.period_month = month;
	money.fen = invested;
	sum.fen = cumulative;
	b.invested = &money;
	b.cumulative = cumulative ? &sum : NULL;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	r = world_ok(w, &q)->report;
	assert_string_equal(said(r->remark, r->n_remark), expect);
}

static void a_plan_above_the_total_is_remarked(void **state)
{
	struct world *w = *state;

	world_city(w);
	imports(w, PROJECTS,
		"code,name,unit,category,stage,total,plan,year\n"
		"A,甲,east,产业,前期,2000000,3000000,2020\n"
		"B,乙,east,产业,前期,2000000,2000000,2020\n",
		"2 plan plan_above_total A 300万元 200万元\n");
	/* nothing changes: nothing is said again */
	imports(w, PROJECTS, "code,plan\nA,3000000\n", "");
	sets(w, PROJECTS, "code=B|plan=2500000元", "0 plan plan_above_total B 250万元 200万元\n");
	imports(w, PLANS, "project,year,amount,document\nB,2020,260万元,一号\n",
		"2 amount plan_above_total B 260万元 200万元\n");
}

static void about_1000_or_10000_times_the_last_figure_is_remarked(void **state)
{
	static const struct {
		const char *total, *says;
	} rows[] = {
	    /* of the 1亿元 before, one after the other */
	    {"29999000000元", ""}, /* 299.99 times */
	    {"100000000元", ""},
	    {"30000000000元", "0 total times_more P1 3000000万元 1000 10000万元\n"},
	    {"100000000元", "0 total times_less P1 10000万元 1000 3000000万元\n"},
	    {"10000元", "0 total times_less P1 1万元 10000 10000万元\n"},
	    {"29999元", ""},
	    {"10000元", ""},
	    {"300000000元", ""}, /* 30,000 times: no unit explains it */
	};
	struct world *w = *state;
	char cells[96];

	world_city(w);
	sets(w, PROJECTS, "code=P1|plan=-", "");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		(void)snprintf(cells, sizeof cells, "code=P1|total=%s", rows[i].total);
		sets(w, PROJECTS, cells, rows[i].says);
	}
	/* of a version of the plan: against the version before it */
	sets(w, PLANS, "project=P1|year=2021|amount=100万元|document=一号", "");
	sets(w, PLANS, "project=P1|year=2021|amount=100元|document=二号",
	     "0 amount times_less P1 0.01万元 10000 100万元\n");
}

static void codes_that_cannot_be_are_remarked(void **state)
{
	struct world *w = *state;

	world_city(w);
	imports(w, PROJECTS,
		"code,name,unit,category,stage,year\n"
		"2109-360100-04-01-785867,真,east,产业,前期,2020\n"
		"2109-360100-04-01-785866,校验,east,产业,前期,2020\n"
		"2020-990100-78-01-037883,地区,east,产业,前期,2020\n"
		"2113-360100-04-01-785867,月份,east,产业,前期,2020\n"
		"2020-360100-78-01-037883,旧,east,产业,前期,2020\n"
		"X-1,自编,east,产业,前期,2020\n",
		"3 code code_check 2109-360100-04-01-785866 7\n"
		"4 code code_region 2020-990100-78-01-037883\n"
		"5 code code_time 2113-360100-04-01-785867\n");
	imports(w, PROJECTS, "code,name\n2109-360100-04-01-785866,改名\n", "");
}

static void what_a_report_says_is_looked_at(void **state)
{
	struct world *w = *state;

	world_city(w); /* P1: 2000万元 in 2020 */
	world_until(w, "2020-04-02T09:00");
	reports(w, 202001, 20000001 * INT64_C(100), 0,
		"0 invested month_above_plan P1 2000.0001万元 2000万元\n");
	reports(w, 202001, 1000000 * INT64_C(100), 3000000 * INT64_C(100), "");
	/* against January's, which still waits */
	reports(w, 202002, 100 * INT64_C(100), 3000 * INT64_C(100),
		"0 invested times_less P1 0.01万元 10000 100万元\n"
		"0 cumulative times_less P1 0.3万元 1000 300万元\n");
	imports(w, REPORTS, "project,period,invested\nP1,2020-02,900元\nP1,2020-03,3000万元\n",
		"2 invested times_less P1 0.09万元 1000 100万元\n"
		"3 invested month_above_plan P1 3000万元 2000万元\n");
}

static void months_of_an_opening_are_compared_with_each_other(void **state)
{
	struct world *w = *state;

	world_city(w);
	world_until(w, "2020-04-20T09:00");
	imports(
	    w, REPORTS,
	    "project,num,form,period,invested(元),state,booked,submitted_at,confirmed_at\n"
	    "P1,1,monthly,2020-01,1000000,confirmed,2020-01,2020-02-03T09:00,2020-02-05T09:00\n"
	    "P1,2,monthly,2020-02,120,confirmed,2020-02,2020-03-03T09:00,2020-03-05T09:00\n"
	    "P1,3,monthly,2020-03,1100000,confirmed,2020-03,2020-04-03T09:00,2020-04-05T09:00\n",
	    "3 invested times_less P1 0.012万元 10000 100万元\n"
	    "4 invested times_more P1 110万元 10000 0.012万元\n");
}

static void a_bare_number_is_refused_where_no_header_can_give_it_a_unit(void **state)
{
	struct world *w = *state;

	world_city(w);
	sets(w, PROJECTS, "code=P1|total=2.5", "money.bare");
	sets(w, PROJECTS, "code=P1|total=1,5", "money.separator");
	sets(w, PROJECTS, "code=P1|total=1,00,000元", "money.separator");
	sets(w, PROJECTS, "code=P1|total=1,500.5万元|plan=0", "");
	sets(w, DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS,
	     "year=2020|indicator=投资|kind=金额|value=900", "money.bare");
	sets(w, DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS,
	     "year=2020|indicator=投资|kind=金额|value=900亿元", "");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_TARGETS,
		     "year,indicator,kind,value\n2020,其他,金额,90000000000\n");
}

static void no_more_than_so_many_are_listed(void **state)
{
	struct world *w = *state;
	char *csv = NULL, *text;
	size_t size, lines = 0;
	FILE *out = open_memstream(&csv, &size);
	const Duban__ImportDone *d;

	(void)fputs("code,name,unit,category,stage,total,plan,year\n", out);
	for (int i = 0; i < REMARKS_MAX + 10; i++)
		(void)fprintf(out, "C%d,项目%d,east,产业,前期,100,200,2020\n", i, i);
	(void)fclose(out);
	world_city(w);
	world_import(w, PROJECTS, csv);
	free(csv);
	d = w->reply->import->done;
	text = said(d->remark, d->n_remark);
	for (const char *s = text; *s; s++)
		lines += *s == '\n';
	assert_int_equal(lines, REMARKS_MAX);
	assert_non_null(strstr(text, "0  more 11\n"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_plan_above_the_total_is_remarked),
	    TEST(about_1000_or_10000_times_the_last_figure_is_remarked),
	    TEST(codes_that_cannot_be_are_remarked),
	    TEST(what_a_report_says_is_looked_at),
	    TEST(months_of_an_opening_are_compared_with_each_other),
	    TEST(a_bare_number_is_refused_where_no_header_can_give_it_a_unit),
	    TEST(no_more_than_so_many_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
