#include "lib/duty/tduty_city.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/world/world.h"
#include "model/cadence/cadence.h"
#include "proto/enums.h"
#include "proto/wire_name.h"
#include "text/date.h"

#define K(kind) DUBAN__IMPORT_KIND__IMPORT_KIND_##kind
#define CITY_TEXT(s) ((char *)(uintptr_t)(s))

void duty_profile(struct world *w, const char *name)
{
	Duban__ParamSetRequest b = DUBAN__PARAM_SET_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.key = CITY_TEXT("cadence.profile");
	b.value = CITY_TEXT(name);
	b.scope = DUBAN__SCOPE_KIND__SCOPE_KIND_DEFAULT;
	q.body_case = DUBAN__REQUEST__BODY_PARAM_SET;
	q.param_set = &b;
	world_ok(w, &q);
	world_work(w);
}

/* The cadence has only these duties: their names, each ended by a blank. */
void duty_only(struct world *w, const char *of, const char *names)
{
	const ProtobufCEnumDescriptor *d = &duban__duty_form__descriptor;
	char csv[2048] = "profile,form,off\n";

	for (unsigned i = 1; i < d->n_values; i++) {
		const char *form = wire_enum_name(d, d->values[i].value);
		char word[40];

		(void)snprintf(word, sizeof word, "%s ", form);
		if (!strstr(names, word) &&
		    cadence_shipped(of, (Duban__DutyForm)d->values[i].value))
			(void)snprintf(csv + strlen(csv), sizeof csv - strlen(csv), "%s,%s,yes\n",
				       of, form);
	}
	world_import(w, K(CADENCES), csv);
}

/* The office, a department, a county and a unit below it; A and B are of the unit, A of the
 * department's trade. */
struct world *duty_city(const char *start)
{
	struct world *w = world_new(start, true);

	world_import(w, K(UNITS),
		     "id,name,kind,parent\noffice,市重点办,office,\n"
		     "works,市住建局,sector,\neast,东湖区,county,\n"
		     "site,东湖城投,owner,east\n");
	world_import(w, K(PEOPLE), "id,name,unit,post\nli,李四,site,经理\nwu,吴五,works,科长\n");
	world_import(w, K(PROJECTS),
		     "code,name,unit,sector,category,stage,total,plan,year\n"
		     "A,一号路,site,works,工业,在建,100000000,20000000,2020\n"
		     "B,二号桥,site,,工业,在建,100000000,20000000,2020\n");
	return w;
}

const Duban__DutyShowReply *duty_shown(struct world *w, const char *id)
{
	Duban__DutyShowRequest b = DUBAN__DUTY_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.id = CITY_TEXT(id);
	q.body_case = DUBAN__REQUEST__BODY_DUTY_SHOW;
	q.duty_show = &b;
	if (world_ask(w, &q)->status)
		fail_msg("there is no duty %s", id);
	return w->reply->duty_show;
}

void duty_absent(struct world *w, const char *id)
{
	Duban__DutyShowRequest b = DUBAN__DUTY_SHOW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	b.id = CITY_TEXT(id);
	q.body_case = DUBAN__REQUEST__BODY_DUTY_SHOW;
	q.duty_show = &b;
	world_refused(w, &q, STATUS_NOT_FOUND, "duty.unknown");
}

/* "open 2020-10-16 12:00", "done 2020-10-12 reports" */
void duty_is(struct world *w, const char *id, const char *expected)
{
	const Duban__DutyRow *d = duty_shown(w, id)->duty;
	char text[128], at[INSTANT_TEXT_MAX], day[DATE_TEXT_MAX];
	const char *state = wire_enum_name(&duban__duty_state__descriptor, (int)d->state);

	if (d->state == DUTY_STATE(OPEN))
		(void)snprintf(text, sizeof text, "%s %s", state, moment_text(d->due_at, 480, at));
	else if (d->state == DUTY_STATE(DONE))
		(void)snprintf(text, sizeof text, "%s %s %s", state, ymd_text(d->done_date, day),
			       wire_enum_name(&duban__duty_by__descriptor, (int)d->fulfilled_by));
	else
		(void)snprintf(text, sizeof text, "%s", state);
	if (strcmp(text, expected) != 0)
		fail_msg("%s: %s, not %s", id, text, expected);
}

uint32_t duty_report(struct world *w, const char *project, Duban__ReportForm form, uint32_t month)
{
	Duban__ReportSubmitRequest b = DUBAN__REPORT_SUBMIT_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;
	Duban__Money m = DUBAN__MONEY__INIT;

	m.fen = 100;
	b.project = CITY_TEXT(project);
	b.form = form;
	b.period_month = form == REPORT_FORM(MONTHLY) ? month : 0;
	b.invested = form == REPORT_FORM(MONTHLY) ? &m : NULL;
	b.text = CITY_TEXT("进度");
	q.body_case = DUBAN__REQUEST__BODY_REPORT_SUBMIT;
	q.report_submit = &b;
	world_ok(w, &q);
	return w->reply->report->report->num;
}

void duty_judge(struct world *w, uint32_t num, int verdict)
{
	Duban__ReportVerdict v = DUBAN__REPORT_VERDICT__INIT, *one = &v;
	Duban__ReportReviewRequest b = DUBAN__REPORT_REVIEW_REQUEST__INIT;
	Duban__Request q = DUBAN__REQUEST__INIT;

	v.report = num;
	v.verdict = (Duban__Verdict)verdict;
	v.reason = CITY_TEXT("数据不实");
	b.verdict = &one;
	b.n_verdict = 1;
	q.body_case = DUBAN__REQUEST__BODY_REPORT_REVIEW;
	q.report_review = &b;
	world_ok(w, &q);
}

Duban__Request *duty_done_request(const char *id, uint32_t at, const char *document)
{
	static Duban__DutyDoneRequest b;
	static Duban__Request q;

	duban__duty_done_request__init(&b);
	duban__request__init(&q);
	b.id = CITY_TEXT(id);
	b.at_date = at;
	b.document = CITY_TEXT(document);
	q.body_case = DUBAN__REQUEST__BODY_DUTY_DONE;
	q.duty_done = &b;
	return &q;
}
