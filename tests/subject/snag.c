/* A snag of a project, a kind that exists only in this test. While the project's place is a
 * date, the project has snag 4.2 of that year, open since that date. */
#include <errno.h>

#include "model/project/project.h"
#include "model/proposal/proposal.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "rules/moments.h"
#include "rules/subject.h"
#include "text/date.h"

struct snag_view {
	date_t since;
	int zone_minutes;
};

static int scan(struct subject_scan *s)
{
	struct snag_view view = {.zone_minutes = s->zone_minutes};
	struct subject one = {.id = DUBAN__SUBJECT__INIT, .view = &view};

	if (!date_parse(s->project->place, &view.since))
		return 0;
	one.unit = s->project->unit;
	one.id.project = s->project->num;
	one.id.kind = (char *)(uintptr_t) "snag";
	one.id.number = 4;
	one.id.sub = 2;
	one.id.year = s->project->year;
	return s->see(s, &one);
}

/* Two days after its lamp was lit everything is proposed that a ladder can propose. */
static int follow(struct subject_scan *s, const struct subject *one)
{
	static const Duban__ProposalKind kinds[] = {PROPOSAL_KIND(ORDER), PROPOSAL_KIND(TALK),
						    PROPOSAL_KIND(CIRCULAR), PROPOSAL_KIND(LEAVE),
						    PROPOSAL_KIND(REFER)};
	const struct snag_view *v = one->view;
	usec_t at = date_start(v->since + 2, v->zone_minutes);
	struct proposal_name n = {
	    .subject = &one->id,
	    .rule = 91,
	    .occurrence = warning_last_occurrence(s->txn, &one->id, 91),
	};

	if (s->now < at) {
		s->again(s, at);
		return 0;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		Duban__Event *ev;

		n.kind = kinds[i];
		n.step = 4 + (uint32_t)i;
		if (proposal_exists(s->txn, &n))
			continue;
		ev = s->tell(s);
		if (!ev || proposal_fill(s->arena, ev, &n, one->unit, at))
			return -ENOMEM;
	}
	return 0;
}

static bool about(struct subject_about *io)
{
	io->unit = io->project->unit;
	io->name = "拆迁";
	io->words = io->project->code;
	return true;
}

SUBJECT_KIND(snag, .page = "snag show", .scan = scan, .follow = follow, .about = about);

static void evaluate(const void *view, const int64_t *param, usec_t now, struct outcome *ret)
{
	const struct snag_view *v = view;
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
    .subject = "snag",
    .evaluate = evaluate,
};
