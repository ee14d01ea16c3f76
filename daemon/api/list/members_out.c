/* The rows of a membership for lists and exports. */
#include <string.h>

#include "api/core/request.h"
#include "api/list/members.h"
#include "api/records/rows_out.h"
#include "model/list/member.h"
#include "model/project/life.h"

static void write_spell(struct rows_out *s, const Duban__Spell *spell)
{
	out_date(s, MEMBER_JOINED, spell->joined_date);
	out_text(s, MEMBER_JOIN_REASON, spell->join_reason);
	out_text(s, MEMBER_JOIN_APPROVER, spell->join_approver);
	out_text(s, MEMBER_JOIN_DOCUMENT, spell->join_document);
	out_date(s, MEMBER_LEFT, spell->left_date);
	out_text(s, MEMBER_LEAVE_REASON, spell->leave_reason);
	out_text(s, MEMBER_LEAVE_APPROVER, spell->leave_approver);
	out_text(s, MEMBER_LEAVE_DOCUMENT, spell->leave_document);
	out_list(s, MEMBER_PROMISED, spell->promised, spell->n_promised);
	out_date(s, MEMBER_PROMISED_DATE, spell->promised_date);
}

/* An application that is under way, or was turned down. */
static bool applies(const Duban__Member *m)
{
	return m->application && !member_spell(m) &&
	       m->application != DUBAN__APPLICATION_STATE__APPLICATION_STATE_SELECTED;
}

/* Of one list those are shown that count on the day (not given: today, and who applies for it);
 * with `former` also those that left it or withdrew. Returns the day whose spell is shown, 0: all.
 */
static bool member_shown(struct rows_out *s, const Duban__Member *m, uint32_t *ret_day)
{
	const Duban__SheetRequest *q = s->filter;
	const Duban__Project *p = out_project(s, m->project, 0);
	date_t day = q->at_date ? date_from_ymd(q->at_date) : s->rq->today;

	*ret_day = q->at_date;
	if (!p || (*q->list && strcmp(m->list, q->list) != 0))
		return false;
	if (!q->at_date && (q->former || !*q->list || applies(m)))
		return true;
	*ret_day = date_ymd(day);
	return member_counts(m, life_withdrawn_from(s->rq->txn, s->scratch, p), day);
}

/* The application is written on the last row. */
void member_write(struct rows_out *s, struct bytes key, struct bytes value)
{
	Duban__Member *m = out_record(s, value, &duban__member__descriptor);
	uint32_t day;

	(void)key;
	if (!m || !member_shown(s, m, &day))
		return;
	for (size_t i = 0; i < m->n_spell || i == 0; i++) {
		if (day && !(i < m->n_spell && spell_on(m->spell[i], day)))
			continue;
		out_row(s);
		out_code(s, MEMBER_PROJECT, m->project);
		out_text(s, MEMBER_LIST, m->list);
		if (i < m->n_spell)
			write_spell(s, m->spell[i]);
		if (i + 1 < m->n_spell || !m->application)
			continue;
		out_enum(s, MEMBER_APPLICATION, &duban__application_state__descriptor,
			 (int)m->application);
		out_date(s, MEMBER_APPLICATION_DATE, m->application_date);
		out_text(s, MEMBER_APPLICATION_DOCUMENT, m->application_document);
	}
}
