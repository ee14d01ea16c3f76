#include "lib/noun/treport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "api/core/api.h"
#include "engine/core/engine.h"
#include "lib/world/world.h"
#include "model/office/unit.h"
#include "model/project/project.h"
#include "model/report/figure.h"
#include "model/report/report.h"
#include "store/db/key.h"

void city(struct world *w)
{
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_UNITS,
		     "id,name,kind,parent,gb_code\n"
		     "office,市重点办,office,,\n"
		     "east,东湖区,county,,360102\n"
		     "site,东湖城投,owner,east,\n"
		     "west,西湖区,county,,360103\n"
		     "works,市住建局,sector,,\n"
		     "roads,市交通局,sector,,\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_PROJECTS,
		     "code,name,unit,sector,category,stage,total,plan,year\n"
		     "A,甲项目,site,,工业,在建,100000000,20000000,2020\n"
		     "B,乙项目,site,works,工业,在建,100000000,20000000,2020\n"
		     "C,丙项目,west,,工业,在建,100000000,20000000,2020\n");
	world_import(w, DUBAN__IMPORT_KIND__IMPORT_KIND_CHAINS,
		     "project,no,name,class,unit,leader,person,after,limit,chain_start\n"
		     "B,1,初步设计批复,审批,site,李四,,,5wd,2020-01-02\n"
		     "B,2,施工许可,审批,site,李四,,1,10wd,\n");
}

void as(struct world *w, const char *unit, int role)
{
	w->caller = (struct caller){.principal = role ? 7 : 0,
				    .role = role ? role : ROLE(LOCAL),
				    .unit = unit_by_id(engine_txn(w->engine), unit),
				    .name = unit};
}

void as_site(struct world *w)
{
	as(w, "site", ROLE(UNIT));
}

void as_office(struct world *w)
{
	as(w, "", ROLE(OFFICE));
}

static Duban__Request q;
Duban__ReportSubmitRequest submit;
Duban__Money money[4];

char *loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

Duban__Request *report(const char *project, int form, uint32_t month, int64_t fen)
{
	submit = (Duban__ReportSubmitRequest)DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	submit.project = loose(project);
	submit.form = (Duban__ReportForm)form;
	submit.period_month = month;
	for (int i = 0; i < 4; i++)
		money[i] = (Duban__Money)DUBAN__MONEY__INIT;
	money[0].fen = fen;
	submit.invested = fen >= 0 ? &money[0] : NULL;
	submit.text = loose("主体施工");
	if (form == REPORT_FORM(CORRECTION))
		submit.reason = loose("结算单核减");
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &submit;
	return &q;
}

uint32_t hand_in(struct world *w, Duban__Request *request)
{
	world_ok(w, request);
	return w->reply->report->report->num;
}

uint32_t monthly(struct world *w, const char *project, uint32_t month, int64_t fen)
{
	return hand_in(w, report(project, 0, month, fen));
}

static Duban__ReportReviewRequest review;
Duban__ReportVerdict verdict[4];
static Duban__ReportVerdict *verdicts[4];

Duban__Request *judge(uint32_t first, int how, ...)
{
	va_list ap;

	review = (Duban__ReportReviewRequest)DUBAN__REPORT_REVIEW_REQUEST__INIT;
	va_start(ap, how);
	for (uint32_t num = first; num; num = va_arg(ap, uint32_t)) {
		size_t i = review.n_verdict++;

		if (i)
			how = va_arg(ap, int);
		verdict[i] = (Duban__ReportVerdict)DUBAN__REPORT_VERDICT__INIT;
		verdict[i].report = num;
		verdict[i].verdict = (Duban__Verdict)how;
		verdict[i].reason = loose(how == RETURN ? "缺发票" : "");
		verdicts[i] = &verdict[i];
	}
	va_end(ap);
	review.verdict = verdicts;
	q = (Duban__Request)DUBAN__REQUEST__INIT;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_REVIEW;
	q.report_review = &review;
	return &q;
}

void confirm(struct world *w, uint32_t num)
{
	as_office(w);
	world_ok(w, judge(num, PASS, 0));
}

Duban__Report *stored(struct world *w, uint32_t num)
{
	Duban__Report *r = report_get(engine_txn(w->engine), w->arena, num);

	assert_non_null(r);
	return r;
}

Duban__Figure *figure(struct world *w, const char *project, uint32_t month)
{
	struct txn *t = engine_txn(w->engine);

	return figure_get(t, w->arena, project_by_code(t, project), month);
}

int64_t invested(struct world *w, const char *project, uint32_t month)
{
	Duban__Figure *f = figure(w, project, month);

	return f && f->invested ? f->invested->fen : -1;
}
