/* To do: lamps that are lit. One that follows from another is not listed for itself: what is to be
 * done is to be done there. Nor is one whose thing is listed with its level, unless a person
 * re-opened it: that is another matter. */
#include <errno.h>

#include "api/core/request.h"
#include "api/core/rows.h"
#include "api/todo/source.h"
#include "api/warning/filter.h"
#include "model/warning/subject.h"
#include "model/warning/warning.h"
#include "proto/enums.h"
#include "proto/warning_id.h"
#include "rules/rule.h"
#include "rules/rules.h"
#include "rules/subject.h"
#include "store/db/key.h"
#include "store/db/scan.h"
#include "store/db/txn.h"
#include "text/date.h"

static const char *why(const Duban__Warning *w)
{
	if (w->handling == HANDLING_STATE(ANSWERED))
		return "todo.why.lamp_answered";
	if (w->handling == HANDLING_STATE(ACKED))
		return "todo.why.lamp_acked";
	return w->by_person ? "todo.why.lamp_reopened" : "todo.why.lamp";
}

/* What a person re-opened and others answered for waits for the office (待核). */
static bool waits_for_judge(const Duban__Warning *w)
{
	return w->by_person && w->handling == HANDLING_STATE(ANSWERED);
}

static uint32_t turn_of(const Duban__Warning *w)
{
	if (waits_for_judge(w))
		return 0;
	return w->turn ? w->turn_unit : w->unit;
}

static int add(struct todo *t, const Duban__Warning *w)
{
	const struct rule *rule = rule_by_num(w->rule);
	char id[WARNING_ID_MAX], day[DATE_TEXT_MAX];
	struct subject_about about;
	bool there = row_subject(t->rq, w->subject, t->project, &about);

	return todo_add(t,
			&(struct todo_item){
			    .kind = "warning",
			    .id = warning_id_print(id, w->subject, w->rule, w->occurrence),
			    .what = rule ? rule->name : "",
			    .link = w->subject->link,
			    .due = w->due_date,
			    .level = w->level,
			    .why = {why(w),
				    {there ? about.name : "",
				     date_text(date_from_ymd(w->acked_until_date), day)}},
			    .next_step = {w->by_person ? "todo.next.lamp_by_hand" : NULL, {NULL}},
			    .unit = turn_of(w),
			    .owner = there ? about.unit : w->unit,
			    .person = {{there ? about.leader_num : 0, there ? about.leader : ""},
				       {there ? about.person_num : 0, there ? about.person : ""},
				       todo_who(w->acked_by)},
			});
}

static int each(struct todo *t)
{
	struct scan s = scan_start(t->rq->txn, TABLE_warning_open,
				   key_bytes(key_u32(KEY(), t->project ? t->project->num : 0)));
	int r = 0;

	while (!r && scan_next(&s)) {
		const Duban__Warning *w;

		todo_next(t);
		w = warning_of_open(t->rq->txn, t->arena, s.key);
		if (!w)
			return -EBADMSG;
		if (w->level > LEVEL(NOTE) && !w->root &&
		    (w->by_person || !todo_shows(t, w->subject)))
			r = add(t, w);
	}
	return r ? r : txn_error(t->rq->txn);
}
TODO_SOURCE(warning, .each = each);
