/* A problem of a project, a kind that exists only in this test. While the project's place is a
 * date, the project has problem 4.2 of that year, open since that date. */
#include "model/project/project.h"
#include "rules/moments.h"
#include "rules/subject.h"
#include "text/date.h"

struct problem_view {
	date_t since;
	int zone_minutes;
};

static int scan(struct subject_scan *s)
{
	struct problem_view view = {.zone_minutes = s->zone_minutes};
	struct subject one = {.id = DUBAN__SUBJECT__INIT, .view = &view};

	if (!date_parse(s->project->place, &view.since))
		return 0;
	one.unit = s->project->unit;
	one.id.project = s->project->num;
	one.id.kind = (char *)(uintptr_t) "problem";
	one.id.number = 4;
	one.id.sub = 2;
	one.id.year = s->project->year;
	return s->see(s, &one);
}

static bool about(struct subject_about *io)
{
	io->unit = io->project->unit;
	io->name = "拆迁";
	io->words = io->project->code;
	return true;
}

SUBJECT_KIND(problem, .page = "problem show", .scan = scan, .about = about);

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct problem_view *v = view;
	usec_t since = date_start(v->since, v->zone_minutes);

	(void)param;
	*ret = (struct outcome){
	    .due = v->since, .clock = DATE_NONE, .next = USEC_NEVER, .happened = DATE_NONE};
	outcome_light(ret, (struct moments){.yellow = since, .red = since}, now);
}

const struct rule rule_w91 = {
    .num = 91,
    .id = "W91",
    .name = "问题未解决",
    .version = 1,
    .subject = "problem",
    .evaluate = evaluate,
};
