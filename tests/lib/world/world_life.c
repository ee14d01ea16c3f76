#include "lib/world/world_life.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/world/world.h"

static char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

void life_move(struct world *w, const char *code, Duban__Stage to, uint32_t ymd)
{
	Duban__ProjectMoveRequest b = DUBAN__PROJECT_MOVE_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.project = loose(code);
	b.to = to;
	b.at_date = ymd;
	b.reason = b.document = b.approver = b.exemption = loose("测试");
	b.has_percent = true;
	b.percent = 100;
	q.body_case = DUBAN__REQUEST__BODY_PROJECT_MOVE;
	q.project_move = &b;
	world_ok(w, &q);
}

void life_enter_library(struct world *w, const char *code, uint32_t ymd)
{
	static const char *const papers[] = {"filing", "contract", "unit_licence", "application",
					     "platform_page"};
	Duban__LibraryEnterRequest b = DUBAN__LIBRARY_ENTER_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
		char csv[256];

		(void)snprintf(csv, sizeof csv, "project,paper,filed\n%s,%s,2020-01-02\n", code,
			       papers[i]);
		world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PAPERS, csv);
	}
	b.project = loose(code);
	b.at_date = ymd;
	q.body_case = DUBAN__REQUEST__BODY_LIBRARY_ENTER;
	q.library_enter = &b;
	world_ok(w, &q);
}

uint32_t life_hand_in(struct world *w, Duban__ReportSubmitRequest *b)
{
	Duban__Request q = DUBAN__REQUEST__INIT;

	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = b;
	world_ok(w, &q);
	return w->reply->report->report->num;
}

/* The office confirms all reports in one request. */
void life_confirm(struct world *w, const uint32_t *num, size_t n)
{
	Duban__ReportReviewRequest b = DUBAN__REPORT_REVIEW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__ReportVerdict *v = calloc(n + 1, sizeof *v);
	Duban__ReportVerdict **p = calloc(n + 1, sizeof *p);

	assert_true(v && p);
	for (size_t i = 0; i < n; i++) {
		duban__report_verdict__init(&v[i]);
		v[i].report = num[i];
		v[i].verdict = DUBAN__VERDICT__VERDICT_PASS;
		p[i] = &v[i];
	}
	b.verdict = p;
	b.n_verdict = n;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_REVIEW;
	q.report_review = &b;
	world_ok(w, &q);
	free(v);
	free(p);
}

static uint32_t monthly(struct world *w, const char *code, uint32_t month, int64_t fen)
{
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT;

	b.project = loose(code);
	b.period_month = month;
	b.invested = &money;
	money.fen = fen;
	return life_hand_in(w, &b);
}

void life_report(struct world *w, const char *code, uint32_t month, int64_t fen)
{
	uint32_t num = monthly(w, code, month, fen);

	life_confirm(w, &num, 1);
}

void life_correct_all(struct world *w, const char *code, uint32_t month, int64_t fen,
		      int64_t cumulative)
{
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Money money = DUBAN__MONEY__INIT, sum = DUBAN__MONEY__INIT;
	uint32_t num;

	b.project = loose(code);
	b.period_month = month;
	b.form = DUBAN__REPORT_FORM__REPORT_FORM_CORRECTION;
	b.invested = &money;
	money.fen = fen;
	b.cumulative = cumulative ? &sum : NULL;
	sum.fen = cumulative;
	b.reason = loose("结算单核减");
	num = life_hand_in(w, &b);
	life_confirm(w, &num, 1);
}

void life_correct(struct world *w, const char *code, uint32_t month, int64_t fen)
{
	life_correct_all(w, code, month, fen, 0);
}

void life_explain(struct world *w, const char *code, uint32_t month)
{
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	uint32_t num;

	b.project = loose(code);
	b.period_month = month;
	b.form = DUBAN__REPORT_FORM__REPORT_FORM_EXPLANATION;
	b.text = loose("设备集中到货");
	b.reason = b.text;
	num = life_hand_in(w, &b);
	life_confirm(w, &num, 1);
}
